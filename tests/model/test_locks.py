"""Locked directions keep their readings, as a table says that the page's tests read, too."""

import json
from typing import Any

import numpy as np
import pytest

from morphing_faces.model.directions import TOLD, Direction, changes
from tests.model.locks import PATH, document

TABLE = json.loads(PATH.read_text())


def direction(step: list[float], name: str = "x", mean: float = 0.0) -> Direction:
    return Direction(name, "own", np.array(step, np.float32), mean)


@pytest.mark.parametrize("case", TABLE["moves"])
def test_a_direction_goes_where_locked_readings_stay(case: dict[str, Any]) -> None:
    moved, locked = direction(case["step"]), [direction(step) for step in case["locked"]]
    z = np.array(case["z"])
    step = moved.beside(locked)
    assert step is not None
    there = z + (case["wanted"] - moved.reading(z)) * step
    np.testing.assert_allclose(there, case["there"], rtol=1e-12, atol=1e-12)
    assert moved.reading(there) == pytest.approx(case["wanted"], abs=1e-12)
    for each in locked:
        assert each.reading(there) == pytest.approx(each.reading(z), abs=1e-12)
        assert each.reading(there.astype(np.float32)) == pytest.approx(each.reading(z), abs=1e-6)


@pytest.mark.parametrize("case", TABLE["stuck"])
def test_what_locks_leave_next_to_nothing_of_does_not_move(case: dict[str, Any]) -> None:
    assert direction(case["step"]).beside([direction(step) for step in case["locked"]]) is None


def test_a_direction_locked_twice_is_locked_once() -> None:
    moved, locked = direction([1, 1, 0]), direction([0, 1, 0])
    assert moved.beside([locked, locked]) == pytest.approx([2, 0, 0])


def test_the_table_is_what_its_program_writes() -> None:
    assert document() == PATH.read_text()


def test_changes_are_the_largest_few_in_steps() -> None:
    directions = [
        direction([0.0] * i + [2.0] + [0.0] * (TOLD + 1 - i), f"d{i}", mean=i)
        for i in range(TOLD + 2)
    ]
    by = np.array([0.1, -0.9, 0.04, 0.5, -0.7, 0.2])
    found = changes(directions, np.ones(TOLD + 2), np.ones(TOLD + 2) + 2 * by)
    assert [each.name for each, _ in found] == ["d1", "d4", "d3", "d5"]
    assert [size for _, size in found] == pytest.approx([-0.9, -0.7, 0.5, 0.2])
    assert changes(directions, np.ones(TOLD + 2), np.ones(TOLD + 2)) == []
