"""The terminal at hand: what it has said of itself, and how pictures are shown in it."""

import fcntl
import struct
import termios
from collections.abc import Callable, Mapping

from morphing_faces.views.terminal.abilities import PATIENCE, QUESTIONS, Abilities
from morphing_faces.views.terminal.choose import (
    PictureKind,
    choose_kind,
    known_colours,
    make_picture,
)
from morphing_faces.views.terminal.picture import Picture

USUAL_CELL = 10, 20


class Profile:
    """What is known of a terminal, and what follows from it.

    Args:
        descriptor: The terminal.
        environment: TERM, COLORTERM and NO_COLOR.
        wished: How the user wants pictures to be shown; None for the best that the terminal knows.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        descriptor: int,
        environment: Mapping[str, str],
        wished: PictureKind | None,
        clock: Callable[[], float],
    ) -> None:
        self.abilities = Abilities()
        self._descriptor, self._environment, self._wished = descriptor, environment, wished
        self._colours = known_colours(environment.get("TERM", ""))
        self._clock = clock
        self._asked: float | None = None
        self._chosen: tuple[object, ...] = ()

    def ask(self) -> str:
        """What to send the terminal to know it; nothing the second time."""
        if self._asked is not None:
            return ""
        self._asked = self._clock()
        return QUESTIONS

    def hear(self, answer: str) -> None:
        """Take an answer in, in time or late."""
        self.abilities = self.abilities.learn(answer)

    @property
    def settled(self) -> bool:
        """Whether it has answered, or was waited for long enough."""
        late = self._asked is not None and self._clock() - self._asked >= PATIENCE
        return self.abilities.answered or late

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell in pixels, or of a usual one."""
        return self._cell() or USUAL_CELL

    @property
    def pixels(self) -> tuple[int, int] | None:
        """The cell's size where the mouse can be reported in pixels, and that size is known."""
        return self._cell() if self.abilities.pixels else None

    @property
    def aspect(self) -> float:
        """Height of a cell in widths."""
        width, height = self.cell
        return height / width

    def news(self) -> Picture | None:
        """Another way to show pictures, where answers have led to one since the last call."""
        kind = choose_kind(self._wished, self.abilities, self._environment, self._colours)
        known = self.abilities
        chosen = kind, self.cell, known.true_colour, known.light
        if chosen == self._chosen:
            return None
        self._chosen = chosen
        return make_picture(kind, known, self._environment, self.cell)

    def _cell(self) -> tuple[int, int] | None:
        """As the terminal says it, or the system."""
        if self.abilities.cell is not None:
            return self.abilities.cell
        try:
            packed = fcntl.ioctl(self._descriptor, termios.TIOCGWINSZ, b"\0" * 8)
        except OSError:
            return None
        rows, columns, width, height = struct.unpack("HHHH", packed)
        if not (rows and columns and width >= columns and height >= rows):
            return None
        return width // columns, height // rows
