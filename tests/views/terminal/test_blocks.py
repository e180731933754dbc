"""Half blocks, drawn by an independent emulator."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.types import Pixels
from morphing_faces.views.terminal.blocks import half_blocks
from morphing_faces.views.terminal.palette import Codes, cube, greys, true_colour
from tests.views.terminal.emulator import Emulator

ROWS, COLUMNS = 3, 5


def codes(values: list[int]) -> Codes:
    return np.array(values, np.int32).reshape(2 * ROWS, COLUMNS)


PICTURES = st.lists(st.integers(232, 236), min_size=30, max_size=30).map(codes)


@pytest.mark.slow
@given(PICTURES, PICTURES, st.integers(0, 2), st.integers(0, 2))
def test_only_what_differs_is_written_and_every_cell_is_right(
    before: Codes, after: Codes, top: int, left: int
) -> None:
    emulator = Emulator(12, 8)
    try:
        emulator.feed(half_blocks(before, None, top, left))
        written = half_blocks(after, before, top, left)
        emulator.feed(written)
        pixels = emulator.pixels(ROWS, COLUMNS, top, left)
    finally:
        emulator.close()
    assert np.array_equal(pixels, np.repeat(8 + 10 * (after - 232), 3).reshape(*after.shape, 3))
    cells = ((before != after)[::2] | (before != after)[1::2]).sum()
    assert sum(letter in "▀▄█ " for letter in written) == cells


@pytest.mark.parametrize("value", range(256))
def test_a_grey_is_the_nearest_of_the_24(value: int) -> None:
    table = np.array([8 + 10 * step for step in range(24)])
    (found,) = greys(np.array([[value]], np.uint8)).ravel()
    assert abs(table[found - 232] - value) == np.abs(table - value).min()


def test_a_colour_is_the_nearest_of_the_cube() -> None:
    levels = [0, 95, 135, 175, 215, 255]
    colours: Pixels = np.random.default_rng(0).integers(0, 256, (8, 8, 3)).astype(np.uint8)
    for pixel, code in zip(colours.reshape(-1, 3), cube(colours).ravel(), strict=True):
        index = int(code) - 16
        near = [levels[index // 36], levels[index // 6 % 6], levels[index % 6]]
        assert all(
            abs(got - int(c)) == min(abs(level - int(c)) for level in levels)
            for got, c in zip(near, pixel, strict=True)
        )


def test_true_colours_arrive_as_they_are() -> None:
    colours: Pixels = np.random.default_rng(0).integers(0, 256, (6, 5, 3)).astype(np.uint8)
    emulator = Emulator(12, 8)
    try:
        emulator.feed(half_blocks(true_colour(colours), None, 0, 0))
        assert np.array_equal(emulator.pixels(ROWS, COLUMNS), colours)
    finally:
        emulator.close()
