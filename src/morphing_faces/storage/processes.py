"""Processes that work beside this one and end with it."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from types import FrameType


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS does not tell processes apart
        return os.cpu_count() or 1


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """Start processes that end with the block, and with this process however it ends.

    They are started afresh (spawn), not forked, so that threads of this process do no harm; a
    script that comes here needs the usual ``if __name__ == "__main__":``.

    Args:
        count: How many.
    """
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_start)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def end_on_terminate() -> Iterator[None]:
    """While it lasts, SIGTERM and SIGHUP end this process as an exception does: in order.

    The exit status is the usual one, 128 and the signal's number.
    """

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's interface
        raise SystemExit(128 + number)

    hangup = getattr(signal, "SIGHUP", None)
    before = {signal.SIGTERM: signal.getsignal(signal.SIGTERM)}
    if hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN:  # as under nohup
        before[hangup] = signal.getsignal(hangup)
    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
