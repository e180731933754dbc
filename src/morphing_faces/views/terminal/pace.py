"""When the next frame may go out: as fast as the terminal takes them, and one under way at most.

What was written is not yet seen: over a slow line, seconds of frames fit into the buffers between.
So each frame ends with a question, and the next one waits for the answer (`CSI 5 n`, ECMA-48).
"""

from collections.abc import Callable

ASK = "\x1b[5n"
"""Asked after a frame."""
TAKEN = "\x1b[0n"
"""The answer to it."""
FASTEST = 1 / 60
"""Seconds between two frames at least; screens show no more."""
UNANSWERED = 1 / 10
"""Seconds between two frames to a terminal that does not answer."""
PATIENCE = 2.0
"""Seconds after which an answer counts as lost."""


class Pace:
    """The rate of frames.

    Args:
        clock: Tells the time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers = True
        self._waiting = 0
        self._sent = float("-inf")

    def sent(self) -> None:
        """A frame, and the question after it, has been handed over."""
        self._waiting += 1
        self._sent = self._clock()

    def taken(self) -> None:
        """The answer to a question has come."""
        self._answers = True
        self._waiting = max(self._waiting - 1, 0)

    def wait(self) -> float:
        """Seconds until a frame may be sent if no answer comes before; 0 for now."""
        answer = PATIENCE if self._answers else UNANSWERED
        least = answer if self._waiting else FASTEST
        left = self._sent + least - self._clock()
        if left <= 0 and self._waiting:
            self._waiting, self._answers = 0, False
        return max(left, 0.0)
