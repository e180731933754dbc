"""Where things lie in the window, and what a place in the picture means. Pure geometry, in pixels.

Columns count from the window's left edge and rows from its upper one.
"""

from dataclasses import dataclass

SIDE = 44
TOP = 36
FOOTER = 84
RAIL = 18
STATUS = 52
BETWEEN = 16
ROOMY = 440
LETTERS = 0.03
SMALLEST_LETTERS = 8
LARGEST_LETTERS = 19


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels: columns left to right - 1, rows top to bottom - 1."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The column after the last one."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The row below the last one."""
        return self.top + self.height


@dataclass(frozen=True)
class Layout:
    """The places of everything in a window of some size.

    Attributes:
        width: Columns of the window.
        height: Rows of the window.
        unit: Pixels to a unit of length; 1 on ordinary screens, 2 on ones twice as fine, less in
            windows with little room.
        letters: The size of letters, in pixels.
        picture: Where the face is.
        photograph: Where the photograph beside it is; None where there is none.
    """

    width: int
    height: int
    unit: float
    letters: float
    picture: Box
    photograph: Box | None = None

    @property
    def rail_row(self) -> float:
        """The row of the rail below the picture, which shows the first coordinate."""
        return self.picture.bottom + RAIL * self.unit

    @property
    def rail_column(self) -> float:
        """The column of the rail beside the picture, which shows the second coordinate."""
        return self.picture.right + RAIL * self.unit

    @property
    def status_row(self) -> float:
        """The row of the status line's baseline."""
        return self.picture.bottom + max(STATUS * self.unit, RAIL * self.unit + 1.2 * self.letters)

    def position(self, column: float, row: float) -> tuple[float, float] | None:
        """What a pixel of the window means in the picture.

        Args:
            column: Counted from the window's left edge.
            row: Counted from the window's upper edge.

        Returns:
            (x, y) with (-1, -1) at the picture's bottom-left pixel and (1, 1) at its top-right
            one; None outside the picture.
        """
        across = (column - self.picture.left) / max(self.picture.width - 1, 1)
        down = (row - self.picture.top) / max(self.picture.height - 1, 1)
        if not (0 <= across <= 1 and 0 <= down <= 1):
            return None
        return 2 * across - 1, 1 - 2 * down

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """The (column, row) that means (x, y); positions beyond the picture come to its edge."""
        x, y = min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0)
        column = self.picture.left + (x + 1) / 2 * (self.picture.width - 1)
        return column, self.picture.top + (1 - y) / 2 * (self.picture.height - 1)


def arrange(
    width: int, height: int, unit: float, shape: tuple[int, ...], *, beside: bool = False
) -> Layout:
    """Lay out a window: the picture as large as it can be, everything centred around it.

    Args:
        width: Columns of the window, in pixels.
        height: Rows of the window, in pixels.
        unit: Pixels to a unit of length.
        shape: The face's (H, W) or (H, W, 3); the picture keeps its proportions.
        beside: Whether a photograph of the same size stands on the picture's left.
    """
    rows, columns = shape[:2]
    letter_sizes = SMALLEST_LETTERS * unit, LARGEST_LETTERS * unit
    unit *= min(1, min(width, height) / (ROOMY * unit))
    gap = round(BETWEEN * unit) if beside else 0
    free_width = (width - 2 * SIDE * unit - gap) / (1 + beside)
    free_height = height - (TOP + FOOTER) * unit
    scale = min(free_width / columns, free_height / rows)
    picture_width, picture_height = max(round(columns * scale), 1), max(round(rows * scale), 1)
    left = (width - (1 + beside) * picture_width - gap) // 2
    top = round(TOP * unit + (free_height - picture_height) / 2)
    letters = round(min(max(LETTERS * picture_width, letter_sizes[0]), letter_sizes[1]), 1)
    picture = Box(left, top, picture_width, picture_height)
    if not beside:
        return Layout(width, height, unit, letters, picture)
    right = Box(left + picture_width + gap, top, picture_width, picture_height)
    return Layout(width, height, unit, letters, right, picture)
