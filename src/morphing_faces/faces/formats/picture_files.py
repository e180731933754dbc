"""Picture files to Pillow images, each kind by the one class that is made for it.

A class is named, never chosen by its file, so that no format gets in that is not meant to. Those of
other kinds than most photographs are of are imported when the first such file comes, because the
first photograph of a program waits for them.
"""

import io
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from morphing_faces.faces.formats.code_points import code_points_of, profile_for
from morphing_faces.faces.formats.exif import orientation_of
from morphing_faces.faces.formats.segments import strip_jpeg, strip_png
from morphing_faces.faces.formats.signatures import (
    AVIF,
    BMP,
    GIF,
    HEIC,
    JPEG,
    PNG,
    TIFF,
    WEBP,
    Kind,
)
from morphing_faces.faces.rejection import Reason, RejectedError

DEEP, COLOURS = 16, 2
"""Bits and colour type in the header of a PNG file of 16-bit red, green and blue."""

DNG_VERSION, SUBFILE_TYPE, REDUCED = 50706, 254, 1
"""TIFF tags by which raw files are told from pictures: what they hold first is a preview."""


class Opened(NamedTuple):
    """A picture file whose header has been read, and of its pixels nothing yet.

    Attributes:
        image: The picture; of several, the one that is shown where nothing moves.
        profile: Its ICC profile; may be empty.
        orientation: How the camera was held, 1 to 8 as EXIF counts.
        deep: The file, if its colours have 16 bits and one of them is transparent: Pillow keeps
            8 and cannot tell which; empty otherwise.
    """

    image: Image.Image
    profile: bytes
    orientation: int
    deep: bytes = b""


def open_picture(content: bytes, kind: Kind) -> Opened:
    """Read the header of a picture file.

    Args:
        content: The file.
        kind: What it is, as kind_of tells.

    Raises:
        RejectedError: It is a raw file, or its reader is not installed.
        Exception: Of any type, as the readers raise them: it is damaged.
    """
    return OPENERS[kind](content)


def _jpeg(content: bytes) -> Opened:
    stripped = strip_jpeg(content)
    image = JpegImageFile(io.BytesIO(stripped.content))
    return Opened(image, stripped.profile, orientation_of(stripped.exif))


def _png(content: bytes) -> Opened:
    stripped = strip_png(content)
    image = PngImageFile(io.BytesIO(stripped.content))
    depth, colours = stripped.content[24:26]
    deep = depth == DEEP and colours == COLOURS and "transparency" in image.info
    orientation = orientation_of(stripped.exif)
    return Opened(image, stripped.profile, orientation, stripped.content if deep else b"")


def _webp(content: bytes) -> Opened:
    from PIL.WebPImagePlugin import WebPImageFile

    return _described(WebPImageFile(io.BytesIO(content)))


def _avif(content: bytes) -> Opened:
    """What the container says of turning counts; Pillow hands it on as EXIF data.

    The file's own EXIF data does not (ISO/IEC 23008-12, A.2.3), so it is hidden: where it is
    broken, Pillow would refuse the picture.
    """
    from PIL.AvifImagePlugin import AvifImageFile

    image = AvifImageFile(io.BytesIO(content.replace(b"Exif\0", b"hide\0", 1)))
    if "icc_profile" not in image.info and (points := code_points_of(content)) is not None:
        image.info["icc_profile"] = profile_for(*points)
    return _described(image)


def _gif(content: bytes) -> Opened:
    from PIL.GifImagePlugin import GifImageFile

    return Opened(GifImageFile(io.BytesIO(content)), b"", 1)


def _bmp(content: bytes) -> Opened:
    from PIL.BmpImagePlugin import BmpImageFile

    return Opened(BmpImageFile(io.BytesIO(content)), b"", 1)


def _tiff(content: bytes) -> Opened:
    from PIL.TiffImagePlugin import TiffImageFile

    image = TiffImageFile(io.BytesIO(content))
    if DNG_VERSION in image.tag_v2 or image.tag_v2.get(SUBFILE_TYPE, 0) & REDUCED:
        raise RejectedError(Reason.UNREADABLE, "a raw file of a camera; save it as JPEG or PNG")
    image.info.pop("xmp", None)  # Pillow would turn the picture as that says
    return Opened(image, _profile(image), 1)  # it turns by its own tag


def _heic(content: bytes) -> Opened:
    """Turned as the container says, by libheif; depth and gain maps are pictures of their own."""
    try:
        import pi_heif
    except ModuleNotFoundError as error:
        raise RejectedError(
            Reason.UNREADABLE,
            "a HEIC file, which the package 'pi-heif' reads; install it with: "
            "pip install 'morphing-faces[prepare]', or save it as JPEG",
        ) from error
    image = pi_heif.HeifImageFile(io.BytesIO(content))
    numbers = image.info.get("nclx_profile") or {}
    named = (numbers.get("color_primaries", 0), numbers.get("transfer_characteristics", 0))
    return Opened(image, _profile(image) or profile_for(*map(int, named)), 1)


def _described(image: Image.Image) -> Opened:
    """A picture whose reader hands its data on as they are."""
    return Opened(image, _profile(image), orientation_of(image.info.get("exif", b"")))


def _profile(image: Image.Image) -> bytes:
    return image.info.get("icc_profile") or b""


OPENERS: dict[Kind, Callable[[bytes], Opened]] = {
    JPEG: _jpeg,
    PNG: _png,
    WEBP: _webp,
    AVIF: _avif,
    HEIC: _heic,
    GIF: _gif,
    BMP: _bmp,
    TIFF: _tiff,
}
