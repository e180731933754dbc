"""Being stopped and resumed, as shells do it to their jobs.

A stop can be asked for (Ctrl-Z, or SIGTSTP from elsewhere), and then the terminal is left in order
first. It can also come unasked (SIGSTOP, of which no program is told). Either way a shell may have
used the terminal meanwhile, so that whoever goes on (SIGCONT) has to set it up again.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class JobControl:
    """What was asked of this program; see heard_stops."""

    def __init__(self) -> None:
        self._asked: set[int] = set()

    def hear(self, number: int, frame: FrameType | None = None) -> None:  # noqa: ARG002 - signal's
        """Note a signal."""
        self._asked.add(number)

    def stopping(self) -> bool:
        """Whether it is to stop, since the last call."""
        return self._taken(signal.SIGTSTP)

    def resumed(self) -> bool:
        """Whether it was stopped and goes on, since the last call."""
        return self._taken(signal.SIGCONT)

    def _taken(self, number: int) -> bool:
        found = number in self._asked
        self._asked.discard(number)
        return found


@contextmanager
def heard_stops() -> Iterator[JobControl]:
    """While it lasts, SIGTSTP and SIGCONT are noted; only the main thread hears signals."""
    jobs = JobControl()
    if threading.current_thread() is not threading.main_thread():
        yield jobs
        return
    before = {
        number: signal.signal(number, jobs.hear) for number in (signal.SIGTSTP, signal.SIGCONT)
    }
    try:
        yield jobs
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_here() -> None:
    """Stop this program, and whoever runs it for the shell, until somebody resumes it."""
    if threading.current_thread() is not threading.main_thread():
        os.kill(0, signal.SIGTSTP)
        return
    heard = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        os.kill(0, signal.SIGTSTP)
    finally:
        signal.signal(signal.SIGTSTP, heard)
