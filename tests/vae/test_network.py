from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.distributions import Normal

from morphing_faces.errors import TrainingError
from morphing_faces.evaluation.baselines.ppca import PPCA, fit_ppca
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.network import VAE
from morphing_faces.vae.objective import PIXEL_FLOOR, kl_divergence, log_likelihood
from morphing_faces.vae.perceptron import GaussianPerceptron

SMALL = NetworkConfig(height=4, width=3, latent=5, hidden=30)
VARIANCES = ["pixel", "image", "shared"]


def decoder_of(network: VAE) -> GaussianPerceptron:
    assert isinstance(network.decoder, GaussianPerceptron)
    return network.decoder


@pytest.mark.slow
def test_the_default_network_is_the_published_one() -> None:
    network = VAE(NetworkConfig())
    layers = [tuple(p.shape) for p in network.parameters() if p.ndim == 2]
    encoder = [(2000, 2304), (2000, 2000), (800, 2000)]
    decoder = [(2000, 400), (2000, 2000), (4608, 2000)]
    assert layers == encoder + decoder


def test_it_maps_images_to_a_posterior_and_to_a_conditional_of_the_documented_shapes() -> None:
    posterior, conditional = VAE(SMALL)(torch.rand(7, 12), torch.zeros(7, 5))
    assert posterior.mean.shape == posterior.log_variance.shape == (7, 5)
    assert conditional.mean.shape == conditional.log_variance.shape == (7, 12)
    assert (conditional.log_variance > PIXEL_FLOOR).all()


def test_the_conditional_is_taken_at_the_reparametrised_sample() -> None:
    network, x, noise = VAE(SMALL), torch.rand(7, 12), torch.randn(7, 5)
    posterior, conditional = network(x, noise)
    z = posterior.mean + (posterior.log_variance / 2).exp() * noise
    torch.testing.assert_close(conditional.mean, network.decoder(z).mean)


@pytest.mark.parametrize(
    ("variance", "shape", "outputs"), [("image", (7, 1), 13), ("shared", (7, 1), 12)]
)
def test_one_variance_for_all_pixels_of_an_image(
    variance: str, shape: tuple[int, int], outputs: int
) -> None:
    network, x, noise = VAE(replace(SMALL, variance=variance)), torch.rand(7, 12), torch.randn(7, 5)
    _, conditional = network(x, noise)
    assert conditional.log_variance.shape == shape
    assert decoder_of(network).gaussian.out_features == outputs
    assert (len(conditional.log_variance.unique()) == 1) == (variance == "shared")
    pixels = Normal(conditional.mean, (conditional.log_variance / 2).exp())  # broadcast
    expected = pixels.log_prob(x).sum(dim=1)  # type: ignore[no-untyped-call]
    torch.testing.assert_close(log_likelihood(x, *conditional), expected)
    log_likelihood(x, *conditional).mean().backward()  # type: ignore[no-untyped-call]
    assert all(value.grad is not None for value in network.decoder.parameters())


@pytest.mark.slow
def test_a_shared_variance_learns_the_mean_square_of_the_error() -> None:
    network = VAE(replace(SMALL, variance="shared"))
    x, noise = torch.rand(50, 12), torch.zeros(50, 5)
    shared = decoder_of(network).shared
    assert shared is not None
    optimiser = torch.optim.LBFGS([shared], max_iter=100)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = -log_likelihood(x, *network(x, noise)[1]).mean()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    mean, log_variance = network(x, noise)[1]
    torch.testing.assert_close(log_variance[0, 0].exp(), (x - mean).square().mean())


def test_a_mask_leaves_units_out() -> None:
    network, x, noise = VAE(SMALL), torch.rand(7, 12), torch.zeros(7, 5)
    masks = torch.ones(7, 4 * 30)
    whole = network(x, noise)[1].mean
    assert torch.equal(network(x, noise, masks)[1].mean, whole)
    masks[:, 90:] = 0  # the decoder's last hidden layer: only the bias is left
    masked = network(x, noise, masks)[1].mean
    torch.testing.assert_close(masked, decoder_of(network).gaussian.bias[:12].expand(7, 12))


def test_two_networks_from_one_seed_are_equal() -> None:
    one, two = (VAE(SMALL, torch.Generator().manual_seed(3)) for _ in range(2))
    pairs = zip(one.parameters(), two.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_the_outputs_stay_float32_when_the_layers_are_half() -> None:
    with torch.autocast("cpu", torch.bfloat16):
        posterior, conditional = VAE(SMALL)(torch.rand(2, 12), torch.zeros(2, 5))
    assert {value.dtype for value in (*posterior, *conditional)} == {torch.float32}


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    rng = np.random.default_rng(0)
    signal = rng.standard_normal((500, 3)) @ rng.standard_normal((3, 12))
    return np.asarray(0.5 + 0.1 * signal + 0.02 * rng.standard_normal((500, 12)))


@pytest.fixture(scope="module")
def ppca(images: np.ndarray) -> PPCA:
    return fit_ppca(lambda: [images], 3)


def test_a_network_started_at_ppca_has_its_posterior(images: np.ndarray, ppca: PPCA) -> None:
    network = VAE(SMALL)
    network.start_at_ppca(ppca)
    mean, log_variance = network.encoder(torch.from_numpy(images).float())
    expected, std = ppca.posterior(images)
    np.testing.assert_allclose(mean[:, :3].detach(), expected, atol=1e-4)
    np.testing.assert_allclose(log_variance[0, :3].detach(), 2 * np.log(std), atol=1e-4)


def test_its_other_dimensions_are_left_at_the_prior(images: np.ndarray, ppca: PPCA) -> None:
    network = VAE(SMALL)
    network.start_at_ppca(ppca)
    kl = kl_divergence(*network.encoder(torch.from_numpy(images).float()))
    assert kl[:, 3:].abs().max() < 1e-6


@pytest.mark.parametrize("variance", VARIANCES)
def test_its_mean_elbo_is_the_exact_mean_likelihood(
    images: np.ndarray, ppca: PPCA, variance: str
) -> None:
    # The posterior of PPCA is the network's exactly, so the bound is tight; sampling noise remains.
    network = VAE(replace(SMALL, variance=variance))
    network.start_at_ppca(ppca)
    x = torch.from_numpy(images).float().repeat(40, 1)
    noise = torch.randn(len(x), 5, generator=torch.Generator().manual_seed(0))
    posterior, conditional = network(x, noise)
    elbo = log_likelihood(x, *conditional) - kl_divergence(*posterior).sum(dim=1)
    error = elbo.std().item() / len(x) ** 0.5
    assert abs(elbo.mean().item() - ppca.log_likelihood(images).mean()) < 4 * error + 1e-3


def test_its_spare_units_can_learn(images: np.ndarray, ppca: PPCA) -> None:
    network = VAE(SMALL)
    network.start_at_ppca(ppca)
    x = torch.from_numpy(images).float()
    _, conditional = network(x, torch.randn(len(x), 5))
    loss = -log_likelihood(x, *conditional).mean()
    loss.backward()  # type: ignore[no-untyped-call]
    gradient = decoder_of(network).gaussian.weight.grad
    assert gradient is not None
    assert (gradient[:, 6:].abs().sum(dim=0) > 0).float().mean() > 0.5


def test_too_many_components_are_refused(images: np.ndarray) -> None:
    with pytest.raises(TrainingError, match="starts at 5 principal components at most, not at 7"):
        VAE(SMALL).start_at_ppca(fit_ppca(lambda: [images], 7))
