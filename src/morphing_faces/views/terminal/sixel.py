"""Pictures of sixels: six pixels, one above the other, in a letter for each colour among them.

DEC's VT330/VT340 Programmer Reference Manual, volume 2, chapter 14; what repeats is counted (`!`).
"""

import numpy as np

from morphing_faces.types import Floats, Pixels
from morphing_faces.views.terminal.area import BESIDE, Area
from morphing_faces.views.terminal.palette import CUBE
from morphing_faces.views.terminal.picture import compose

GREYS = 24
LARGEST = 5
"""Pixels of the screen for one of the model, at most: more would only take longer."""
NOTHING = -1
HEIGHT = 6
"""Pixels in a letter."""
SHORTEST = 4
"""How many equal letters are shorter to count than to write."""


class SixelPicture:
    """See `picture.Picture`.

    Args:
        cell: Width and height of a cell in pixels.
    """

    def __init__(self, cell: tuple[int, int]) -> None:
        self._cell = cell
        self._shown: Pixels | None = None
        self._area: Area | None = None

    def largest(self, shape: tuple[int, ...]) -> int | None:
        """Rows of cells that are enough."""
        return max(LARGEST * shape[0] // self._cell[1], 1)

    def frame(self, face: Floats, photograph: Floats | None, area: Area) -> str:
        """The whole picture, if anything has changed."""
        across, down = self._cell
        beside = photograph if area.beside else None
        size = area.rows * down, area.columns * across, BESIDE * across
        pixels = compose(face, beside, *size, grey=face.ndim == 2)
        table, codes = _greys(pixels) if pixels.ndim == 2 else _cube(pixels)
        same = self._shown is not None and area == self._area
        if same and self._shown is not None and np.array_equal(codes, self._shown):
            return ""
        self._shown, self._area = codes, area
        return f"\x1b[{area.top + 1};{area.left + 1}H{sixels(codes, table)}"

    def forget(self) -> None:
        """Write the picture the next time."""
        self._shown = None

    def erase(self) -> str:
        """Nothing: letters written there take it away."""
        return ""


def sixels(codes: Pixels, table: Pixels) -> str:
    """A picture as sixels.

    Args:
        codes: Rows of the table, uint8 [H, W].
        table: Colours, uint8 [N, 3].

    Returns:
        The whole escape sequence.
    """
    height, width = codes.shape
    percent = (table.astype(np.int32) * 100 + 127) // 255
    colours = "".join(
        f"#{k};2;{red};{green};{blue}"
        for k in np.unique(codes).tolist()
        for red, green, blue in [percent[k].tolist()]
    )
    return f'\x1bP0;1;0q"1;1;{width};{height}{colours}{_body(codes)}\x1b\\'


def _body(codes: Pixels) -> str:
    """All bands of six rows; in each, the letters of its colours one after the other."""
    height, width = codes.shape
    present = np.unique(codes)
    padded = np.full((-(-height // HEIGHT) * HEIGHT, width), NOTHING, np.int16)
    padded[:height] = codes
    bands = padded.reshape(-1, 1, HEIGHT, width)
    weights = (1 << np.arange(HEIGHT)).astype(np.uint8)[:, None]
    bits = ((bands == present[:, None, None]) * weights).sum(2, dtype=np.uint8)
    written = list[str]()
    for band in bits:
        used = np.flatnonzero(band.any(1))
        lines = zip(present[used].tolist(), _counted(band[used]), strict=True)
        written.append("$".join(f"#{colour}{letters}" for colour, letters in lines))
    return "-".join(written)


def _counted(bits: Pixels) -> list[str]:
    """Rows of letters with what repeats counted; empty ones at the end of a row are left out."""
    differs = np.ones(bits.shape, bool)
    differs[:, 1:] = bits[:, 1:] != bits[:, :-1]
    rows, starts = np.nonzero(differs)
    width = bits.shape[1]
    ends = np.append(starts[1:], width)
    ends[ends == 0] = width
    out = [""] * len(bits)
    runs = zip(rows.tolist(), (ends - starts).tolist(), bits[rows, starts].tolist(), strict=True)
    ended = (ends == width).tolist()
    for (row, length, value), last in zip(runs, ended, strict=True):
        letter = chr(63 + value)
        if value or not last:
            out[row] += f"!{length}{letter}" if length >= SHORTEST else letter * length
    return out


def _greys(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """A table of greys, and the nearest of them for pixels [H, W]."""
    table = np.linspace(0, 255, GREYS).round().astype(np.uint8)[:, None].repeat(3, 1)
    codes = (pixels.astype(np.int32) * (GREYS - 1) + 127) // 255
    return table, codes.astype(np.uint8)


def _cube(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """The cube of 6 x 6 x 6 colours, and the nearest of them for pixels [H, W, 3]."""
    table = np.stack(np.meshgrid(CUBE, CUBE, CUBE, indexing="ij"), -1).reshape(-1, 3)
    level = np.abs(pixels[..., None].astype(np.int16) - CUBE).argmin(-1)
    return table.astype(np.uint8), (level @ np.array([36, 6, 1])).astype(np.uint8)
