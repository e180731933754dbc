"""Ctrl-C and a friendly kill, turned into a wish that the program fulfils in its own time."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = signal.SIGINT, signal.SIGTERM


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """While it lasts, the first SIGINT or SIGTERM sets an event instead of ending the program.

    A second one does what it did before, in case the program does not listen. Only the main
    thread may use this.

    Yields:
        The event: set once somebody wants the program to stop.
    """
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in STOPPING}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's interface
        stop.set()
        restore()

    for number in STOPPING:
        signal.signal(number, handle)
    try:
        yield stop
    finally:
        restore()
