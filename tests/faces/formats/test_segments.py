"""Whole pixels are enough, whatever else a file says."""

import numpy as np
import pytest

from morphing_faces.faces.decode import decode
from tests.faces.formats.odd import IMAGE, JPEG, ODD, PNG, TURNED_IN_XMP


@pytest.mark.parametrize("name", ODD)
def test_a_picture_with_whole_pixels_is_read(name: str) -> None:
    plain = decode(PNG if name.endswith("png") else JPEG)
    np.testing.assert_array_equal(decode(ODD[name]), plain)


@pytest.mark.parametrize("name", TURNED_IN_XMP)
def test_an_orientation_that_stands_only_in_xmp_turns_nothing(name: str) -> None:
    """Browsers show such a picture as it is stored."""
    picture = decode(TURNED_IN_XMP[name]).astype(int)
    assert np.abs(picture - np.asarray(IMAGE)).mean() < 6
