"""Colours of profiles become sRGB, by closed forms."""

import struct

import numpy as np
import pytest
from PIL import Image

from morphing_faces.faces.decode import decode
from morphing_faces.faces.formats.code_points import light, profile_for
from tests.faces.drawing import encoded
from tests.faces.formats.heic import heic
from tests.faces.formats.odd import with_chunk
from tests.faces.formats.profiles import (
    ADOBE_RGB,
    DISPLAY_P3,
    SRGB,
    WHITE,
    grey_profile,
    in_srgb,
    ink_profile,
    matrix_profile,
)

COLOUR = (180, 90, 60)
FLAT = Image.new("RGB", (64, 48), COLOUR)


def middle(content: bytes) -> list[int]:
    picture = decode(content)
    return list(map(int, picture[picture.shape[0] // 2, picture.shape[1] // 2]))


@pytest.mark.parametrize("primaries", [DISPLAY_P3, ADOBE_RGB], ids=["Display P3", "Adobe RGB"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_profile_is_followed_to_srgb(
    kind: str, primaries: tuple[tuple[float, float], ...]
) -> None:
    found = middle(encoded(FLAT, kind, icc_profile=matrix_profile(primaries), quality=100))
    assert found == pytest.approx(in_srgb(COLOUR, primaries), abs=4)
    assert np.abs(np.subtract(found, COLOUR)).max() > 10


def test_a_profile_in_a_heic_file_is_followed() -> None:
    found = middle(heic(FLAT, colours=b"prof" + matrix_profile(DISPLAY_P3)))
    assert found == pytest.approx(in_srgb(COLOUR, DISPLAY_P3), abs=4)


def test_transparency_stays_where_a_profile_is_followed() -> None:
    picture = FLAT.convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(FLAT.size))
    found = decode(encoded(picture, icc_profile=matrix_profile(DISPLAY_P3)))[24, 32]
    share = np.asarray(picture)[24, 32, 3] / 255
    expected = share * in_srgb(COLOUR, DISPLAY_P3) + (1 - share) * 255
    assert found.tolist() == pytest.approx(expected, abs=2)


def test_grey_with_a_curve_of_its_own_becomes_the_grey_it_means() -> None:
    found = middle(encoded(Image.new("L", (64, 48), 128), icc_profile=grey_profile(1.0)))
    assert found == pytest.approx([188] * 3, abs=2)  # half of the light, in sRGB


def test_inks_with_a_profile_are_what_the_profile_says() -> None:
    cyan = Image.new("CMYK", (64, 48), (255, 0, 0, 0))
    red = ink_profile({(1, 0, 0, 0): (54, 81, 70)})
    assert middle(encoded(cyan, "JPEG", quality=100)) == pytest.approx([0, 255, 255], abs=3)
    found = middle(encoded(cyan, "JPEG", quality=100, icc_profile=red))
    assert found == pytest.approx([255, 0, 0], abs=12)


@pytest.mark.parametrize(
    "profile",
    [b"no profile", matrix_profile(DISPLAY_P3)[:200], grey_profile(1.0), b"\0" * 500],
    ids=["words", "cut off", "of another kind of colours", "zeros"],
)
def test_a_profile_that_says_nothing_changes_nothing(profile: bytes) -> None:
    assert middle(encoded(FLAT, icc_profile=profile)) == list(COLOUR)


def numbered(kind: str, primaries: int, transfer: int) -> bytes:
    """A file that names its colours by numbers."""
    points = struct.pack(">HH", primaries, transfer)
    if kind == "HEIC":
        return heic(FLAT, colours=b"nclx" + points + struct.pack(">HB", 6, 0))
    content = encoded(FLAT, kind, quality=100)
    at = content.index(b"colrnclx") + 8
    return content[:at] + points + content[at + 4 :]


@pytest.mark.parametrize("kind", ["AVIF", "HEIC"])
def test_colours_named_by_numbers_are_followed(kind: str) -> None:
    plain, wide = (middle(numbered(kind, primaries, 13)) for primaries in (1, 12))
    assert plain == pytest.approx(COLOUR, abs=4)
    # Nearly the same curve as that of the profiles above, and the same three lights.
    assert wide == pytest.approx(in_srgb(COLOUR, DISPLAY_P3), abs=5)


def test_numbers_for_srgb_need_no_profile() -> None:
    assert profile_for(1, 13) == profile_for(2, 2) == b""
    assert middle(encoded(FLAT, icc_profile=matrix_profile(SRGB))) == pytest.approx(COLOUR, abs=3)


def test_bright_light_is_measured_by_paper() -> None:
    """BT.2408, table 1: paper is 58 % of PQ and 75 % of HLG; black is black."""
    for transfer, paper in ((16, 0.581), (18, 0.75)):
        dark, bright, brightest = light(np.array([0, paper, 1.0]), transfer)
        assert dark == 0
        assert bright == pytest.approx(1, abs=0.01)
        assert brightest == 1
    assert light(np.array([0.5081]), 16)[0] == pytest.approx(100 / 203, rel=1e-3)  # 100 cd/m2


def png(*chunks: tuple[bytes, bytes], image: Image.Image = FLAT) -> bytes:
    """A PNG file with chunks before its pixels, in their order."""
    content = encoded(image)
    for kind, body in reversed(chunks):
        content = with_chunk(kind, body, png=content)
    return content


def exponent(value: float) -> tuple[bytes, bytes]:
    return b"gAMA", struct.pack(">I", round(100_000 * value))


def lights(primaries: tuple[tuple[float, float], ...]) -> tuple[bytes, bytes]:
    numbers = [round(100_000 * each) for place in (WHITE, *primaries) for each in place]
    return b"cHRM", struct.pack(">8I", *numbers)


@pytest.mark.parametrize("power", [1.0, 1.8, 2.6])
def test_levels_of_a_png_file_have_the_exponent_that_it_states(power: float) -> None:
    found = middle(png(exponent(1 / power)))
    assert found == pytest.approx(in_srgb(COLOUR, SRGB, power), abs=2)
    grey = Image.new("L", (64, 48), 128)
    expected = in_srgb((128, 128, 128), SRGB, power)
    assert middle(png(exponent(1 / power), image=grey)) == pytest.approx(expected, abs=2)


@pytest.mark.parametrize("primaries", [DISPLAY_P3, ADOBE_RGB, SRGB])
def test_lights_that_a_png_file_states_are_followed(
    primaries: tuple[tuple[float, float], ...],
) -> None:
    found = middle(png(exponent(1 / 2.2), lights(primaries)))
    assert found == pytest.approx(in_srgb(COLOUR, primaries, 2.2), abs=2)


IN_P3 = in_srgb(COLOUR, DISPLAY_P3)
BY_NUMBERS, STATED = (b"cICP", bytes([12, 13, 0, 1])), (b"sRGB", b"\0")


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ([exponent(0.45455)], COLOUR),
        ([exponent(0.45)], COLOUR),
        ([lights(DISPLAY_P3)], COLOUR),
        ([STATED, exponent(1), lights(DISPLAY_P3)], COLOUR),
        ([exponent(0)], COLOUR),
        ([exponent(1 / 2.2), (b"cHRM", bytes(32))], COLOUR),
        ([exponent(1 / 2.2), (b"cHRM", b"\0")], COLOUR),
        ([(b"gAMA", b"\0\1")], COLOUR),
        ([exponent(1), exponent(1 / 2.2)], in_srgb(COLOUR, SRGB, 1)),
        ([(b"sRGB", b"\7"), exponent(1)], in_srgb(COLOUR, SRGB, 1)),
        ([BY_NUMBERS], IN_P3),
        ([STATED, exponent(1), BY_NUMBERS], IN_P3),
        ([(b"cICP", bytes([12, 13, 0, 0]))], COLOUR),
        ([(b"cICP", bytes([1, 13, 0, 1])), exponent(1)], COLOUR),
    ],
)
def test_of_what_a_png_file_says_of_its_colours_the_first_in_rank_counts(
    chunks: list[tuple[bytes, bytes]], expected: tuple[float, float, float]
) -> None:
    assert middle(png(*chunks)) == pytest.approx(expected, abs=5)


def test_a_profile_ranks_above_exponents_and_below_numbers() -> None:
    with_profile = encoded(FLAT, icc_profile=matrix_profile(ADOBE_RGB))
    both = with_chunk(*exponent(1), png=with_profile)
    assert middle(both) == pytest.approx(in_srgb(COLOUR, ADOBE_RGB), abs=2)
    assert middle(with_chunk(*BY_NUMBERS, png=with_profile)) == pytest.approx(IN_P3, abs=5)


def test_what_a_png_file_says_behind_its_pixels_or_with_a_wrong_checksum_does_not_count() -> None:
    plain = encoded(FLAT)
    chunk = with_chunk(*exponent(1), png=plain)[33 : 33 + 16]
    assert middle(plain[:-12] + chunk + plain[-12:]) == list(COLOUR)
    assert middle(with_chunk(*exponent(1), wrong=1, png=plain)) == list(COLOUR)


def test_a_profile_of_grey_is_followed_where_grey_is_transparent() -> None:
    grey = Image.new("L", (64, 48), 128)
    grey.putalpha(Image.new("L", (64, 48), 150))
    expected = 188 * 150 / 255 + 255 * 105 / 255
    found = middle(encoded(grey, icc_profile=grey_profile(1.0)))
    assert found == pytest.approx([expected] * 3, abs=2)


def test_a_profile_of_colours_is_followed_where_the_picture_is_grey() -> None:
    content = encoded(Image.new("L", (64, 48), 30), icc_profile=matrix_profile(DISPLAY_P3))
    assert middle(content) == pytest.approx(in_srgb((30, 30, 30), DISPLAY_P3), abs=2)
