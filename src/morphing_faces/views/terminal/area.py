"""Where things lie in a terminal: the picture, the line in words, answers, the line of commands."""

from dataclasses import dataclass

ASPECT = 2.0
"""Height of a cell in widths, where the terminal does not tell."""
ANSWERS = 3
"""Rows for answers at least."""
LINES = 2
"""Rows of the line in words and the line of commands."""
FEWEST = 4
"""Rows of a picture that still shows something."""
BESIDE = 2
"""Columns between a face and the photograph beside it."""


@dataclass(frozen=True)
class Area:
    """Cells of a picture: the face, and a photograph of its size to the right of it, or none.

    Attributes:
        top: Its uppermost row, from 0.
        left: Its leftmost column.
        rows: Its height.
        columns: The face's width.
        beside: Whether a photograph follows, after a gap.
    """

    top: int
    left: int
    rows: int
    columns: int
    beside: bool = False

    @property
    def width(self) -> int:
        """Columns of everything."""
        return 2 * self.columns + BESIDE if self.beside else self.columns

    def position(
        self, x: int, y: int, cell: tuple[int, int] = (1, 1)
    ) -> tuple[float, float] | None:
        """Where in the face the mouse is, from (-1, -1) at the bottom left to (1, 1).

        The middles of the outermost cells or pixels are the edges, so that all can be reached.

        Args:
            x: From the left of the terminal, in cells or pixels.
            y: From above.
            cell: Width and height of a cell in that unit.

        Returns:
            None outside of the face.
        """
        across, down = cell[0] * self.columns, cell[1] * self.rows
        x, y = x - cell[0] * self.left, y - cell[1] * self.top
        if not (0 <= x < across and 0 <= y < down):
            return None
        return 2 * x / (across - 1) - 1, 1 - 2 * y / (down - 1)


def arrange(
    columns: int,
    rows: int,
    shape: tuple[int, int],
    *,
    aspect: float = ASPECT,
    largest: int | None = None,
    beside: bool = False,
) -> Area | None:
    """Give the picture its place, as large as it fits.

    Args:
        columns: The terminal's width.
        rows: Its height.
        shape: Height and width of a face in pixels.
        aspect: Height of a cell in widths.
        largest: Rows that are enough.
        beside: Whether a photograph is to stand beside the face; left out where it does not fit.

    Returns:
        Its area; None where there is no room for one.
    """
    wide = aspect * shape[1] / shape[0]
    room = rows - LINES - ANSWERS
    room = room if largest is None else min(room, largest)
    fitting = min(room, int((columns - BESIDE) / 2 / wide) if beside else int(columns / wide))
    if beside and fitting < FEWEST:
        return arrange(columns, rows, shape, aspect=aspect, largest=largest)
    if fitting < FEWEST:
        return None
    return Area(0, 0, fitting, max(round(fitting * wide), 2), beside)
