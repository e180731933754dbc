"""Bytes of a JPEG or PNG file to pixels, for every kind of picture that people have."""

import io
import warnings

import numpy as np

from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.types import Pixels

with needed_for("Reading photographs"):
    from PIL import Image
    from PIL.ExifTags import Base
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

MAX_PIXELS = 64_000_000
MAX_BYTES = 64_000_000
"""Of a file."""
MIN_SIDE = 24
JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"


def decode(data: bytes, least: int = MIN_SIDE, enough: int | None = None) -> Pixels:
    """Decode a photograph, upright and in plain colours.

    The orientation in the EXIF data is applied; CMYK is converted, 16 bits are scaled to 8, and
    what is transparent is laid over white. The number of pixels is known, and judged, before any
    memory is taken for them.

    Args:
        data: The contents of a JPEG or PNG file.
        least: How many rows and columns there must be.
        enough: A longer side that will do: a JPEG file of twice that or more is decoded at a half,
            a quarter or an eighth of its size, which is several times as fast.

    Returns:
        Red, green and blue, uint8 [H, W, 3].

    Raises:
        RejectedError: The picture is broken, of another format, of fewer rows or columns than
            needed, or of more than MAX_PIXELS pixels.
    """
    try:
        # A broken picture warns in many ways, and what matters of it ends up in the report.
        with warnings.catch_warnings(action="ignore"):
            return _upright(*_read(data, least, enough))
    except RejectedError:
        raise
    except Exception as error:  # decoders fail in any way on broken bytes
        raise RejectedError(Reason.UNREADABLE, str(error) or type(error).__name__) from error


def colours_of(pixels: Pixels, least: int = MIN_SIDE) -> Pixels:
    """Pixels that came without a file, judged and in colours as decode() returns them.

    Args:
        pixels: uint8 [H, W] or [H, W, 3].
        least: How many rows and columns there must be.

    Returns:
        Red, green and blue, uint8 [H, W, 3].

    Raises:
        RejectedError: There are fewer rows or columns than needed, or more than MAX_PIXELS pixels.
    """
    height, width = pixels.shape[:2]
    _check_size(width, height, least)
    return np.dstack([pixels] * 3) if pixels.ndim == 2 else np.ascontiguousarray(pixels)


def _read(data: bytes, least: int, enough: int | None) -> tuple[Pixels, int]:
    """Pixels as they are stored or as a draft, and how the camera was held."""
    with _open(data) as image:
        _check_size(*image.size, least)
        if enough is not None:
            width, height = image.size
            share = enough / max(width, height)
            image.draft("", (int(width * share), int(height * share)))
        image.load()
        orientation = _orientation(image)
        return np.asarray(_to_rgb(image)), orientation


def _open(data: bytes) -> Image.Image:
    """Parse the header; by the two classes themselves, so that no other format gets in."""
    if not data:
        raise RejectedError(Reason.UNREADABLE, "the file is empty")
    if data.startswith(JPEG_START):
        return JpegImageFile(io.BytesIO(data))
    if data.startswith(PNG_START):
        return PngImageFile(io.BytesIO(data))
    raise RejectedError(Reason.UNREADABLE, "its contents are neither JPEG nor PNG")


def _check_size(width: int, height: int, least: int) -> None:
    if width * height > MAX_PIXELS:
        raise RejectedError(
            Reason.TOO_LARGE, f"{width} x {height} pixels, {MAX_PIXELS:,} in all are allowed"
        )
    if min(width, height) < least:
        raise RejectedError(
            Reason.TOO_SMALL, f"{width} x {height} pixels, {least} a side are needed"
        )


def _to_rgb(image: Image.Image) -> Image.Image:
    """The picture in red, green and blue; the one given is of no use any more."""
    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off at 255
        eight = np.right_shift(np.asarray(image), 8).astype(np.uint8)
        image = Image.fromarray(eight)
    if image.has_transparency_data:
        colours = image.convert("RGBA")
        image.close()
        white = Image.new("RGB", colours.size, "white")
        white.paste(colours, mask=colours)
        return white
    return image.convert("RGB")


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8 as EXIF counts; 1, upright, where that is not said."""
    try:
        orientation = image.getexif().get(Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - broken EXIF data says nothing
        return 1
    return orientation if orientation in range(1, 9) else 1


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    """Undo the eight ways of holding a camera: from 5 on along the diagonal, then the sides."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
