"""The criterion against torch.distributions, closed forms and finite differences."""

import math

import pytest
import torch
from torch.distributions import Independent, Normal, kl_divergence

from morphing_faces.vae import objective


def normals(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_the_kl_is_that_of_torch_distributions() -> None:
    mean, log_variance = normals(7, 5), normals(7, 5, seed=1)
    expected = kl_divergence(Normal(mean, (log_variance / 2).exp()), Normal(0.0, 1.0))
    torch.testing.assert_close(objective.kl_divergence(mean, log_variance), expected)


def test_the_kl_is_zero_at_the_prior_and_positive_elsewhere() -> None:
    zero = torch.zeros(1, 1, dtype=torch.float64)
    assert objective.kl_divergence(zero, zero).item() == 0
    assert (objective.kl_divergence(normals(50, 4), normals(50, 4, seed=1)) > 0).all()


def test_the_kl_keeps_its_digits_close_to_the_prior() -> None:
    small = torch.full((1, 1), 1e-3)
    # To second order the KL of variance e^v is v^2 / 4, far below the rounding of e^v - 1 - v.
    value = objective.kl_divergence(torch.zeros(1, 1), small).item()
    assert value == pytest.approx(1e-6 / 4, rel=0.1)


def test_the_log_likelihood_is_that_of_torch_distributions_summed_over_pixels() -> None:
    x, mean, log_variance = normals(6, 9), normals(6, 9, seed=1), normals(6, 9, seed=2)
    expected = Independent(Normal(mean, (log_variance / 2).exp()), 1).log_prob(x)  # type: ignore[no-untyped-call]
    torch.testing.assert_close(objective.log_likelihood(x, mean, log_variance), expected)


def test_one_variance_for_all_pixels_is_allowed() -> None:
    x, mean = normals(6, 9), normals(6, 9, seed=1)
    shared = torch.full((1, 1), -1.5, dtype=torch.float64)
    expected = objective.log_likelihood(x, mean, shared.expand(6, 9))
    torch.testing.assert_close(objective.log_likelihood(x, mean, shared), expected)


def test_gradients_are_those_of_finite_differences() -> None:
    x, noise = normals(3, 4), normals(3, 4, seed=3)
    mean = normals(3, 4, seed=1).requires_grad_()
    log_variance = normals(3, 4, seed=2).requires_grad_()

    def negative_elbo(mean: torch.Tensor, raw: torch.Tensor) -> torch.Tensor:
        floored = objective.floored(raw, -2.0)
        z = objective.reparametrise(mean, floored, noise)
        kl = objective.kl_divergence(mean, floored).sum(dim=1)
        return (kl - objective.log_likelihood(x, z.tanh(), floored)).sum()

    assert torch.autograd.gradcheck(negative_elbo, (mean, log_variance))


def test_samples_have_the_posterior_s_mean_and_variance() -> None:
    mean, log_variance = torch.tensor([[0.5, -1.0]]), torch.tensor([[-1.0, 0.7]])
    noise = normals(200_000, 2).float()
    samples = objective.reparametrise(mean, log_variance, noise)
    torch.testing.assert_close(samples.mean(dim=0), mean[0], atol=0.02, rtol=0)
    torch.testing.assert_close(samples.var(dim=0), log_variance[0].exp(), atol=0.02, rtol=0)


@pytest.mark.parametrize("floor", [objective.PIXEL_FLOOR, objective.POSTERIOR_FLOOR])
def test_the_floor_is_smooth_and_holds(floor: float) -> None:
    raw = torch.linspace(floor - 60, floor + 60, 4001, dtype=torch.float64)
    values = objective.floored(raw, floor)
    assert (values >= floor).all()
    assert (values.diff() >= 0).all()
    torch.testing.assert_close(values[raw > floor + 30], raw[raw > floor + 30])
    slope = values.diff() / raw.diff()
    middle = torch.sigmoid((raw[1:] + raw[:-1]) / 2 - floor)
    torch.testing.assert_close(slope, middle, atol=1e-4, rtol=0)


def test_the_pixel_floor_is_the_variance_of_the_dequantisation_noise() -> None:
    assert math.exp(objective.PIXEL_FLOOR) == pytest.approx(1 / 12 / 256**2)


def test_dequantised_pixels_stay_in_their_cell() -> None:
    pixels = torch.arange(256, dtype=torch.uint8)[None]
    noise = torch.rand(1, 256, generator=torch.Generator().manual_seed(0))
    x = objective.dequantise(pixels, noise)
    assert x.dtype == torch.float32
    assert torch.equal((x * 256).floor(), pixels.float())


def test_half_precision_comes_out_as_float32() -> None:
    half = torch.zeros(2, 3, dtype=torch.bfloat16)
    for value in (
        objective.kl_divergence(half, half),
        objective.log_likelihood(half, half, half),
        objective.floored(half, -3.0),
        objective.reparametrise(half, half, torch.zeros(2, 3)),
    ):
        assert value.dtype == torch.float32


def test_the_elbo_is_below_the_exact_likelihood_and_meets_it_at_the_exact_posterior() -> None:
    # One latent dimension, one pixel: x = w z + b + s e, so that x ~ N(b, w^2 + s^2).
    w, b, variance, x = 0.8, 0.3, 0.25, 1.1
    marginal = Normal(b, math.sqrt(w**2 + variance))
    exact = marginal.log_prob(torch.tensor(x)).item()  # type: ignore[no-untyped-call]
    posterior_variance = 1 / (1 + w**2 / variance)
    posterior_mean = posterior_variance * w * (x - b) / variance

    def elbo(mean: float, var: float) -> float:
        kl = objective.kl_divergence(torch.tensor([[mean]]), torch.tensor([[math.log(var)]]))
        # E_q[(x - w z - b)^2] in closed form stands in for sampling.
        error = math.sqrt((x - w * mean - b) ** 2 + w**2 * var)
        terms = torch.tensor([[error]]), torch.zeros(1, 1), torch.tensor([[math.log(variance)]])
        return (objective.log_likelihood(*terms) - kl.sum(dim=1)).item()

    assert elbo(posterior_mean, posterior_variance) == pytest.approx(exact, abs=1e-5)
    assert elbo(posterior_mean + 0.2, posterior_variance) < exact - 1e-3
    assert elbo(posterior_mean, 2 * posterior_variance) < exact - 1e-3


def test_free_bits_have_the_gradient_of_the_published_formula() -> None:
    kl = objective.kl_divergence(normals(7, 5), normals(7, 5, seed=1)).requires_grad_()
    means = kl.detach().mean(dim=0)
    free = float(means.median()) + 1e-6
    ours = objective.counted(kl, means, free).mean()
    published = kl.mean(dim=0).clamp(min=free).sum()
    [slope] = torch.autograd.grad(ours, kl)
    [expected] = torch.autograd.grad(published, kl)
    torch.testing.assert_close(slope, expected)
    assert 0 < int((slope == 0).sum()) < slope.numel()


def test_without_free_bits_all_of_the_kl_counts() -> None:
    kl = objective.kl_divergence(normals(7, 5), normals(7, 5, seed=1))
    torch.testing.assert_close(objective.counted(kl, kl.mean(dim=0), 0.0), kl.sum(dim=1))
