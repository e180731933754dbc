"""Where things lie in the window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.views.window.layout import Layout, arrange

layouts = st.builds(
    arrange,
    st.integers(1, 4000),
    st.integers(1, 4000),
    st.sampled_from([1.0, 1.25, 2.0]),
    st.sampled_from([(48, 48), (64, 48), (48, 64, 3)]),
)


@given(layouts)
def test_the_corner_pixels_are_the_corners(layout: Layout) -> None:
    picture = layout.picture
    if min(picture.width, picture.height) < 2:
        return
    assert layout.position(picture.left, picture.bottom - 1) == (-1, -1)
    assert layout.position(picture.right - 1, picture.top) == (1, 1)
    assert layout.position(picture.left - 1, picture.top) is None
    assert layout.position(picture.right, picture.top) is None
    assert layout.position(picture.left, picture.top - 1) is None
    assert layout.position(picture.left, picture.bottom) is None


@pytest.mark.slow
@given(layouts, st.floats(-1, 1), st.floats(-1, 1))
def test_a_position_and_its_pixel_mean_each_other(layout: Layout, x: float, y: float) -> None:
    if min(layout.picture.width, layout.picture.height) < 2:
        return
    position = layout.position(*layout.pixel(x, y))
    # A rounding error may take an edge out of the picture.
    assert position is None or position == pytest.approx((x, y), abs=1e-9)
    if max(abs(x), abs(y)) < 0.999:
        assert position is not None


def test_a_pixel_beyond_the_picture_comes_to_its_edge() -> None:
    layout = arrange(600, 630, 1, (48, 48))
    assert layout.pixel(7, -7) == layout.pixel(1, -1)


@pytest.mark.slow
@given(
    st.integers(150, 4000), st.integers(150, 4000), st.sampled_from([(48, 48), (64, 48), (48, 64)])
)
def test_the_picture_is_centred_and_keeps_its_proportions(
    width: int, height: int, shape: tuple[int, int]
) -> None:
    layout = arrange(width, height, 1, shape)
    picture = layout.picture
    assert abs(picture.left - (width - picture.right)) <= 1
    assert picture.left > 0
    assert picture.top > 0
    assert layout.status_row < height
    # Both sides are rounded to whole pixels.
    assert abs(picture.width * shape[0] - picture.height * shape[1]) <= sum(shape) / 2


def test_a_larger_window_has_a_larger_picture() -> None:
    widths = [arrange(side, side, 1, (48, 48)).picture.width for side in range(100, 2000, 10)]
    assert widths == sorted(widths)
    assert widths[-1] > 1700
