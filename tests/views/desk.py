"""A virtual screen with a mouse and a keyboard, and the program on it, as a person uses it."""

import ctypes
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ImageGrab

from morphing_faces.views.window.layout import Layout, arrange

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, str(ROOT / "visualize.py")]
PATIENCE = 60.0
POLL = 0.02
SHAPE = (48, 48)
WIDTH, HEIGHT = 1600, 1400

T = TypeVar("T")


def wait_until(condition: Callable[[], T], what: str) -> T:
    """The condition's first true value; fails when there is none in time."""
    deadline = time.monotonic() + PATIENCE
    while not (value := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {PATIENCE:.0f} s in vain until {what}")
        time.sleep(POLL)
    return value


class Desk:
    """A virtual screen on which one window of the program opens."""

    def __init__(self, display: str, dpi: int) -> None:
        self.display = display
        self.beside = False
        """Whether a photograph stands beside the face."""
        # The server tells its resolution by the screen's width in whole millimetres.
        self.unit = 25.4 * WIDTH / round(25.4 * WIDTH / dpi) / 96
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"},
            "DISPLAY": display,
            "PYTHONUNBUFFERED": "1",
        }

    def xdotool(self, *words: object) -> str:
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    def window(self) -> str:
        """The number of the program's window; empty while there is none."""
        return self.xdotool("search", "--onlyvisible", "--name", r"^Morphing Faces  ")

    def wait_for_window(self) -> str:
        window = wait_until(self.window, "the window opens")
        self.xdotool("windowfocus", "--sync", window)
        return window

    def title(self) -> str:
        """What the title says after the program's name: the status."""
        return self.xdotool("getwindowname", self.window()).removeprefix("Morphing Faces  ")

    def wait_for_title(self, status: str) -> None:
        """Wait until the title says exactly this, or matches it as a regular expression."""
        wait_until(
            lambda: (title := self.title()) == status or re.fullmatch(status, title),
            f"the title says {status!r} (it says {self.title()!r})",
        )

    def layout(self) -> Layout:
        """Where things lie in the window, which lies at the screen's upper left corner."""
        geometry = self.xdotool("getwindowgeometry", "--shell", self.window())
        size = dict(line.split("=") for line in geometry.splitlines())
        width, height = int(size["WIDTH"]), int(size["HEIGHT"])
        return arrange(width, height, self.unit, SHAPE, beside=self.beside)

    def hover(self, x: float, y: float) -> tuple[float, float]:
        """Move the mouse to the picture's pixel nearest to (x, y); returns what that one means."""
        layout = self.layout()
        column, row = map(round, layout.pixel(x, y))
        self.point(column, row)
        position = layout.position(column, row)
        assert position is not None
        return position

    def point(self, column: int, row: int) -> None:
        """Move the mouse to a pixel."""
        self.xdotool("mousemove", column, row)

    def click(self, button: int = 1) -> None:
        self.xdotool("click", button)

    def press(self, *keys: str) -> None:
        """Press keys of the keyboard, one after another, by their X names."""
        self.xdotool("key", "--delay", 30, *keys)

    def resize(self, width: int, height: int) -> None:
        self.xdotool("windowsize", "--sync", self.window(), width, height)

    def screenshot(self) -> NDArray[np.uint8]:
        """The whole screen, uint8 [rows, columns, 3]."""
        return np.asarray(ImageGrab.grab(xdisplay=self.display).convert("RGB"))

    def picture(self) -> NDArray[np.uint8]:
        """What the screen shows where the face should be, uint8 [rows, columns, 3]."""
        box = self.layout().picture
        return self.screenshot()[box.top : box.bottom, box.left : box.right]

    def photograph(self) -> NDArray[np.uint8]:
        """What the screen shows where the photograph should be, uint8 [rows, columns, 3]."""
        box = self.layout().photograph
        assert box is not None
        return self.screenshot()[box.top : box.bottom, box.left : box.right]

    def close_window(self) -> None:
        """Do what a window manager does when its cross is clicked: send WM_DELETE_WINDOW."""
        close_politely(self.display, int(self.window()))


class Player:
    """The program without a terminal, on a desk; lines go to its standard input."""

    def __init__(
        self, desk: Desk, folder: Path, command: list[str], stdin: int = subprocess.PIPE
    ) -> None:
        self.desk = desk
        self._output = folder / "output"
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=desk.environment,
                stdin=stdin,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
            )

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def output(self) -> str:
        """Everything the program has printed."""
        return self._output.read_text()

    def ask(self, line: str) -> str:
        """Type a line; returns the first line of the answer."""
        before = len(self.output())
        self.type(line)
        wait_until(lambda: "\n" in self.output()[before:], f"{line!r} is answered")
        return self.output()[before:].splitlines()[0]

    def wait(self) -> int:
        """The exit status."""
        return self.process.wait(PATIENCE)


@contextmanager
def open_desk(dpi: int = 96) -> Iterator[Desk]:
    """A desk with an X server of its own."""
    readable, writable = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            *f"-displayfd {writable} -screen 0 {WIDTH}x{HEIGHT}x24 -dpi {dpi} -noreset".split(),
        ],
        pass_fds=[writable],
        stderr=subprocess.DEVNULL,
    )
    os.close(writable)
    try:
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb does not start"
        yield Desk(f":{number}", dpi)
    finally:
        server.terminate()
        server.wait()


@contextmanager
def open_player(
    desk: Desk, folder: Path, command: list[str], stdin: int = subprocess.PIPE
) -> Iterator[Player]:
    """A running program; killed in the end if it still runs."""
    player = Player(desk, folder, command, stdin)
    try:
        yield player
    finally:
        player.process.kill()
        player.process.wait()
        if player.process.stdin is not None:
            player.process.stdin.close()


class _ClientMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent, as long as an XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 24),
    )


def close_politely(display: str, window: int) -> None:
    """Ask a window to close, as window managers do; old xdotools cannot."""
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(xlib.XOpenDisplay(display.encode()))
    protocols = xlib.XInternAtom(connection, b"WM_PROTOCOLS", 0)
    delete = xlib.XInternAtom(connection, b"WM_DELETE_WINDOW", 0)
    client_message = 33
    event = _ClientMessage(
        type=client_message, window=window, message_type=protocols, format=32, data=(delete,)
    )
    xlib.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    xlib.XCloseDisplay(connection)
