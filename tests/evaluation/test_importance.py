"""The importance-weighted bound where log p(x) is known in closed form."""

import numpy as np
import pytest

from morphing_faces.evaluation.metrics.density import gaussian_log_density, standard_kl
from morphing_faces.evaluation.metrics.importance import importance_bound, log_mean_exp, log_weights
from tests.evaluation.linear_gaussian import LinearGaussian, example


def test_with_the_exact_posterior_every_weight_is_the_likelihood() -> None:
    ppca, images = example()
    for x, expected in zip(images, ppca.log_likelihood(images), strict=True):
        weights = log_weights(LinearGaussian(ppca), x, 300, np.random.default_rng(1))
        np.testing.assert_allclose(weights, expected)


@pytest.mark.parametrize("samples", [1, 7, 600])
def test_with_the_exact_posterior_the_bound_is_tight_for_every_k(samples: int) -> None:
    ppca, images = example()
    found = importance_bound(LinearGaussian(ppca), images, samples, np.random.default_rng(1))
    assert found.bound == pytest.approx(ppca.log_likelihood(images).mean())
    assert found.gain == pytest.approx(0, abs=1e-9)
    assert found.effective_samples == pytest.approx(samples)


def test_with_another_posterior_the_bound_reaches_the_likelihood_from_below() -> None:
    ppca, images = example()
    truth = ppca.log_likelihood(images).mean()
    model = LinearGaussian(ppca, blur=1.6)
    found = [
        importance_bound(model, images, samples, np.random.default_rng(2)).bound
        for samples in (1, 10, 4000)
    ]
    assert found[0] < found[1] < truth + 0.01
    assert found[2] == pytest.approx(truth, abs=0.02)


def test_one_sample_is_the_elbo() -> None:
    ppca, images = example()
    model = LinearGaussian(ppca, blur=0.7)
    rng = np.random.default_rng(3)
    weights = np.concatenate([log_weights(model, x, 4000, rng) for x in images])
    mean, std = model.encode(images)
    # E_q of a quadratic in closed form: the error at the mean, and what the spread of z adds.
    likelihood = gaussian_log_density(images, *model.conditional(mean))
    spread = (std**2 * (ppca.loadings**2).sum(axis=0)).sum(axis=1) / (2 * ppca.variance)
    elbo = (likelihood - spread - standard_kl(mean, std).sum(axis=1)).mean()
    assert weights.mean() == pytest.approx(elbo, abs=5 * weights.std() / np.sqrt(len(weights)))


@pytest.mark.slow
def test_more_samples_never_lower_the_bound() -> None:
    """Theorem 1 of Burda et al., which holds for the mean over all parts of the same weights."""
    ppca, images = example()
    weights = log_weights(LinearGaussian(ppca, 2.0), images[0], 1024, np.random.default_rng(4))
    bounds = [
        np.mean([log_mean_exp(part) for part in weights.reshape(-1, samples)])
        for samples in (1, 4, 16, 64, 256, 1024)
    ]
    assert (np.diff(bounds) > 0).all()


def test_weights_beyond_the_range_of_numbers_are_no_trouble() -> None:
    assert log_mean_exp(np.array([-9000.0, -9000.0])) == pytest.approx(-9000)
    assert log_mean_exp(np.array([5000.0, 4000.0])) == pytest.approx(5000 - np.log(2))
