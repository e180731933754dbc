import math

import pytest
import torch
from scipy.stats import multivariate_normal

from morphing_faces.vae.mixture import Mixture, fit_mixture


def random_mixture(components: int, size: int, seed: int = 0) -> Mixture:
    stream = torch.Generator().manual_seed(seed)
    weights = torch.rand(components, generator=stream, dtype=torch.float64) + 0.2
    means = 4 * torch.randn(components, size, generator=stream, dtype=torch.float64)
    factors = torch.randn(components, size, size, generator=stream, dtype=torch.float64).tril()
    factors.diagonal(dim1=1, dim2=2).abs_().add_(0.5)
    return Mixture(weights / weights.sum(), means, factors)


def drawn(mixture: Mixture, count: int, seed: int = 1) -> torch.Tensor:
    stream = torch.Generator().manual_seed(seed)
    chosen = torch.multinomial(mixture.weights, count, replacement=True, generator=stream)
    noise = torch.randn(count, mixture.means.shape[1], generator=stream, dtype=torch.float64)
    return mixture.means[chosen] + torch.einsum("nij,nj->ni", mixture.factors[chosen], noise)


def test_its_density_is_that_of_scipy() -> None:
    mixture = random_mixture(3, 4)
    z = drawn(mixture, 50)
    expected = sum(
        float(weight) * multivariate_normal(mean, factor @ factor.T).pdf(z)
        for weight, mean, factor in zip(
            mixture.weights, mixture.means, mixture.factors, strict=True
        )
    )
    torch.testing.assert_close(mixture.log_density(z), torch.as_tensor(expected).log())


def test_one_component_is_the_sample_mean_and_covariance() -> None:
    mean = drawn(random_mixture(1, 5), 400)
    one = fit_mixture(mean, torch.zeros_like(mean), 1, torch.Generator())
    torch.testing.assert_close(one.means[0], mean.mean(dim=0))
    covariance = one.factors[0] @ one.factors[0].T
    torch.testing.assert_close(covariance, torch.cov(mean.T, correction=0), rtol=0, atol=2e-6)


def test_the_spread_of_the_posteriors_is_part_of_it() -> None:
    mean = torch.zeros(20_000, 2, dtype=torch.float64)
    std = torch.tensor([0.5, 2.0]).double().expand(20_000, 2)
    one = fit_mixture(mean, std, 1, torch.Generator().manual_seed(0))
    torch.testing.assert_close(torch.diagonal(one.factors[0]), std[0], rtol=0.02, atol=0)


def test_it_comes_close_to_the_density_that_drew_the_points() -> None:
    true = random_mixture(3, 4)
    z = drawn(true, 6000)
    fitted = fit_mixture(z, torch.zeros_like(z), 3, torch.Generator().manual_seed(0))
    new = drawn(true, 6000, seed=2)
    assert float((true.log_density(new) - fitted.log_density(new)).mean()) < 0.05
    one = fit_mixture(z, torch.zeros_like(z), 1, torch.Generator())
    assert float(fitted.log_density(new).mean()) > float(one.log_density(new).mean()) + 0.2


def test_more_components_than_faces_are_refused() -> None:
    with pytest.raises(ValueError, match="2 points make 1 to 2 components, not 3"):
        fit_mixture(torch.zeros(2, 2), torch.ones(2, 2), 3, torch.Generator())


def test_a_component_far_from_all_points_does_no_harm() -> None:
    z = torch.cat([torch.zeros(50, 2), torch.full((50, 2), 9.0)]).double()
    fitted = fit_mixture(z, torch.full_like(z, 0.1), 7, torch.Generator().manual_seed(3))
    assert math.isfinite(float(fitted.log_density(z).mean()))
    assert float(fitted.weights.sum()) == pytest.approx(1)
