"""Faces in rows and columns on a dark paper, with words beside them."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.types import Floats, Pixels

PAPER, INK = 17, 200
GAP = 32
"""What a face's height is divided by for the gaps between faces."""
SMALLEST_TEXT, TEXT = 11, 9
"""Pixels; and what a face's height is divided by for the size of words."""


class Grid:
    """Where faces lie in a picture, and what is written beside them.

    Args:
        faces: How many there are.
        columns: How many are side by side.
        width: Pixels of a face.
        height: Pixels of a face.
        left: A word for each row; or none at all.
        above: A word for each column; or none at all.
        below: A word for each face, under it; or none at all.
    """

    def __init__(
        self,
        faces: int,
        columns: int,
        width: int,
        height: int,
        *,
        left: Sequence[str] = (),
        above: Sequence[str] = (),
        below: Sequence[str] = (),
    ) -> None:
        self.faces, self.columns = faces, columns
        rows = -(-faces // columns)
        self._face = width, height
        self._gap = max(1, height // GAP)
        self._font = ImageFont.load_default(max(SMALLEST_TEXT, height // TEXT))
        self._left, self._above, self._below = left, above, below
        line = sum(self._font.getmetrics()) if isinstance(self._font, _Scalable) else SMALLEST_TEXT
        margin = 2 * self._gap
        widest = max((self._font.getlength(word) for word in left), default=0)
        self._x = int(np.ceil(widest)) + 2 * margin if left else 0
        self._y = line + 2 * margin if above else 0
        self._across = width + self._gap
        self._down = height + self._gap + (line + self._gap if below else 0)
        self.width = self._x + columns * self._across - self._gap
        self.height = self._y + rows * self._down - self._gap
        self._paper: Pixels | None = None

    def draw(self, faces: Floats) -> Pixels:
        """The picture.

        Args:
            faces: [N, H, W] or [N, H, W, 3] with values in [0, 1]; row by row.

        Returns:
            uint8 [height, width] or [height, width, 3].
        """
        if self._paper is None:
            self._paper = self._written()
        paper = self._paper
        picture = paper.copy() if faces.ndim == 3 else np.stack([paper] * 3, axis=-1)
        for number, face in enumerate(faces):
            row, column = divmod(number, self.columns)
            top, left = self._corner(row, column)
            width, height = self._face
            picture[top : top + height, left : left + width] = enlarge(face, width, height)
        return picture

    def _corner(self, row: int, column: int) -> tuple[int, int]:
        return self._y + row * self._down, self._x + column * self._across

    def _written(self) -> Pixels:
        """The paper, with all words on it."""
        image = Image.new("L", (self.width, self.height), PAPER)
        pen = ImageDraw.Draw(image)
        width, height = self._face
        for row, word in enumerate(self._left):
            place = self._x - 2 * self._gap, self._corner(row, 0)[0] + height // 2
            pen.text(place, word, INK, self._font, anchor="rm")
        for column, word in enumerate(self._above):
            place = self._corner(0, column)[1] + width // 2, self._y // 2
            pen.text(place, word, INK, self._font, anchor="mm")
        for number, word in enumerate(self._below):
            top, left = self._corner(*divmod(number, self.columns))
            pen.text((left + width // 2, top + height), word, INK, self._font, anchor="ma")
        return np.array(image)


_Scalable = ImageFont.FreeTypeFont
