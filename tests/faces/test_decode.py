"""Kinds of pictures, decoded; what a user sees of broken ones is in test_bad_pictures.py."""

import struct
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from morphing_faces.faces.decode import MIN_SIDE, decode
from morphing_faces.faces.rejection import RejectedError
from tests.faces.drawing import encoded
from tests.faces.formats import deep
from tests.faces.formats.deep import deep_png

RNG = np.random.default_rng(0)
GREY = RNG.integers(0, 256, (32, 40), np.uint8)
COLOURS = RNG.integers(0, 256, (32, 40, 3), np.uint8)
SMOOTH = np.kron(RNG.integers(0, 256, (4, 5, 3), np.uint8), np.ones((8, 8, 1), np.uint8))


def test_colours_come_out_as_they_went_in() -> None:
    np.testing.assert_array_equal(decode(encoded(COLOURS)), COLOURS)


def test_grey_is_three_times_the_same() -> None:
    np.testing.assert_array_equal(decode(encoded(GREY)), np.dstack([GREY] * 3))


def test_sixteen_bits_become_eight() -> None:
    deep = GREY.astype(np.uint16) * 257
    np.testing.assert_array_equal(decode(encoded(Image.fromarray(deep)))[..., 0], GREY)


def test_black_and_white_are_black_and_white() -> None:
    picture = decode(encoded(Image.fromarray(GREY > 99)))
    np.testing.assert_array_equal(picture[..., 0], np.where(GREY > 99, 255, 0))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_laid_over_white(mode: str) -> None:
    image = Image.fromarray(np.dstack([COLOURS, GREY])).convert(mode)
    base = np.asarray(image.convert("RGBA")).astype(float)
    alpha = base[..., 3:] / 255
    expected = alpha * base[..., :3] + (1 - alpha) * 255
    np.testing.assert_allclose(decode(encoded(image)), expected, atol=1)


def test_a_transparent_colour_of_a_palette_is_white() -> None:
    image = Image.new("P", (40, 32), 1)
    image.putpalette([200, 10, 10, 10, 10, 200])
    image.paste(0, (0, 0, 20, 32))
    picture = decode(encoded(image, transparency=0))
    assert (picture[:, :20] == 255).all()
    assert (picture[:, 20:] == (10, 10, 200)).all()


def test_inks_become_light() -> None:
    image = Image.fromarray(SMOOTH).convert("CMYK")
    expected = np.asarray(image.convert("RGB")).astype(int)
    picture = decode(encoded(image, "JPEG", quality=100, subsampling=0))
    assert np.abs(picture - expected).mean() < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_as_the_camera_was(orientation: int) -> None:
    """EXIF 2.32, tag 274: which side of the scene the first row and the first column are."""
    scene = np.asarray(Image.fromarray(SMOOTH))
    stored = {
        1: scene,
        2: scene[:, ::-1],
        3: scene[::-1, ::-1],
        4: scene[::-1],
        5: scene.swapaxes(0, 1),
        6: np.rot90(scene),
        7: scene[::-1, ::-1].swapaxes(0, 1),
        8: np.rot90(scene, -1),
    }[orientation]
    exif = Image.Exif()
    exif[274] = orientation
    np.testing.assert_array_equal(decode(encoded(np.ascontiguousarray(stored), exif=exif)), scene)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_says_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    np.testing.assert_array_equal(decode(encoded(COLOURS, exif=exif)), COLOURS)


def test_broken_exif_data_says_nothing() -> None:
    picture = encoded(SMOOTH, "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff broken")
    assert decode(picture).shape == SMOOTH.shape


@pytest.mark.parametrize("channels", [1, 3], ids=["grey", "colours"])
def test_the_transparent_level_of_sixteen_bits_is_told_from_its_neighbours(channels: int) -> None:
    """Both are the same level in eight bits; tRNS names one (PNG, third edition, 11.3.1)."""
    levels = np.full((32, 40, channels), 40_000, np.uint16)
    levels[:, :20] += 1
    kind = {1: deep.GREY, 3: deep.COLOURS}[channels]
    clear = struct.pack(f">{channels}H", *[40_000] * channels)
    picture = decode(deep_png(levels, kind, clear))
    assert (picture[:, :20] == 156).all()
    assert (picture[:, 20:] == 255).all()


def test_the_smallest_picture_allowed() -> None:
    assert decode(encoded(np.zeros((MIN_SIDE, MIN_SIDE, 3), np.uint8))).shape[0] == MIN_SIDE
    with pytest.raises(RejectedError) as caught:
        decode(encoded(np.zeros((MIN_SIDE - 1, 100, 3), np.uint8)))
    assert str(caught.value) == "picture too small: 100 x 23 pixels, 24 a side are needed"


@pytest.mark.slow
@given(
    st.binary(max_size=200),
    st.integers(0, 3000),
    st.sampled_from(["PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF"]),
)
def test_damaged_bytes_are_rejected_or_decoded_and_nothing_else(
    noise: bytes, place: int, kind: str
) -> None:
    whole = encoded(COLOURS, kind)
    place %= len(whole)
    damaged = whole[:place] + noise + whole[place + len(noise) :]
    try:
        picture = decode(damaged)
    except RejectedError:
        return
    assert picture.dtype == np.uint8
    assert picture.shape[2] == 3


@pytest.mark.slow
def test_an_absurdly_large_picture_costs_no_memory() -> None:
    program = """
import resource, struct, zlib
from morphing_faces.faces.decode import decode
from morphing_faces.faces.rejection import RejectedError
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
side = 20_000
rows = zlib.compress(bytes(side // 8 + 1) * side, 1)
header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
start = b"\\x89PNG\\r\\n\\x1a\\n"
png = start + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    decode(png)
except RejectedError as error:
    print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    said, megabytes = done.stdout.splitlines()
    assert said == ("picture too large: 20000 x 20000 pixels, 64,000,000 in all are allowed")
    assert int(megabytes) < 10
