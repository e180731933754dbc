"""One thread that calls a user's functions: never another one, and never two calls at once."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar

Answer = TypeVar("Answer")
QUIET = 0.3
"""Seconds without a call before what can wait goes on, so that a hand that moves comes first."""


class Caller:
    """Calls functions in a thread of its own, one after another."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._idly: Callable[[], bool] | None = None
        self._thread = threading.Thread(target=self._run, name="decoder", daemon=True)
        self._thread.start()

    def call(self, function: Callable[..., Answer], *arguments: Any) -> Answer:
        """Call a function, and wait for its answer.

        Raises:
            Exception: As the function does; its traceback begins in the thread.
        """
        if threading.current_thread() is self._thread:
            return function(*arguments)
        future: Future[Answer] = Future()

        def run() -> None:
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
                future.set_exception(error)

        self._calls.put(run)
        return future.result()

    def idly(self, work: Callable[[], bool]) -> None:
        """Have work done whenever there is nothing else to do.

        Args:
            work: Does a little of it at a time; whether there is more to do. It raises nothing.
        """
        self._calls.put(lambda: setattr(self, "_idly", work))

    def close(self) -> None:
        """Wait for the call that goes on, and end the thread."""
        self._idly = None
        self._calls.put(None)
        self._thread.join()

    def _run(self) -> None:
        last = monotonic()
        while True:
            try:
                wait = None if self._idly is None else max(last + QUIET - monotonic(), 0.001)
                call = self._calls.get(timeout=wait)
            except Empty:
                if (work := self._idly) is not None and not work():
                    self._idly = None
                continue
            if call is None:
                return
            call()
            last = monotonic()
