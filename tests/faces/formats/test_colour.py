"""Colours of profiles become sRGB, by closed forms."""

import struct

import numpy as np
import pytest
from PIL import Image

from morphing_faces.faces.decode import decode
from morphing_faces.faces.formats.code_points import light, profile_for
from tests.faces.drawing import encoded
from tests.faces.formats.heic import heic
from tests.faces.formats.profiles import (
    ADOBE_RGB,
    DISPLAY_P3,
    SRGB,
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
