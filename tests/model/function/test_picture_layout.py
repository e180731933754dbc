"""Which axis is which, and what is black and white; the page is held to the same table."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces.errors import ModelError
from morphing_faces.model.function.picture_layout import (
    PictureFormat,
    checked_range,
    find_layout,
    find_range,
)

TABLE = json.loads(Path(__file__).with_name("outputs.json").read_text())


@pytest.mark.parametrize("case", TABLE["layouts"], ids=str)
def test_a_layout_is_found_or_asked_for(case: dict[str, Any]) -> None:
    shape = tuple(case["shape"]) if "shape" in case else None
    if "asks" in case:
        with pytest.raises(ModelError, match=re.escape(case["asks"])):
            find_layout(tuple(case["row"]), shape, case.get("say"))
        return
    layout, full = find_layout(tuple(case["row"]), shape, case.get("say"))
    assert (layout, PictureFormat(layout, full).image_shape) == (
        case["layout"],
        tuple(case["image"]),
    )


@pytest.mark.parametrize("case", TABLE["ranges"], ids=str)
def test_a_range_is_found_or_asked_for(case: dict[str, Any]) -> None:
    if "asks" in case:
        with pytest.raises(ModelError, match=re.escape(case["asks"])):
            find_range(case["low"], case["high"])
    else:
        assert list(find_range(case["low"], case["high"])) == case["range"]


@pytest.mark.parametrize("low", [np.nan, -np.inf])
def test_values_that_are_not_finite_are_no_pictures(low: float) -> None:
    with pytest.raises(ModelError, match="not finite"):
        find_range(low, 1.0)


@pytest.mark.parametrize("said", [(1, 0), (0, 0), (0, np.inf), (0,), "wide", None])
def test_a_range_that_is_none_is_refused(said: Any) -> None:
    with pytest.raises(ModelError, match=r"value_range= is the values of black and white"):
        checked_range(said)


@pytest.mark.parametrize(
    "form",
    [
        PictureFormat("NHW", (4, 6)),
        PictureFormat("NHW", (4, 6), flat=True),
        PictureFormat("NCHW", (3, 4, 6), -1.0, 1.0),
        PictureFormat("NCHW", (1, 4, 6), 0.0, 255.0, flat=True),
        PictureFormat("NHWC", (4, 6, 3), 0.0, 255.0),
        PictureFormat("NHWC", (4, 6, 1)),
    ],
    ids=str,
)
def test_pictures_come_back_from_any_form(form: PictureFormat) -> None:
    pictures = np.random.default_rng(0).random((5, *form.image_shape), np.float32)
    given = form.given(pictures)
    assert given.shape == (5, 24 * form.channels) if form.flat else (5, *form.shape)
    assert given.min() >= form.low
    assert given.max() <= form.high
    np.testing.assert_allclose(form.pictures(given), pictures, atol=1e-6)


def test_an_axis_of_colours_is_moved_not_reshaped() -> None:
    red = np.zeros((1, 3, 4, 6), np.float32)
    red[:, 0] = 1
    pictures = PictureFormat("NCHW", (3, 4, 6)).pictures(red)
    assert np.array_equal(pictures, np.broadcast_to(np.array([1, 0, 0]), (1, 4, 6, 3)))
