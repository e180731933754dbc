"""What a session needs of a notebook: lines typed in the widget, and a place for answers."""

from collections import deque
from collections.abc import Iterator


class NotebookDisplay:
    """Collects what is typed and said between two messages; see session.display.Display."""

    def __init__(self) -> None:
        self._typed: deque[str] = deque()
        self._said: list[str] = []

    def type(self, line: str) -> None:
        """Have the session obey a line at its next tick, or later where it is busy."""
        self._typed.append(line)

    def told(self) -> str:
        """What was said since the last call; empty for nothing."""
        said, self._said = self._said, []
        return "\n".join(said)

    def refresh(self) -> None:
        """Nothing: whoever ticks shows the session afterwards anyway."""

    def say(self, text: str) -> None:
        """Tell the user a line or more, with the next message."""
        self._said.append(text)

    def lines(self) -> Iterator[str | None]:
        """The lines that were typed."""
        while self._typed:
            yield self._typed.popleft()

    def close(self) -> None:
        """Say how a widget is left: it lives as long as its cell."""
        self._said.append("a widget stays as long as its cell; there is nothing to quit")
