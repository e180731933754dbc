"""Probabilistic PCA against the dense Gaussian that it stands for."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.baselines.covariance import Covariance
from morphing_faces.evaluation.baselines.ppca import PPCA, fit_ppca, ppca_of


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
    return fit_ppca(lambda: np.array_split(data, 7), 3)


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


def test_a_truncated_fit_is_the_fit_with_fewer_components(data: np.ndarray, fitted: PPCA) -> None:
    few, expected = fitted.truncated(2), fit_ppca(lambda: [data], 2)
    np.testing.assert_allclose(covariance(few), covariance(expected), rtol=1e-9, atol=1e-9)
    assert few.variance == pytest.approx(expected.variance)
    np.testing.assert_allclose(covariance(fitted.truncated(3)), covariance(fitted), rtol=1e-12)


def test_the_posterior_is_that_of_bayes_rule(data: np.ndarray, fitted: PPCA) -> None:
    # Condition the joint Gaussian of (z, x) on x.
    gain = fitted.loadings.T @ np.linalg.inv(covariance(fitted))
    mean, std = fitted.posterior(data[:50])
    np.testing.assert_allclose(mean, (data[:50] - fitted.mean) @ gain.T)
    np.testing.assert_allclose(np.diag(std**2), np.eye(3) - gain @ fitted.loadings, atol=1e-12)


def test_too_few_images_are_refused(data: np.ndarray) -> None:
    with pytest.raises(FaceSetError, match="needs more than 3 images"):
        fit_ppca(lambda: [data[:3]], 3)


def test_images_without_noise_are_refused() -> None:
    with pytest.raises(FaceSetError, match="no noise left to fit"):
        fit_ppca(lambda: [np.ones((20, 5))], 2)


@pytest.mark.slow
@pytest.mark.parametrize("components", [5, 40, 190])
def test_without_the_whole_matrix_the_fit_is_the_same(components: int) -> None:
    """The spectrum falls as a power, like that of faces; the last fit is nearly of rank D."""
    rng = np.random.default_rng(2)
    axes = np.linalg.qr(rng.standard_normal((200, 200)))[0]
    images = rng.standard_normal((900, 200)) * np.arange(1, 201) ** -0.8 @ axes + 0.5

    def batches() -> list[np.ndarray]:
        return np.array_split(images, 4)

    exact = ppca_of(Covariance(batches), components)
    streamed = ppca_of(Covariance(batches, whole=0), components)
    assert streamed.variance == pytest.approx(exact.variance, rel=2e-5)
    total = (streamed.loadings**2).sum() + 200 * streamed.variance
    assert total == pytest.approx(images.var(axis=0).sum(), rel=1e-12)
    new = rng.standard_normal((50, 200)) * np.arange(1, 201) ** -0.8 @ axes + 0.5
    ours, theirs = (fit.log_likelihood(new) for fit in (streamed, exact))
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.02)
    expected = multivariate_normal(streamed.mean, covariance(streamed)).logpdf(new)
    np.testing.assert_allclose(ours, expected)
    products = streamed.loadings.T @ streamed.loadings
    assert np.abs(products - np.diag(np.diag(products))).max() < 1e-9
