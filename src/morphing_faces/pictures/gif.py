"""GIF films. Pillow compresses each frame; the file is put together here, frame by frame.

Pillow's own writer is not used because it keeps every frame until the last has come; here memory
stays flat however long a film is (`python benchmarks/film.py`).

CompuServe, "Graphics Interchange Format, version 89a", 1990; the loop is Netscape's extension.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from PIL.GifImagePlugin import getdata, getheader

from morphing_faces.pictures.provenance import DESCRIPTION, SOFTWARE
from morphing_faces.types import Pixels

LEVELS = 127
"""Shades of grey: with all 256, whose steps nobody sees, files are twice as large."""
SAME = LEVELS
"""In a frame, what stays as it was in the one before; long runs of it take hardly any room."""
SHADES = np.rint(np.linspace(0, 255, LEVELS)).astype(np.uint8)
NEAREST = np.rint(np.arange(256) * (LEVELS - 1) / 255).astype(np.uint8)
GREYS = bytes(level for level in [*SHADES.tolist(), 0] for _ in "rgb")
TRAILER = b";"


class Gif:
    """A GIF film that plays for ever; see film.Film.

    Args:
        path: Its file.
        fps: Frames a second, at most 50.
    """

    def __init__(self, path: Path, fps: int) -> None:
        self._file = path.open("wb")
        self._fps = fps
        self._count = 0
        self._before: Pixels | None = None

    def add(self, picture: Pixels, frames: int = 1) -> None:
        """Add a picture, uint8 [H, W] or [H, W, 3]; colours are brought down to 256."""
        image = self._grey(picture) if picture.ndim == 2 else _coloured(picture)
        if self._count == 0:
            info = {"loop": 0, "comment": f"{SOFTWARE}: {DESCRIPTION}".encode()}
            # Pillow would leave out the colours that the first frame does not use.
            info |= {"optimize": False, "version": b"89a"}
            self._file.writelines(getheader(image.copy(), info=info)[0])
        # Hundredths of a second, such that no error adds up.
        ends = [round(100 * count / self._fps) for count in (self._count, self._count + frames)]
        kind = {"include_color_table": True} if picture.ndim == 3 else {"transparency": SAME}
        length = 10 * (ends[1] - ends[0])
        self._file.writelines(getdata(image, (0, 0), duration=length, disposal=1, **kind))
        self._count += frames

    def end(self) -> None:
        """Complete the file."""
        self._file.write(TRAILER)
        self._file.close()

    def drop(self) -> None:
        """Close the file."""
        self._file.close()

    def _grey(self, picture: Pixels) -> Image.Image:
        """A grey picture's pixels as places in the palette, or as before."""
        places = NEAREST[picture]
        before, self._before = self._before, places
        if before is not None:
            places = np.where(places == before, np.uint8(SAME), places)
        image = Image.fromarray(places).convert("P")
        image.putpalette(GREYS)
        return image


def _coloured(picture: Pixels) -> Image.Image:
    """A picture with a palette of its own."""
    return Image.fromarray(picture).quantize(256, Image.Quantize.MEDIANCUT)
