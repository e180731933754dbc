"""Colours of cells: the greys and the cube of the table of 256, true colour; as codes of SGR."""

import numpy as np
from numpy.typing import NDArray

from morphing_faces.types import Pixels

Codes = NDArray[np.int32]
"""Colours: an index into the table of 256, or TRUE plus red, green and blue in a byte each."""

GREYS = 24
FIRST_GREY = 232
"""In the table of 256: grey k of 24 is 8 + 10 k, of 255 (xterm's 256colres.pl)."""
FIRST_COLOUR = 16
CUBE = np.array([0, 95, 135, 175, 215, 255])
TRUE = 1 << 24
VISIBLE = 4
"""Of 255: a step of a channel that is just not seen in a picture that moves."""


def greys(pixels: Pixels) -> Codes:
    """The nearest of the 24 greys, for pixels [H, W]; Codes [H, W]."""
    nearest = np.clip((pixels.astype(np.int32) - 3) // 10, 0, GREYS - 1)
    codes: Codes = (FIRST_GREY + nearest).astype(np.int32)
    return codes


def cube(pixels: Pixels) -> Codes:
    """The nearest of the 6 x 6 x 6 colours, for pixels [H, W, 3]; Codes [H, W]."""
    level = np.abs(pixels[..., None].astype(np.int32) - CUBE).argmin(-1)
    codes: Codes = (FIRST_COLOUR + level @ np.array([36, 6, 1])).astype(np.int32)
    return codes


def true_colour(pixels: Pixels) -> Codes:
    """The colours themselves, for pixels [H, W, 3]; Codes [H, W]."""
    codes: Codes = TRUE + pixels.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32)
    return codes


def steady(pixels: Pixels, shown: Pixels) -> Pixels:
    """Pixels [H, W, 3], with those that nobody would see change as they are shown."""
    step = np.abs(pixels.astype(np.int16) - shown).max(-1, keepdims=True)
    return np.where(step > VISIBLE, pixels, shown)


def sgr(code: int) -> str:
    """The parameters of a colour after `38;` (letters) or `48;` (ground)."""
    if code < TRUE:
        return f"5;{code}"
    return f"2;{code >> 16 & 255};{code >> 8 & 255};{code & 255}"
