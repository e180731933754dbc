"""A program on a pseudo-terminal of its own, as a shell or a terminal starts it."""

import fcntl
import os
import select
import subprocess
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import matplotlib
from matplotlib import font_manager

from tests.views.desk import PROGRAM
from tests.views.terminal.emulator import PATIENCE, Emulator


def environment(folder: Path) -> dict[str, str]:
    """Of a program that has a terminal, no screen, and a home of its own.

    But for matplotlib's list of fonts, which takes seconds to make: what this process has is used.
    """
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "TERM": "xterm-256color"}
    assert font_manager.fontManager.ttflist
    return {**kept, **home, "MPLCONFIGDIR": matplotlib.get_cachedir()}


class Child:
    """A program on a terminal of its own, which is its controlling one.

    Args:
        words: The program and its arguments.
        folder: Its home.
        errors: Where its standard error goes; to the terminal by default.
    """

    def __init__(self, words: list[str], folder: Path, errors: Path | None = None) -> None:
        self.emulator = Emulator(80, 30)
        terminal = self.emulator.slave
        with (errors or Path(os.devnull)).open("wb") as file:
            self.process = subprocess.Popen(
                words,
                env={**environment(folder), "PS1": "$ "},
                stdin=terminal,
                stdout=terminal,
                stderr=terminal if errors is None else file,
                start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            )

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        """Draw what comes until a condition is true."""
        end = monotonic() + PATIENCE
        while not condition():
            assert monotonic() < end, f"{what}:\n" + "\n".join(self.emulator.lines)
            self.emulator.pump()
            select.select([self.emulator.master], [], [], 0.05)

    def ended(self) -> bool:
        """Whether it has."""
        return self.process.poll() is not None


@contextmanager
def child(words: list[str], folder: Path, errors: Path | None = None) -> Iterator[Child]:
    """A running program; killed in the end if it still runs."""
    running = Child(words, folder, errors)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        running.emulator.close()


def played(folder: Path) -> list[str]:
    return [*PROGRAM, "--view", "terminal", "--seed", "1", "--model", str(folder)]


def shows_face(running: Child) -> bool:
    return running.emulator.shows("▀") and running.emulator.lines[24].startswith("0: ")


def modes_of(emulator: Emulator) -> tuple[bool, bool]:
    """Whether what is typed is shown, and whether lines are edited."""
    local = termios.tcgetattr(emulator.slave)[3]
    return bool(local & termios.ECHO), bool(local & termios.ICANON)
