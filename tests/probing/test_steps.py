"""The step that a probe's reading stands for."""

import numpy as np
import pytest

from morphing_faces.probing.steps import pattern

RNG = np.random.default_rng(0)
FACTOR = RNG.standard_normal((6, 6))
COVARIANCE = FACTOR @ FACTOR.T + np.eye(6)
PROBE, *OTHERS = RNG.standard_normal((4, 6))
HELD = np.array(OTHERS[:2]).T
NONE = np.empty((6, 0))


def spread(weight: np.ndarray) -> float:
    return float(np.sqrt(weight @ COVARIANCE @ weight))


def test_alone_it_is_haufes_pattern_of_one_standard_deviation() -> None:
    step = pattern(PROBE, NONE, COVARIANCE)
    assert step is not None
    np.testing.assert_allclose(step, COVARIANCE @ PROBE / spread(PROBE))


def test_it_moves_the_reading_by_one_standard_deviation_and_holds_the_others() -> None:
    step = pattern(PROBE, HELD, COVARIANCE)
    assert step is not None
    assert PROBE @ step == pytest.approx(spread(PROBE))
    np.testing.assert_allclose(HELD.T @ step, 0, atol=1e-9)


def test_no_other_such_step_is_likelier() -> None:
    step = pattern(PROBE, HELD, COVARIANCE)
    assert step is not None
    precision = np.linalg.inv(COVARIANCE)
    readers = np.column_stack([PROBE, HELD])
    free = np.linalg.svd(readers.T)[2][3:]  # moves that no reader notices
    for other in free:
        for sign in (-0.01, 0.01):
            moved = step + sign * other
            assert moved @ precision @ moved > step @ precision @ step


def test_what_the_held_ones_read_too_gives_no_step() -> None:
    assert pattern(PROBE, PROBE[:, None] * 2, COVARIANCE) is None
    assert pattern(HELD @ [1.0, -2.0], HELD, COVARIANCE) is None
    assert pattern(np.zeros(6), HELD, COVARIANCE) is None
