"""A picture of half blocks, in greys or in colours; only what has changed is written."""

from morphing_faces.types import Floats, Pixels
from morphing_faces.views.terminal.area import BESIDE, Area
from morphing_faces.views.terminal.blocks import half_blocks
from morphing_faces.views.terminal.palette import Codes, cube, greys, steady, true_colour
from morphing_faces.views.terminal.picture import compose


class BlockPicture:
    """See `picture.Picture`.

    Args:
        true: Whether the terminal shows all colours, not only those of the table of 256. Greys are
            those of the table all the same: 24 are enough for them, and shorter to write.
    """

    def __init__(self, *, true: bool) -> None:
        self._true = true
        self._pixels: Pixels | None = None
        self._codes: Codes | None = None
        self._area: Area | None = None

    def largest(self, shape: tuple[int, ...]) -> int | None:
        """A cell for two pixels of the model: more would show nothing more, and take longer."""
        return (shape[0] + 1) // 2

    def frame(self, face: Floats, photograph: Floats | None, area: Area) -> str:
        """The cells that differ."""
        if area != self._area:
            self.forget()
        self._area = area
        beside = photograph if area.beside else None
        size = 2 * area.rows, area.columns, BESIDE
        pixels = compose(face, beside, *size, grey=face.ndim == 2)
        codes = self._coded(pixels)
        if self._codes is not None and self._codes.shape != codes.shape:
            self._codes = None
        written = half_blocks(codes, self._codes, area.top, area.left)
        self._codes = codes
        return written

    def forget(self) -> None:
        """Write every cell the next time."""
        self._pixels = self._codes = None

    def erase(self) -> str:
        """Nothing: these are letters like others."""
        return ""

    def _coded(self, pixels: Pixels) -> Codes:
        if pixels.ndim == 2:
            return greys(pixels)
        if self._pixels is not None and self._pixels.shape == pixels.shape:
            pixels = steady(pixels, self._pixels)
        self._pixels = pixels
        return true_colour(pixels) if self._true else cube(pixels)
