"""What a session needs of whatever shows it: a window, a terminal, a widget, a test."""

from collections.abc import Iterator
from typing import Protocol


class Display(Protocol):
    """Where a session is seen, and where a user's lines come from.

    A session calls it from `tick` and `close` only, and so in the thread that calls these.
    """

    def refresh(self) -> None:
        """Show the session anew, soon: the face or what is told of it may have changed."""

    def say(self, text: str) -> None:
        """Tell the user a line or more."""

    def lines(self) -> Iterator[str | None]:
        """The lines that the user has typed, at once; None says that there will be no more.

        Those that are not taken from the iterator are there the next time.
        """

    def close(self) -> None:
        """The user wants to leave: show nothing any more, and do not tick again."""
