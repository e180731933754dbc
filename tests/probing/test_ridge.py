"""Probes against closed forms."""

import numpy as np
import pytest

from morphing_faces.probing.ridge import PENALTIES, _moments, auc, fit_probe, r2


@pytest.fixture
def points() -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.standard_normal((300, 5)) @ rng.standard_normal((5, 5)) + 2


def test_a_probe_solves_the_normal_equations(points: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    y = points @ rng.standard_normal(5) + 3 + rng.standard_normal(300)
    probe = fit_probe(points, y, classes=False)
    covariance = np.cov(points.T, ddof=0)
    strength = len(points) * probe.penalty * np.trace(covariance) / 5
    # The offset is not penalised: a column of ones whose coefficient may be anything.
    design = np.column_stack([points, np.ones(300)])
    ridge = np.diag([strength] * 5 + [0])
    solution = np.linalg.solve(design.T @ design + ridge, design.T @ y)
    np.testing.assert_allclose([*probe.weight, probe.offset], solution, rtol=1e-8)
    assert probe(points[:3]) == pytest.approx(design[:3] @ solution)


def test_a_class_gives_fishers_direction(points: np.ndarray) -> None:
    rng = np.random.default_rng(2)
    inside = points[:, 0] - points[:, 2] + rng.standard_normal(300) > 1
    (probe,) = _moments(points, inside.astype(float)).solve((0.0,))
    within = sum(np.cov(points[side].T, ddof=0) * side.sum() for side in (inside, ~inside))
    fisher = np.linalg.solve(within, points[inside].mean(axis=0) - points[~inside].mean(axis=0))
    cosine = fisher @ probe.weight / np.linalg.norm(fisher) / np.linalg.norm(probe.weight)
    assert cosine == pytest.approx(1)


def test_noise_is_met_with_a_heavy_penalty_and_certainty_with_none() -> None:
    rng = np.random.default_rng(3)
    z = rng.standard_normal((60, 30))
    assert fit_probe(z, z[:, 0], classes=False).penalty == PENALTIES[0]
    assert fit_probe(z, rng.standard_normal(60), classes=False).penalty >= 1


def test_a_dimension_that_never_varies_gets_no_weight() -> None:
    z = np.random.default_rng(4).standard_normal((100, 4))
    z[:, 2] = 7
    probe = fit_probe(z, z[:, 0] + 1, classes=False)
    assert probe.weight[2] == pytest.approx(0, abs=1e-9)
    assert probe.weight[0] == pytest.approx(1, abs=1e-3)


def test_r2_is_one_for_the_truth_and_zero_for_the_mean() -> None:
    y = np.array([1.0, 2.0, 4.0])
    assert r2(y, y) == 1
    assert r2(y, np.full(3, y.mean())) == pytest.approx(0)
    assert r2(y, -y) < 0


def test_auc_counts_pairs() -> None:
    rng = np.random.default_rng(5)
    inside = rng.random(60) < 0.4
    said = np.round(rng.standard_normal(60) + inside, 1)  # so coarse that there are ties
    pairs = [np.sign(a - b) / 2 + 0.5 for a in said[inside] for b in said[~inside]]
    assert auc(inside.astype(float), said) == pytest.approx(np.mean(pairs))
    assert auc(inside.astype(float), -said) == pytest.approx(1 - np.mean(pairs))
