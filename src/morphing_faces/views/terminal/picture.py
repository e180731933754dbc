"""What every way to show a picture has in common, and the pixels that it shows."""

from typing import Protocol

import numpy as np
from PIL import Image

from morphing_faces.types import Floats, Pixels
from morphing_faces.views.terminal.area import Area


class Picture(Protocol):
    """A way to show pixels in a terminal; it remembers what it has shown."""

    def largest(self, shape: tuple[int, ...]) -> int | None:
        """Rows of cells that are enough for a face of a shape; None for as many as there are."""

    def frame(self, face: Floats, photograph: Floats | None, area: Area) -> str:
        """What turns the picture that is there into another; empty where nothing is to be done.

        Args:
            face: [H, W] or [H, W, 3] in [0, 1].
            photograph: What stands beside it, where the area has room for that.
            area: Where.
        """

    def forget(self) -> None:
        """The screen was wiped, or is of another size: the next frame is a whole one."""

    def erase(self) -> str:
        """What takes the picture away, where wiping cells does not."""


def compose(
    face: Floats, photograph: Floats | None, height: int, width: int, gap: int, *, grey: bool
) -> Pixels:
    """A face, and the photograph beside it after a gap, at a size in pixels.

    Args:
        face: [H, W] or [H, W, 3] in [0, 1].
        photograph: Of the same shape; None for none.
        height: Of the result.
        width: Of the face in it.
        gap: Columns between them, black.
        grey: Whether colours are to become greys.

    Returns:
        uint8 [height, width] or, with a photograph, [height, 2 width + gap]; [..., 3] unless grey.
    """
    first = _sized(face, height, width, grey=grey)
    if photograph is None:
        return first
    between = np.zeros((height, gap, *first.shape[2:]), np.uint8)
    return np.hstack([first, between, _sized(photograph, height, width, grey=grey)])


def _sized(face: Floats, height: int, width: int, *, grey: bool) -> Pixels:
    pixels = (255 * np.clip(face, 0, 1) + 0.5).astype(np.uint8)
    image = Image.fromarray(pixels)
    if grey:
        image = image.convert("L")
    if image.size != (width, height):
        image = image.resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(image)
