"""Why a photograph is left out of a face set."""

from enum import StrEnum


class Reason(StrEnum):
    """The reasons for leaving a photograph out, each in the plain words of the report."""

    UNREADABLE = "not readable"
    TOO_LARGE = "picture too large"
    TOO_SMALL = "picture too small"
    REPEATED = "repeated photograph"
    NO_FACE = "no face found"
    UNSURE = "face not certain"
    SMALL_FACE = "face too small"
    TURNED = "face turned away"
    TILTED = "face tilted too far"
    OUTSIDE = "face cut off by the border"


class RejectedError(Exception):
    """A photograph is left out; caught where photographs are examined, it never reaches a user.

    Attributes:
        reason: Why, one of a few.
        detail: What exactly, in words or figures; may be empty.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)
