"""Processes that work beside this one and end with it."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

from morphing_faces.storage.signals import STOPPING


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


def _start() -> None:
    """Leave Ctrl-C and a closed terminal to the parent, and do not outlive it."""
    for number in STOPPING:
        if number != signal.SIGTERM:  # by which a pool ends workers of which one has died
            signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
