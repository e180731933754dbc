"""Factor analysis against the dense Gaussian that it stands for, and against scikit-learn's."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.decomposition import FactorAnalysis

from morphing_faces.evaluation.baselines.covariance import WHOLE, Covariance
from morphing_faces.evaluation.baselines.factor_analysis import Factors, fit_factors
from morphing_faces.evaluation.baselines.ppca import ppca_of


@pytest.fixture(scope="module")
def data() -> np.ndarray:
    rng = np.random.default_rng(0)
    noise = rng.uniform(0.5, 1.5, 9)
    return (
        rng.standard_normal((600, 3)) @ rng.standard_normal((3, 9))
        + noise * rng.standard_normal((600, 9))
        + rng.standard_normal(9)
    )


def fitted(
    data: np.ndarray, iterations: int = 3000, tolerance: float = 1e-10, whole: int = WHOLE
) -> Factors:
    moments = Covariance(lambda: np.array_split(data, 3), whole=whole)
    start = ppca_of(moments, 3)
    return fit_factors(moments, start, iterations=iterations, tolerance=tolerance)


def covariance(factors: Factors) -> np.ndarray:
    return factors.loadings @ factors.loadings.T + np.diag(factors.variances)


def test_the_likelihood_is_that_of_the_dense_gaussian(data: np.ndarray) -> None:
    factors = fitted(data, 5)
    expected = multivariate_normal(factors.mean, covariance(factors)).logpdf(data)
    np.testing.assert_allclose(factors.log_likelihood(data), expected)


def test_the_posterior_is_that_of_bayes_rule(data: np.ndarray) -> None:
    factors = fitted(data, 5)
    gain = factors.loadings.T @ np.linalg.inv(covariance(factors))
    np.testing.assert_allclose(
        factors.posterior_mean(data[:20]), (data[:20] - factors.mean) @ gain.T
    )


def test_every_step_raises_the_likelihood(data: np.ndarray) -> None:
    reached = [fitted(data, steps, 0).log_likelihood(data).mean() for steps in (1, 2, 5, 20, 100)]
    assert (np.diff(reached) > 0).all()


def test_it_ends_where_scikit_learn_does(data: np.ndarray) -> None:
    other = FactorAnalysis(3, tol=1e-6, max_iter=5000, svd_method="lapack").fit(data)
    assert fitted(data).log_likelihood(data).mean() == pytest.approx(other.score(data), abs=1e-4)


def test_without_the_whole_covariance_it_is_the_same(data: np.ndarray) -> None:
    whole, streamed = (fitted(data, 40, 0, size).log_likelihood(data) for size in (WHOLE, 0))
    np.testing.assert_allclose(streamed, whole, rtol=1e-5)


def test_it_stops_when_little_is_gained(data: np.ndarray) -> None:
    assert fitted(data, 3000, 0.01).iterations < 300
