"""Ctrl-C, a friendly kill or a closed terminal: a wish that the program fulfils in its own time."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

HANGUP = getattr(signal, "SIGHUP", None)
"""What a terminal that is closed sends, once or more; Windows knows nothing like it."""
STOPPING = (signal.SIGINT, signal.SIGTERM, *([HANGUP] if HANGUP is not None else []))


class Stop(threading.Event):
    """A wish that the program stops.

    Attributes:
        caught: The number of the signal that said so; 0 for none.
    """

    def __init__(self, listen: Callable[[], None]) -> None:
        super().__init__()
        self.caught = 0
        self._listen = listen

    @property
    def polite(self) -> bool:
        """Whether it was Ctrl-C, by which a user may mean only what is going on."""
        return self.caught == signal.SIGINT

    def forgive(self) -> None:
        """Go on as if there had been no wish; the next one is heard like the first."""
        self._listen()


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """While it lasts, the first of these signals sets an event instead of ending the program.

    A second one does what it did before, in case the program does not listen; but a terminal that
    is closed is closed only once, and under nohup not at all. Only the main thread hears signals:
    in another one, the event is never set.

    Yields:
        The event: set once somebody wants the program to stop.
    """
    if threading.current_thread() is not threading.main_thread():
        yield Stop(lambda: None)
        return
    before = {number: signal.getsignal(number) for number in STOPPING}
    heard = {
        number
        for number, handler in before.items()
        if number != HANGUP or handler != signal.SIG_IGN
    }

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's interface
        stop.caught = number
        stop.set()
        restore()
        if number == HANGUP:
            heard.discard(number)
            signal.signal(number, signal.SIG_IGN)

    def listen() -> None:
        stop.clear()
        stop.caught = 0
        for number in heard:
            signal.signal(number, handle)

    stop = Stop(listen)
    listen()
    try:
        yield stop
    finally:
        restore()
