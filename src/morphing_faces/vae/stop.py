"""Ctrl-C and SIGTERM as a wish to stop, granted between two steps."""

import signal
import threading
from types import FrameType, TracebackType


class GracefulStop:
    """Notes the first such signal while it is entered; a second one acts at once, as usual.

    Attributes:
        caught: The signal's number, or 0.
    """

    def __init__(self) -> None:
        self.caught = 0
        self._before: dict[int, object] = {}

    def __enter__(self) -> "GracefulStop":
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._catch)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._restore()

    def _catch(self, number: int, _frame: FrameType | None) -> None:
        self.caught = number
        self._restore()

    def _restore(self) -> None:
        while self._before:
            number, handler = self._before.popitem()
            signal.signal(number, handler)  # type: ignore[arg-type]
