"""Bytes of a picture file to pixels, for every kind of picture that people have."""

import warnings

import numpy as np

from morphing_faces.faces.formats.signatures import Kind, kind_of
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.types import Pixels

with needed_for("Reading photographs"):
    from morphing_faces.faces.formats.colour import deep_colours, plain
    from morphing_faces.faces.formats.picture_files import open_picture

MAX_PIXELS = 64_000_000
MAX_BYTES = 64_000_000
"""Of a file."""
MIN_SIDE = 24


def decode(data: bytes, least: int = MIN_SIDE, enough: int | None = None) -> Pixels:
    """Decode a photograph, upright and in plain colours.

    The orientation in the EXIF data is applied, for AVIF and HEIC that of the container; colour
    profiles and CMYK become sRGB, 16 bits are scaled to 8, and what is transparent is laid over
    white. Of an animated picture the first is taken. Nothing else of a file is looked at. The
    number of pixels is known, and judged, before any memory is taken for them.

    Args:
        data: The contents of a file of a kind that is read (formats/signatures.py).
        least: How many rows and columns there must be.
        enough: A longer side that will do: a JPEG file of twice that or more is decoded at a half,
            a quarter or an eighth of its size, which is several times as fast.

    Returns:
        Red, green and blue, uint8 [H, W, 3].

    Raises:
        RejectedError: The picture is broken, of another format, of fewer rows or columns than
            needed, or of more than MAX_PIXELS pixels.
    """
    kind = _readable(data)
    try:
        # A broken picture warns in many ways, and what matters of it ends up in the report.
        with warnings.catch_warnings(action="ignore"):
            return _read(data, kind, least, enough)
    except RejectedError:
        raise
    except MemoryError as error:
        raise RejectedError(Reason.TOO_LARGE, "memory does not suffice for it") from error
    except Exception as error:  # decoders fail in any way on broken bytes, in words of their own
        cut = "truncated" in str(error).lower()
        detail = f"{kind.name} that is cut off" if cut else f"{kind.name} that is damaged"
        raise RejectedError(Reason.UNREADABLE, detail) from error


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


def _readable(data: bytes) -> Kind:
    """The kind of a file, if it is one that is read."""
    if not data:
        raise RejectedError(Reason.UNREADABLE, "the file is empty")
    kind = kind_of(data)
    if kind is None:
        raise RejectedError(Reason.UNREADABLE, "its contents are no picture of a known kind")
    if not kind.read:
        raise RejectedError(Reason.UNREADABLE, f"{kind.name}; save it as JPEG or PNG")
    return kind


def _read(data: bytes, kind: Kind, least: int, enough: int | None) -> Pixels:
    image, profile, orientation, deep = open_picture(data, kind)
    with image:
        _check_size(*image.size, least)
        if enough is not None:
            width, height = image.size
            share = enough / max(width, height)
            image.draft("", (int(width * share), int(height * share)))
        image.load()
        whole = deep_colours(deep) if deep else image
        return _upright(np.asarray(plain(whole, profile)), orientation)


def _check_size(width: int, height: int, least: int) -> None:
    if width * height > MAX_PIXELS:
        raise RejectedError(
            Reason.TOO_LARGE, f"{width} x {height} pixels, {MAX_PIXELS:,} in all are allowed"
        )
    if min(width, height) < least:
        raise RejectedError(
            Reason.TOO_SMALL, f"{width} x {height} pixels, {least} a side are needed"
        )


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    """Undo the eight ways of holding a camera: from 5 on along the diagonal, then the sides."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
