"""Frames: the picture and the line in words, as they are on the screen and as they are to be."""

from dataclasses import dataclass

from prompt_toolkit.utils import get_cwidth

from morphing_faces.types import Floats
from morphing_faces.views.terminal.area import Area
from morphing_faces.views.terminal.picture import Picture

BEGIN, END = "\x1b[?2026h\x1b7", "\x1b8\x1b[?2026l"
"""A synchronised update; the cursor stays where it was, for whoever types."""


@dataclass(frozen=True)
class TerminalFrame:
    """A request: what is to be seen.

    Attributes:
        face: [H, W] or [H, W, 3] with values in [0, 1].
        words: The line under the picture, which a screen reader reads, too.
        photograph: What stands beside the face, of the same shape; None for nothing.
        area: Where the picture is; None for nowhere.
        row: Where the line is, from 0.
        columns: How long it can be.
    """

    face: Floats
    words: str
    photograph: Floats | None
    area: Area | None
    row: int
    columns: int


class Painter:
    """Turns frames into what the terminal is sent; of each, only what has changed.

    Args:
        picture: How faces are shown.
    """

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._words: tuple[str, int] | None = None

    def paint(self, frame: TerminalFrame) -> str:
        """What the terminal is to be sent; empty where nothing has changed."""
        out = ""
        if frame.area is not None:
            out += self._picture.frame(frame.face, frame.photograph, frame.area)
        words = cut(frame.words, frame.columns), frame.row
        if words != self._words:
            out += f"\x1b[{frame.row + 1};1H\x1b[0m{words[0]}\x1b[K"
            self._words = words
        return f"{BEGIN}{out}{END}" if out else ""

    def forget(self) -> None:
        """The screen was wiped."""
        self._words = None
        self._picture.forget()

    def erase(self) -> str:
        """What takes the picture away, where wiping cells does not."""
        return self._picture.erase()

    def largest(self, shape: tuple[int, ...]) -> int | None:
        """Rows of cells that are enough for a face of a shape."""
        return self._picture.largest(shape)


def cut(words: str, columns: int) -> str:
    """As much of a line as there are columns for."""
    while get_cwidth(words) > columns:
        words = words[:-1]
    return words
