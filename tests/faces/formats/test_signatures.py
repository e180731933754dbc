"""Every kind of file is known by its first bytes, and read or named."""

import numpy as np
import pytest
from PIL import Image

from morphing_faces.faces.decode import decode
from morphing_faces.faces.formats.signatures import kind_of
from morphing_faces.faces.rejection import Reason, RejectedError
from tests.faces.drawing import draw_face, encoded
from tests.faces.formats.heic import heic

FACE = draw_face()
IMAGE = Image.fromarray(FACE)
OTHER = Image.fromarray(255 - FACE)

READ = {
    "JPEG": encoded(IMAGE, "JPEG", quality=95),
    "several in one JPEG": encoded(IMAGE, "MPO", save_all=True, append_images=[OTHER], quality=95),
    "PNG": encoded(IMAGE),
    "animated PNG": encoded(IMAGE, save_all=True, append_images=[OTHER]),
    "WebP": encoded(IMAGE, "WEBP", quality=95),
    "lossless WebP": encoded(IMAGE, "WEBP", lossless=True),
    "animated WebP": encoded(IMAGE, "WEBP", save_all=True, append_images=[OTHER], quality=95),
    "AVIF": encoded(IMAGE, "AVIF", quality=90),
    "animated AVIF": encoded(IMAGE, "AVIF", save_all=True, append_images=[OTHER], quality=90),
    "HEIC": heic(IMAGE),
    "HEIC by another brand": heic(IMAGE, brands=(b"mif1", b"heic")),
    "HEIC of ten bits by its brand": heic(IMAGE, brands=(b"heix", b"mif1")),
    "GIF": encoded(IMAGE, "GIF"),
    "animated GIF": encoded(IMAGE, "GIF", save_all=True, append_images=[OTHER]),
    "BMP": encoded(IMAGE, "BMP"),
    "TIFF": encoded(FACE, "TIFF"),
    "compressed TIFF": encoded(FACE, "TIFF", compression="tiff_lzw"),
    "TIFF of several pages": encoded(FACE, "TIFF", save_all=True, append_images=[OTHER.copy()]),
}


@pytest.mark.parametrize("name", READ)
def test_the_first_picture_of_every_kind_is_read(name: str) -> None:
    picture = decode(READ[name])
    assert picture.shape == FACE.shape
    assert np.abs(picture.astype(int) - FACE).mean() < 8


NAMED = {
    "a JPEG XL file": b"\xff\x0a" + bytes(50),
    "a JPEG 2000 file": encoded(IMAGE, "JPEG2000"),
    "a PDF file": encoded(IMAGE, "PDF"),
    "a film": b"\0\0\0\x14ftypqt  " + bytes(50),
    "a raw file of a camera": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(50),
    "a web page": b"<!DOCTYPE html><html><body>Not found</body></html>",
    "a zip archive": b"PK\3\4" + bytes(50),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_not_read_is_named(name: str) -> None:
    with pytest.raises(RejectedError) as caught:
        decode(NAMED[name])
    assert caught.value.reason is Reason.UNREADABLE
    assert caught.value.detail == f"{name}; save it as JPEG or PNG"


@pytest.mark.parametrize(
    "tags",
    [{254: 1}, {50706: b"\1\4\0\0"}],
    ids=["a preview comes first", "a digital negative"],
)
def test_the_preview_in_a_raw_file_is_not_taken_for_the_photograph(tags: dict[int, object]) -> None:
    with pytest.raises(RejectedError, match="a raw file of a camera"):
        decode(encoded(FACE, "TIFF", tiffinfo=tags))


LENIENT = ("several", "animated", "TIFF", "BMP", "GIF", "WebP")
"""Kinds of which the end may belong to another picture, or be padding."""


@pytest.mark.parametrize(
    ("name", "share"),
    [
        (name, share)
        for name in READ
        for share in (0.02, 0.5, 0.97)[: 3 - 2 * name.startswith(LENIENT)]
    ],
)
def test_a_file_that_is_cut_off_is_named_by_its_kind(name: str, share: float) -> None:
    content = READ[name]
    kind = kind_of(content)
    assert kind is not None
    with pytest.raises(RejectedError) as caught:
        decode(content[: int(share * len(content))])
    assert caught.value.reason is Reason.UNREADABLE
    assert caught.value.detail in (f"{kind.name} that is cut off", f"{kind.name} that is damaged")


@pytest.mark.parametrize("content", [b"\0", b"ftyp", b"\0\0\0\x08ftyp", b"This is no picture."])
def test_what_is_known_nowhere_is_no_picture(content: bytes) -> None:
    assert kind_of(content) is None
    with pytest.raises(RejectedError, match="no picture of a known kind"):
        decode(content)
