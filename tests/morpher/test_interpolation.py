"""Ways from point to point, against closed forms."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.morpher.interpolation import along, between, eased

seeds = st.integers(0, 2**32 - 1)
SHARES = np.linspace(0, 1, 21)


def two(seed: int, size: int = 40) -> tuple[np.ndarray, np.ndarray]:
    first, last = np.random.default_rng(seed).standard_normal((2, size), np.float32)
    return first, 2 * last


def angle(first: np.ndarray, last: np.ndarray) -> float:
    a, b = first.astype(float), last.astype(float)
    return float(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1)))


@given(seeds)
def test_its_ends_are_exact(seed: int) -> None:
    first, last = two(seed)
    assert np.array_equal(between(first, last, 0), first)
    assert np.array_equal(between(first, last, 1), last)


@given(seeds)
def test_the_distance_from_the_origin_changes_evenly(seed: int) -> None:
    first, last = two(seed)
    lengths = [np.linalg.norm(between(first, last, share)) for share in SHARES]
    even = (1 - SHARES) * np.linalg.norm(first) + SHARES * np.linalg.norm(last)
    assert lengths == pytest.approx(even, rel=1e-5)


@given(seeds)
def test_equal_shares_turn_by_equal_angles(seed: int) -> None:
    first, last = two(seed)
    points = [between(first, last, share) for share in SHARES]
    turns = [angle(a, b) for a, b in pairwise(points)]
    assert turns == pytest.approx([angle(first, last) / 20] * 20, abs=1e-4)


@given(seeds, st.floats(0, 1))
def test_it_stays_in_the_plane_of_its_ends(seed: int, share: float) -> None:
    first, last = two(seed)
    plane, _ = np.linalg.qr(np.stack([first, last], 1).astype(float))
    point = between(first, last, share).astype(float)
    assert point == pytest.approx(plane @ (plane.T @ point), abs=1e-4)


def test_a_quarter_circle() -> None:
    first, last = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
    third = between(first, last, 1 / 3)
    assert third == pytest.approx([np.cos(np.pi / 6), np.sin(np.pi / 6)], abs=1e-6)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ([0, 0], [3, 4]),  # no direction to turn from
        ([1, 1], [2, 2]),  # nothing to turn
        ([1, 0], [-1, 0]),  # every plane would do
        ([1, 2], [1, 2]),
    ],
)
def test_it_is_straight_where_there_is_no_great_circle(
    first: list[float], last: list[float]
) -> None:
    start, end = np.array(first, np.float32), np.array(last, np.float32)
    assert between(start, end, 0.25) == pytest.approx(0.75 * start + 0.25 * end, abs=1e-6)


def test_ease_is_slow_at_both_ends_and_the_same_backwards() -> None:
    assert (eased(0), eased(0.5), eased(1)) == (0, 0.5, 1)
    assert eased(0.01) < 0.001
    assert [eased(s) + eased(1 - s) for s in SHARES] == pytest.approx([1] * 21)


@pytest.mark.parametrize("count", [2, 3, 7])
def test_a_way_comes_through_every_point(count: int) -> None:
    stops = list(np.random.default_rng(count).standard_normal((count, 40), np.float32))
    for number, stop in enumerate(stops):
        found = along(stops, number / (count - 1))
        assert found == pytest.approx(stop, abs=1e-5)
    assert np.array_equal(along(stops, 0), stops[0])
    assert np.array_equal(along(stops, 1), stops[-1])


def test_a_way_has_no_jump() -> None:
    stops = list(np.random.default_rng(0).standard_normal((4, 40), np.float32))
    points = [along(stops, share) for share in np.linspace(0, 1, 301)]
    assert max(np.linalg.norm(b - a) for a, b in pairwise(points)) < 0.35
