"""Further terms of the loss beside what is known of them."""

import numpy as np
import pytest
import torch
from scipy import stats

from morphing_faces.vae.coder import Gaussian
from morphing_faces.vae.terms import feature_matching, latent_consistency


def test_the_consistency_is_a_log_density_as_scipy_has_it() -> None:
    rng = np.random.default_rng(0)
    mean, log_variance, z = rng.standard_normal((3, 5, 4))
    found = latent_consistency(
        Gaussian(torch.from_numpy(mean), torch.from_numpy(log_variance)), torch.from_numpy(z)
    )
    expected = -stats.norm.logpdf(z, mean, np.exp(log_variance / 2)).sum(axis=1)
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-6)


def test_an_encoder_that_is_right_on_average_expects_the_entropy() -> None:
    # z = x + noise of deviation s: the least of the mean is the entropy of N(x, s^2).
    x, s = torch.randn(40_000, 1, dtype=torch.float64), 0.3
    z = x + s * torch.randn(40_000, 1, dtype=torch.float64)
    spread = torch.full_like(x, 2 * np.log(s))
    found = float(latent_consistency(Gaussian(x, spread), z).mean())
    assert found == pytest.approx(stats.norm.entropy(0, s), abs=0.02)
    assert found < float(latent_consistency(Gaussian(x + 0.1, spread), z).mean())
    assert found < float(latent_consistency(Gaussian(x, spread + 0.3), z).mean())


def test_features_match_by_the_mean_of_relative_differences() -> None:
    one, other = torch.full((2, 3, 4, 4), 2.0), torch.full((2, 6, 2, 2), -1.0)
    assert float(feature_matching([one, other], [one, other])) == 0
    # |1 - 2| / |2| in the one layer, |-4 + 1| / |-1| in the other.
    found = feature_matching([one - 1, other - 3], [one, other])
    assert float(found) == pytest.approx((0.5 + 3) / 2)
    # No scale of the features counts.
    scaled = feature_matching([10 * (one - 1), other - 3], [10 * one, other])
    assert float(scaled) == pytest.approx(float(found))
