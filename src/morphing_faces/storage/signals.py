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


@contextmanager
def end_on_terminate() -> Iterator[None]:
    """While it lasts, SIGTERM and SIGHUP end this process as an exception does: in order.

    The exit status is the usual one, 128 and the signal's number. More of them change nothing, so
    that what is half written is taken away undisturbed. Only the main thread hears signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in STOPPING if number != signal.SIGINT}
    heard = [number for number in before if before[number] != signal.SIG_IGN]  # as under nohup

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's interface
        for each in heard:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in heard:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
