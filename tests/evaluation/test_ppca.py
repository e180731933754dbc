"""Probabilistic PCA against the dense Gaussian that it stands for."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.baselines.ppca import PPCA, fit_ppca


@pytest.fixture(scope="module")
def data() -> np.ndarray:
    rng = np.random.default_rng(0)
    return (
        rng.standard_normal((3000, 3)) @ rng.standard_normal((3, 8))
        + 0.4 * rng.standard_normal((3000, 8))
        + rng.standard_normal(8)
    )


@pytest.fixture(scope="module")
def fitted(data: np.ndarray) -> PPCA:
    return fit_ppca(np.array_split(data, 7), 3)


def covariance(ppca: PPCA) -> np.ndarray:
    return ppca.loadings @ ppca.loadings.T + ppca.variance * np.eye(len(ppca.mean))


def test_the_likelihood_is_that_of_the_dense_gaussian(data: np.ndarray, fitted: PPCA) -> None:
    expected = multivariate_normal(fitted.mean, covariance(fitted)).logpdf(data)
    np.testing.assert_allclose(fitted.log_likelihood(data), expected)


def test_the_fit_is_a_maximum_of_the_likelihood(data: np.ndarray, fitted: PPCA) -> None:
    best = fitted.log_likelihood(data).mean()
    rng = np.random.default_rng(1)
    for _ in range(20):
        other = PPCA(
            fitted.mean + 0.02 * rng.standard_normal(8),
            fitted.loadings,
            fitted.variance * np.exp(0.05 * rng.standard_normal()),
        )
        assert other.log_likelihood(data).mean() < best


def test_the_fit_recovers_the_noise(fitted: PPCA) -> None:
    assert fitted.variance == pytest.approx(0.16, rel=0.05)


def test_the_posterior_is_that_of_bayes_rule(data: np.ndarray, fitted: PPCA) -> None:
    # Condition the joint Gaussian of (z, x) on x.
    gain = fitted.loadings.T @ np.linalg.inv(covariance(fitted))
    mean, std = fitted.posterior(data[:50])
    np.testing.assert_allclose(mean, (data[:50] - fitted.mean) @ gain.T)
    np.testing.assert_allclose(np.diag(std**2), np.eye(3) - gain @ fitted.loadings, atol=1e-12)


def test_too_few_images_are_refused(data: np.ndarray) -> None:
    with pytest.raises(FaceSetError, match="needs more than 3 images"):
        fit_ppca([data[:3]], 3)


def test_images_without_noise_are_refused() -> None:
    with pytest.raises(FaceSetError, match="no noise left to fit"):
        fit_ppca([np.ones((20, 5))], 2)
