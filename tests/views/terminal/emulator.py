"""A terminal of a test's own: a pseudo-terminal, an emulator that draws cells, scripted answers.

A test is a generator that types and points, and yields what is to become true. It runs between the
ticks of the view, in one thread with it, so that nothing depends on time; only a condition that
does not come true within PATIENCE fails.
"""

import codecs
import fcntl
import os
import pty
import re
import struct
import termios
from collections.abc import Callable, Generator
from threading import Event, Thread
from time import monotonic

import numpy as np
import pyte

from morphing_faces.session.session import Session
from morphing_faces.types import Pixels
from morphing_faces.views.terminal.choose import PictureKind
from morphing_faces.views.terminal.view import TerminalView

PATIENCE = 40.0
NO_PICTURE = 255, 0, 255
TAKEN = {"\x1b[5n": "\x1b[0n", "\x1b[c": "\x1b[?62;22c"}
"""What every terminal answers."""
STRINGS = re.compile(r"\x1b([]_P])(.*?)\x1b\\|\x1b\[\?\d+\$p", re.DOTALL)
"""What pyte would take for letters."""
BEGUN = re.compile(r"\x1b([]_P][^\x1b]*\x1b?|\[[?\d]*\$?)?\Z")
Scenario = Generator[Callable[[], object], None, None]


class Emulator:
    """A pseudo-terminal, what it shows, and what it answers.

    Args:
        columns: Its width.
        rows: Its height.
        answers: What it answers to what it is asked.
        pixels: Width and height in pixels, where it tells.
    """

    def __init__(
        self,
        columns: int = 80,
        rows: int = 30,
        answers: dict[str, str] | None = None,
        pixels: tuple[int, int] = (0, 0),
    ) -> None:
        self.master, self.slave = pty.openpty()
        os.set_blocking(self.master, False)
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._answers = TAKEN | (answers or {})
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._rest = ""
        self.raw = ""
        self.strings: list[str] = []
        self.before = termios.tcgetattr(self.slave)
        self._tell_size(columns, rows, *pixels)

    def resize(self, columns: int, rows: int) -> None:
        """Be of another size."""
        self.screen.resize(rows, columns)
        self._tell_size(columns, rows, 0, 0)

    def pump(self) -> None:
        """Take what was written, draw it, and answer."""
        try:
            data = os.read(self.master, 1 << 20)
        except (BlockingIOError, OSError):
            return
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        if (begun := BEGUN.search(text)) is not None:
            text, self._rest = text[: begun.start()], begun[0]
        self.feed(text)
        for question in re.findall("|".join(map(re.escape, self._answers)), text):
            self.type(self._answers[question])

    def feed(self, text: str) -> None:
        """Draw text."""
        self.raw += text
        self.strings += [found[0] for found in STRINGS.finditer(text)]
        self._stream.feed(STRINGS.sub("", text))

    def type(self, text: str) -> None:
        """Press keys, or answer."""
        os.write(self.master, text.encode("utf-8", "surrogateescape"))

    def mouse(self, column: int, row: int, code: int = 35, end: str = "M") -> None:
        """Report the mouse over a cell, from 0; by default, that it has moved there."""
        self.type(f"\x1b[<{code};{column + 1};{row + 1}{end}")

    def click(self, column: int, row: int) -> None:
        """Press the left button and let it go."""
        self.mouse(column, row, 0)
        self.mouse(column, row, 0, "m")

    @property
    def lines(self) -> list[str]:
        """What is on the screen, without the blanks at the ends of lines."""
        return [line.rstrip() for line in self.screen.display]

    def shows(self, text: str) -> bool:
        """Whether some line has this text."""
        return any(text in line for line in self.lines)

    def pixels(self, rows: int, columns: int, top: int = 0, left: int = 0) -> Pixels:
        """The colours of half blocks, uint8 [2 rows, columns, 3]."""
        picture = np.zeros((2 * rows, columns, 3), np.uint8)
        for row in range(rows):
            for column in range(columns):
                cell = self.screen.buffer[top + row][left + column]
                front, back = (_rgb(colour) for colour in (cell.fg, cell.bg))
                upper, lower = {
                    "▀": (front, back),
                    "▄": (back, front),
                    "█": (front, front),
                    " ": (back, back),
                }.get(cell.data, (NO_PICTURE, NO_PICTURE))
                picture[2 * row, column], picture[2 * row + 1, column] = upper, lower
        return picture

    def close(self) -> None:
        """Hang up."""
        for descriptor in (self.master, self.slave):
            if descriptor >= 0:
                os.close(descriptor)
        self.master = self.slave = -1

    def _tell_size(self, *size: int) -> None:
        columns, rows, across, down = size
        packed = struct.pack("HHHH", rows, columns, across, down)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, packed)


def _rgb(colour: str) -> tuple[int, int, int]:
    if colour == "default":
        return (0, 0, 0)
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue


def watch(
    session: Session,
    emulator: Emulator,
    scenario: Scenario,
    environment: dict[str, str] | None = None,
    picture: PictureKind | None = None,
) -> TerminalView:
    """Show a session in a terminal while a scenario happens; the view once it has ended.

    The scenario ends the view, or it is closed at its end.
    """
    surroundings = {"TERM": "xterm-256color"} | (environment or {})
    view = TerminalView(session, emulator.slave, emulator.slave, surroundings, picture)
    waited, since = next(scenario), monotonic()

    def tick() -> None:
        nonlocal waited, since
        emulator.pump()
        session.tick(view)
        if monotonic() - since > PATIENCE:
            view.close()
            scenario.throw(AssertionError("it did not come true:\n" + "\n".join(emulator.lines)))
        if waited():
            try:
                waited, since = next(scenario), monotonic()
            except StopIteration:
                view.close()
        if view.closed:
            rest.start()

    failed: list[BaseException] = []

    def guarded() -> None:
        try:
            tick()
        except BaseException as error:  # noqa: BLE001 - raised again outside of the loop
            failed.append(error)
            view.close()

    def take_the_rest() -> None:
        while not over.wait(0.001):
            emulator.pump()

    over = Event()
    rest = Thread(target=take_the_rest)
    try:
        view.run(guarded)
    finally:
        over.set()
        if rest.ident is not None:
            rest.join()
    emulator.pump()
    if failed:
        raise failed[0]
    return view
