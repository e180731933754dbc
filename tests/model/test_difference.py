"""The step between two groups, against what drawing many groups shows."""

import json
from typing import Any

import numpy as np
import pytest

from morphing_faces.errors import ModelError
from morphing_faces.model.difference import difference
from tests.model.differences import PATH, document

RNG = np.random.default_rng(0)
SHIFT = np.array([3.0, -1.0, 0.0, 0.0])
STDS = np.array([1.0, 0.5, 2.0, 1.5])


def groups(shift: np.ndarray, count: int = 12) -> tuple[np.ndarray, np.ndarray]:
    first, second = STDS * RNG.standard_normal((2, count, 4))
    return first, second + shift


def test_its_error_is_that_of_many_draws() -> None:
    found = [difference(*groups(SHIFT)) for _ in range(600)]
    lengths = [each.length for each in found]
    assert np.mean([each.error for each in found]) == pytest.approx(np.std(lengths), rel=0.15)
    np.testing.assert_allclose(np.mean([each.step for each in found], 0), SHIFT, atol=0.15)


def test_groups_without_a_difference_are_as_far_apart_as_chance_says() -> None:
    found = [difference(*groups(0 * SHIFT)) for _ in range(600)]
    rms = np.sqrt(np.mean([each.length**2 for each in found]))
    assert np.mean([each.chance for each in found]) == pytest.approx(rms, rel=0.1)
    assert sum("hardly a difference" in str(each) for each in found) > 500


@pytest.mark.parametrize("case", json.loads(PATH.read_text()))
def test_step_length_error_and_chance_are_those_of_the_table(case: dict[str, Any]) -> None:
    found = difference(np.array(case["first"]), np.array(case["second"]))
    np.testing.assert_allclose(found.step, case["step"], rtol=1e-6, atol=1e-6)
    assert found[1:] == pytest.approx((case["length"], case["error"], case["chance"]), rel=1e-12)


def test_the_table_is_what_its_program_writes() -> None:
    assert document() == PATH.read_text()


@pytest.mark.parametrize("counts", [(1, 5), (5, 1)])
def test_a_group_of_one_says_nothing_of_its_spread(counts: tuple[int, int]) -> None:
    with pytest.raises(ModelError, match="two points at least"):
        difference(*[RNG.standard_normal((each, 4)) for each in counts])


def test_the_same_group_twice_leads_nowhere() -> None:
    with pytest.raises(ModelError, match="the same mean"):
        difference(np.eye(4), np.eye(4))
