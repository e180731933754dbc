"""Every kind of picture that goes wrong, or needs care, through the command that a person runs."""

import csv
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morphing_faces.cli.app import main
from morphing_faces.faces.set.faceset import REJECTED, FaceSet, load_faces
from tests.faces.drawing import EYES, Person, draw_face, encoded
from tests.faces.formats.odd import LONG, PACKET, XMP, with_chunk, with_segment

FACE = draw_face()
IMAGE = Image.fromarray(FACE)


def other(seed: int) -> Image.Image:
    return Image.fromarray(draw_face(Person(seed=seed)))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge(side: int) -> bytes:
    """A PNG of one bit a pixel that is small as a file."""
    rows = zlib.compress(bytes(side // 8 + 1) * side, 1)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def rotated(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[274] = orientation
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}[orientation]
    return encoded(other(orientation).transpose(back), "JPEG", exif=exif, quality=95)


def see_through() -> Image.Image:
    image = other(10).convert("RGBA")
    image.putalpha(Image.new("L", image.size, 230))
    return image


JPEG, PNG = encoded(IMAGE, "JPEG"), encoded(IMAGE)

GOOD = {
    "progressive.jpg": encoded(other(1), "JPEG", progressive=True),
    "inks.jpeg": encoded(other(2).convert("CMYK"), "JPEG", quality=95),
    "deep.png": encoded(Image.fromarray(np.asarray(other(4).convert("L")).astype(np.uint16) * 257)),
    "upside_down.jpg": rotated(3),
    "on_its_side.jpg": rotated(6),
    "palette.png": encoded(other(7).quantize(200)),
    "grey.png": encoded(other(8).convert("L")),
    "see_through.PNG": encoded(see_through()),
    "grey_see_through.png": encoded(see_through().convert("LA")),
    "really_a_png.jpg": encoded(other(11)),
    "really_a_webp.jpg": encoded(other(13), "WEBP"),
    "text-2mb.png": with_chunk(b"zTXt", b"Comment\0\0" + LONG, png=encoded(other(14))),
    "jfif-short.jpg": with_segment(0xE0, b"JFIF\0", jpeg=encoded(other(15), "JPEG", quality=95)),
    "upright.jpg": with_segment(0xE1, XMP + PACKET, jpeg=encoded(other(16), "JPEG", quality=95)),
    "broken_exif.jpg": encoded(other(12), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff broken"),
}

BAD = {
    "empty.jpg": (b"", "not readable", "the file is empty"),
    "text.jpg": (
        b"This is no picture.",
        "not readable",
        "its contents are no picture of a known kind",
    ),
    "page.jpg": (b"<!DOCTYPE html>", "not readable", "a web page; save it as JPEG or PNG"),
    "cut.jpg": (JPEG[: len(JPEG) // 2], "not readable", "a JPEG file that is cut off"),
    "cut.png": (PNG[: len(PNG) // 2], "not readable", "a PNG file that is cut off"),
    "cut_in_header.png": (PNG[:20], "not readable", ""),
    "cut_in_header.jpg": (JPEG[:20], "not readable", ""),
    "damaged.png": (PNG[:2000] + bytes(100) + PNG[2100:], "not readable", ""),
    "dot.png": (encoded(Image.new("RGB", (1, 1))), "picture too small", "1 x 1 pixels"),
    "line.png": (encoded(Image.new("RGB", (3000, 2))), "picture too small", "3000 x 2 pixels"),
    "huge.png": (huge(20_000), "picture too large", "20000 x 20000 pixels"),
    "just_too_huge.png": (huge(8_008), "picture too large", "8008 x 8008 pixels"),
    "black.png": (encoded(Image.new("RGB", (300, 300))), "no face found", ""),
    "again.png": (PNG, "repeated photograph", ""),
}


@pytest.fixture(scope="module")
def faces(network: Path, tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    root = tmp_path_factory.mktemp("pictures")
    album = root / "album"
    album.mkdir()
    (album / "a.png").write_bytes(PNG)
    for name, content in GOOD.items():
        (album / name).write_bytes(content)
    for name, (content, _, _) in BAD.items():
        (album / name).write_bytes(content)
    (album / "gone.jpg").symlink_to(root / "nowhere")
    with zipfile.ZipFile(root / "archive.zip", "w") as archive:
        archive.writestr("one.jpg", JPEG)
        archive.writestr("two.png", encoded(other(20)))
    packed = bytearray((root / "archive.zip").read_bytes())
    packed[packed.index(JPEG) + 700] ^= 255
    (root / "archive.zip").write_bytes(packed)
    out = root / "faces"
    words = ["prepare", str(album), str(root / "archive.zip"), "--out", str(out)]
    assert main([*words, "--finder", str(network), "--workers", "1"]) == 0
    return load_faces(out)


@pytest.fixture(scope="module")
def report(faces: FaceSet) -> dict[str, tuple[str, str]]:
    with (faces.folder / REJECTED).open(newline="", encoding="utf-8") as file:
        return {row["name"]: (row["reason"], row["detail"]) for row in csv.DictReader(file)}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*GOOD, "a.png"])
def test_a_picture_of_any_kind_is_read_upright(faces: FaceSet, name: str) -> None:
    names = faces.index.column("name").to_pylist()
    row = faces.index.to_pylist()[names.index(name)]
    eyes = [[row[f"{side}_eye_{axis}"] for axis in "xy"] for side in ("left", "right")]
    assert np.abs(eyes - EYES).max() < 6
    plain, image = faces.images[names.index("a.png")], faces.images[names.index(name)]
    assert np.corrcoef(plain.ravel(), image.ravel())[0, 1] > 0.85


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_is_left_out_with_its_reason(
    report: dict[str, tuple[str, str]], name: str
) -> None:
    _, reason, detail = BAD[name]
    assert report[name][0] == reason
    assert detail in report[name][1]
    assert reason != "not readable" or report[name][1]  # the decoder says what is wrong


def test_a_file_that_cannot_be_read_is_left_out_with_its_reason(
    report: dict[str, tuple[str, str]],
) -> None:
    assert report["gone.jpg"] == ("not readable", "No such file or directory")
    assert report["one.jpg"] == ("not readable", "damaged in its archive")


def test_nothing_else_is_kept_or_left_out(
    faces: FaceSet, report: dict[str, tuple[str, str]]
) -> None:
    assert set(faces.index.column("name").to_pylist()) == {"a.png", "two.png", *GOOD}
    assert set(report) == {"gone.jpg", "one.jpg", *BAD}
