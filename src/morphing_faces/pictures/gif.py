"""GIF films. Pillow compresses each frame; the file is put together here, frame by frame.

CompuServe, "Graphics Interchange Format, version 89a", 1990; the loop is Netscape's extension.
"""

from pathlib import Path

from PIL import Image
from PIL.GifImagePlugin import getdata, getheader

from morphing_faces.pictures.film import Pixels
from morphing_faces.points import DESCRIPTION, SOFTWARE

GREYS = bytes(level for level in range(256) for _ in "rgb")
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

    def add(self, picture: Pixels) -> None:
        """Add a frame, uint8 [H, W] or [H, W, 3]; colours are brought down to 256."""
        image = _indexed(picture)
        if self._count == 0:
            info = {"loop": 0, "comment": f"{SOFTWARE}: {DESCRIPTION}".encode()}
            # Pillow would leave out the colours that the first frame does not use.
            info |= {"optimize": False, "version": b"89a"}
            self._file.writelines(getheader(image.copy(), info=info)[0])
        # Hundredths of a second, such that no error adds up.
        ends = [round(100 * (self._count + step) / self._fps) for step in (0, 1)]
        local = picture.ndim == 3
        self._file.writelines(
            getdata(image, duration=10 * (ends[1] - ends[0]), include_color_table=local)
        )
        self._count += 1

    def end(self) -> None:
        """Complete the file."""
        self._file.write(TRAILER)
        self._file.close()

    def drop(self) -> None:
        """Close the file."""
        self._file.close()


def _indexed(picture: Pixels) -> Image.Image:
    """A picture whose pixels are places in a palette."""
    if picture.ndim == 3:
        return Image.fromarray(picture).quantize(256, Image.Quantize.MEDIANCUT)
    image = Image.fromarray(picture).convert("P")
    image.putpalette(GREYS)
    return image
