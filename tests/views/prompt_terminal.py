"""The program on a pseudo-terminal, its window on a desk."""

import re
import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager

import pexpect

from tests.views.desk import PATIENCE, PROGRAM, Desk

COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal:
    """The program on a pseudo-terminal."""

    def __init__(self, desk: Desk, words: list[str]) -> None:
        self.desk = desk
        self.child = pexpect.spawn(
            PROGRAM[0],
            [*PROGRAM[1:], *words],
            env={**desk.environment, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
            dimensions=(40, 140),
            timeout=PATIENCE,
            encoding="utf-8",
        )
        self.attributes = termios.tcgetattr(self.child.child_fd)
        desk.wait_for_window()
        self.child.expect(r"(?s)>.*\x1b\[\?25h")

    def expect(self, text: str) -> None:
        self.child.expect_exact(text)

    def type(self, line: str) -> None:
        self.child.send(f"{line}\r")

    def close(self) -> None:
        """Close the terminal as its window would: the program gets SIGHUP, and nobody listens."""
        self.child.ptyproc.fileobj.close()
        self.child.closed = self.child.ptyproc.closed = True

    def wait(self) -> tuple[int | None, str]:
        """The exit status, and what was still printed."""
        rest = COLOURS.sub("", self.child.read())
        self.child.wait()
        return self.child.exitstatus, rest


@contextmanager
def open_terminal(desk: Desk, *words: object) -> Iterator[Terminal]:
    """A running program, given such words; killed in the end if it still runs."""
    terminal = Terminal(desk, [str(word) for word in words])
    try:
        yield terminal
    finally:
        if terminal.child.isalive():
            terminal.child.kill(signal.SIGKILL)
            terminal.child.wait()  # pexpect's own close gives a killed process a tenth of a second
        terminal.child.close(force=True)
