"""Ctrl-C and a friendly kill, turned into a wish that the program fulfils in its own time."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = signal.SIGINT, signal.SIGTERM


class Stop(threading.Event):
    """A wish that the program stops.

    Attributes:
        polite: Whether it was Ctrl-C, by which a user may mean only what is going on.
    """

    def __init__(self, listen: Callable[[], None]) -> None:
        super().__init__()
        self.polite = False
        self._listen = listen

    def forgive(self) -> None:
        """Go on as if there had been no wish; the next one is heard like the first."""
        self._listen()


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """While it lasts, the first SIGINT or SIGTERM sets an event instead of ending the program.

    A second one does what it did before, in case the program does not listen. Only the main
    thread may use this.

    Yields:
        The event: set once somebody wants the program to stop.
    """
    before = {number: signal.getsignal(number) for number in STOPPING}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's interface
        stop.polite = number == signal.SIGINT
        stop.set()
        restore()

    def listen() -> None:
        stop.clear()
        for number in STOPPING:
            signal.signal(number, handle)

    stop = Stop(listen)
    listen()
    try:
        yield stop
    finally:
        restore()
