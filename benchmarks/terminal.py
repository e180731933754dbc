"""Faces in a terminal: bytes a frame, and frames and lag over a line of 1 Mbit/s.

The line is a thread that reads what the program writes into a pseudo-terminal as fast as it comes,
as sshd does, hands it on at 125,000 bytes a second, 20 ms later, and answers what the terminal
would answer then. Meanwhile the mouse moves in a circle, 60 reports a second. The naive way writes
every cell in true colour for every report.
"""

import contextlib
import os
import pty
import re
import statistics
import termios
import threading
import tty
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic, sleep

import numpy as np

from morphing_faces.model.sources.load import load_model
from morphing_faces.session.session import Session
from morphing_faces.types import Floats
from morphing_faces.views.terminal.abilities import Abilities
from morphing_faces.views.terminal.area import Area, arrange
from morphing_faces.views.terminal.block_picture import BlockPicture
from morphing_faces.views.terminal.choose import PictureKind, make_picture
from morphing_faces.views.terminal.view import TerminalView

BYTES_A_SECOND, ONE_WAY = 125_000, 0.02
COLUMNS, ROWS, CELL = 80, 30, (10, 20)
KINDS: tuple[PictureKind, ...] = ("blocks", "ascii", "kitty", "sixel")
SECONDS, TURN, RATE = 6.0, 3.0, 60
NATIVE = Area(0, 0, 24, 48)
ANSWERS = {b"\x1b[5n": b"\x1b[0n", b"\x1b[c": b"\x1b[?62;4c", b"\x1b[16t": b"\x1b[6;20;10t"}
EVENT = re.compile(rb"0 \S+ ([+-]\d\.\d\d)  1: ([+-]\d\.\d\d)|\x1b\[(?:5n|c|16t)")
"""The line in words, by which a frame is known, or a question."""
LONGEST_EVENT = 60


def cell_at(second: float, area: Area) -> tuple[int, int]:
    """Where the mouse is in its circle, as column and row from 0."""
    angle = 2 * np.pi * second / TURN
    across, down = area.columns - 1, area.rows - 1
    return round(across * (0.5 + 0.42 * np.cos(angle))), round(down * (0.5 + 0.42 * np.sin(angle)))


def area_of(kind: PictureKind) -> Area:
    """Where the picture is, in a terminal of the size here."""
    picture = make_picture(kind, Abilities(), {}, CELL)
    area = arrange(COLUMNS, ROWS, (48, 48), largest=picture.largest((48, 48)))
    assert area is not None
    return area


def naive(face: Floats) -> str:
    """Every cell in true colour."""
    pixels = (255 * (face if face.ndim == 3 else face[..., None].repeat(3, -1))).astype(int)
    rows = []
    for upper, lower in zip(pixels[::2].tolist(), pixels[1::2].tolist(), strict=True):
        cells = (
            f"\x1b[38;2;{a[0]};{a[1]};{a[2]}m\x1b[48;2;{b[0]};{b[1]};{b[2]}m▀"
            for a, b in zip(upper, lower, strict=True)
        )
        rows.append("".join(cells))
    return "\x1b[H" + "\x1b[0m\r\n".join(rows) + "\x1b[0m"


def faces_of(name: str) -> list[Floats]:
    """A model's faces while the mouse moves in its circle."""
    session = Session(load_model(name), seed=7)
    faces = []
    for number in range(int(TURN * RATE)):
        column, row = cell_at(number / RATE, NATIVE)
        session.morpher.move(*NATIVE.position(column, row) or (0, 0))
        faces.append(session.face())
    return faces


def told(name: str, written: Iterable[str]) -> None:
    """Bytes of frames, and how many moves have led to none."""
    lengths = [len(text.encode()) for text in written]
    print(f"{name:24} {statistics.median(lengths):7,.0f} median {max(lengths):7,} most")


def sizes() -> None:
    """Bytes a frame while the mouse moves in its circle."""
    faces = faces_of("faces48")
    for kind in KINDS:
        picture, area = make_picture(kind, Abilities(), {}, CELL), area_of(kind)
        name = f"{kind}, {area.columns} x {area.rows} cells"
        told(name, (picture.frame(face, None, area) for face in faces))
    told("naive, 48 x 24 cells", map(naive, faces))
    faces, whole = faces_of("heads64"), Area(0, 0, 32, 64)
    for true in (True, False):
        blocks = BlockPicture(true=true)
        name = f"colours, {'true' if true else '6 x 6 x 6'}"
        told(name, (blocks.frame(face, None, whole) for face in faces))
    told("naive, 64 x 32 cells", map(naive, faces))


class Line:
    """A slow line from a pseudo-terminal to whoever looks, and back.

    Args:
        area: Where the mouse moves.
    """

    def __init__(self, area: Area) -> None:
        self._area = area
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, (ROWS, COLUMNS))
        os.set_blocking(self.master, False)
        self.frames = 0
        self.lags: list[float] = []
        self._queue: deque[tuple[float, bytes]] = deque()
        self._sent: dict[tuple[bytes, bytes], float] = {}
        self._seen = b""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        """Hang up."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        start = monotonic()
        reported, budget, before = 0, 0.0, start
        back: deque[tuple[float, bytes]] = deque()
        while not self._over.is_set():
            sleep(0.001)
            now = monotonic()
            budget, before = min(budget + (now - before) * BYTES_A_SECOND, 2000.0), now
            with contextlib.suppress(BlockingIOError, OSError):
                self._queue.append((now, os.read(self.master, 1 << 16)))
            while self._queue and self._queue[0][0] + ONE_WAY <= now and budget > 0:
                since, data = self._queue.popleft()
                taken, rest = data[: int(budget) + 1], data[int(budget) + 1 :]
                budget -= len(taken)
                if rest:
                    self._queue.appendleft((since, rest))
                for answer in self._look(taken, now):
                    back.append((now + ONE_WAY, answer))
            while back and back[0][0] <= now:
                os.write(self.master, back.popleft()[1])
            if 2.0 < now - start < 2.0 + SECONDS and (now - start - 2.0) * RATE > reported:
                reported += 1
                column, row = cell_at(now - start, self._area)
                position = self._area.position(column, row) or (0, 0)
                told = tuple(f"{value:+.2f}".encode() for value in position)
                self._sent[told[0], told[1]] = now
                back.append((now + ONE_WAY, b"\x1b[<35;%d;%dM" % (column + 1, row + 1)))

    def _look(self, data: bytes, now: float) -> list[bytes]:
        """Take in what has arrived; what the terminal answers."""
        self._seen += data
        answers, end = [], 0
        for found in EVENT.finditer(self._seen):
            end = found.end()
            if found[0] in ANSWERS:
                answers.append(ANSWERS[found[0]])
            elif (since := self._sent.get((found[1], found[2]))) is not None:
                self.frames += 1
                self.lags.append(now - since)
        self._seen = self._seen[end:][-LONGEST_EVENT:]
        return answers


def over_a_line(name: str, area: Area, play: Callable[[Session, Line], None]) -> None:
    """Frames a second and lag while the mouse moves in its circle."""
    session = Session(load_model("faces48"), seed=7)
    line = Line(area)
    play(session, line)
    line.stop()
    lags = sorted(line.lags) or [float("nan")]
    late = lags[int(0.95 * (len(lags) - 1))]
    print(
        f"{name:7} {line.frames / SECONDS:5.1f} frames/s, "
        f"lag {1000 * statistics.median(lags):6.0f} ms median {1000 * late:6.0f} ms p95"
    )


def view(kind: PictureKind) -> Callable[[Session, Line], None]:
    def play(session: Session, line: Line) -> None:
        environment = {"TERM": "xterm-256color"}
        shown = TerminalView(session, line.slave, line.slave, environment, kind)
        end = monotonic() + 2.0 + SECONDS + 0.5

        def tick() -> None:
            session.tick(shown)
            if monotonic() > end:
                shown.close()

        shown.run(tick)

    return play


def naive_view(session: Session, line: Line) -> None:
    tty.setraw(line.slave)
    os.set_blocking(line.slave, False)
    end, rest = monotonic() + 2.0 + SECONDS + 0.5, b""
    while monotonic() < end:
        try:
            rest += os.read(line.slave, 4096)
        except BlockingIOError:
            sleep(0.001)
            continue
        reports = re.findall(rb"\x1b\[<35;(\d+);(\d+)M", rest)
        rest = rest[rest.rfind(b"M") + 1 :]
        for column, row in reports:
            position = NATIVE.position(int(column) - 1, int(row) - 1)
            session.morpher.move(*position or (0, 0))
            text = f"{naive(session.face())}\r\n{session.status}\x1b[K".encode()
            while text and monotonic() < end:
                try:
                    text = text[os.write(line.slave, text) :]
                except BlockingIOError:
                    sleep(0.001)


def main() -> None:
    sizes()
    for kind in KINDS:
        over_a_line(kind, area_of(kind), view(kind))
    over_a_line("naive", NATIVE, naive_view)


if __name__ == "__main__":
    main()
