"""The table that the page's tests read is what OpenCV and this package say today."""

import json

import numpy as np
import pytest

from tests.faces.find.recorded import FITS, PATH, WARPS, fitted, seen, warped

TABLE = json.loads(PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(len(WARPS)))
def test_pictures_of_photographs(number: int) -> None:
    case = {key: value for key, value in TABLE["warps"][number].items() if key != "pixels"}
    assert case == WARPS[number]
    # Versions of OpenCV differ in how exactly they know a place between two pixels.
    difference = np.subtract(TABLE["warps"][number]["pixels"], warped(case))
    assert np.abs(difference).mean() < 1
    assert np.abs(difference).max() <= 6


@pytest.mark.parametrize("number", range(len(FITS)))
def test_whole_photographs_in_a_square(number: int) -> None:
    case = TABLE["fits"][number]
    rows = fitted(case["width"], case["height"], case["side"])
    assert np.abs(np.subtract(case["rows"], rows)).max() <= 1


@pytest.mark.usefixtures("network")
def test_what_the_network_sees() -> None:
    now, then = seen(), TABLE["seen"]
    assert len(now["faces"]) == len(then["faces"]) == 3
    for one, other in zip(now["faces"], then["faces"], strict=True):
        np.testing.assert_allclose(one["landmarks"], other["landmarks"], atol=0.02)
        assert one["score"] == pytest.approx(other["score"], abs=0.002)
