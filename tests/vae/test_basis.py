"""A network that learns pixels in principal components is an ordinary one when it is folded."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.fft import dctn

from morphing_faces.evaluation.baselines.ppca import PPCA, fit_ppca
from morphing_faces.vae.basis import WAVE, WAVES, PrincipalBasis
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.folding import folded
from morphing_faces.vae.network import VAE
from morphing_faces.vae.objective import kl_divergence, log_likelihood

SMALL = NetworkConfig(height=6, width=4, latent=5, hidden=30, basis=7)


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.random((400, 6)) @ rng.random((6, 24)) / 6 + 0.1 * rng.random((400, 24))


@pytest.fixture(scope="module")
def basis(images: np.ndarray) -> PPCA:
    return fit_ppca(lambda: [images], 7)


def begun(config: NetworkConfig, basis: PPCA) -> VAE:
    network = VAE(config)
    if network.basis:
        network.basis.begin(basis)
    return network


@pytest.mark.slow
@pytest.mark.parametrize("variance", ["pixel", "image", "shared"])
def test_folding_changes_nothing(variance: str, images: np.ndarray, basis: PPCA) -> None:
    network = begun(replace(SMALL, variance=variance), basis)
    network.start_at_ppca(fit_ppca(lambda: [images], 3))
    with torch.no_grad():  # away from where it starts
        for parameter in network.parameters():
            parameter.add_(0.1 * torch.randn(parameter.shape))
    plain = folded(network)
    assert plain.config == replace(SMALL, variance=variance, basis=0)
    assert plain.basis is None
    assert folded(plain) is plain
    x, noise = torch.from_numpy(images[:9]).float(), torch.randn(9, 5)
    for ours, theirs in zip(plain(x, noise), network(x, noise), strict=True):
        torch.testing.assert_close(ours.mean, theirs.mean, rtol=1e-4, atol=1e-4)
        torch.testing.assert_close(ours.log_variance, theirs.log_variance, rtol=1e-4, atol=1e-4)


def test_it_starts_at_ppca_as_an_ordinary_network_does(images: np.ndarray, basis: PPCA) -> None:
    ppca, x = fit_ppca(lambda: [images], 3), torch.from_numpy(images).float()
    elbos = []
    for config in (SMALL, replace(SMALL, basis=0)):
        network = begun(config, basis)
        network.start_at_ppca(ppca)
        noise = torch.randn(len(x), 5, generator=torch.Generator().manual_seed(0))
        posterior, conditional = network(x, noise)
        elbos.append(log_likelihood(x, *conditional) - kl_divergence(*posterior).sum(dim=1))
    torch.testing.assert_close(elbos[0], elbos[1], rtol=1e-3, atol=1e-3)


def test_pictures_stay_in_the_space_of_the_components(images: np.ndarray, basis: PPCA) -> None:
    network = begun(SMALL, basis)
    network.start_at_ppca(fit_ppca(lambda: [images], 3))
    with torch.no_grad():
        network.decoder.last.add_(torch.randn(network.decoder.last.shape))
    made = network.decode(torch.randn(50, 5)).mean.detach().double().numpy() - basis.mean
    vectors = np.linalg.qr(basis.loadings)[0]
    np.testing.assert_allclose(made @ vectors @ vectors.T, made, atol=1e-4)


def test_log_variances_are_made_of_the_lowest_waves() -> None:
    basis = PrincipalBasis(40, 20, 1, 7)
    waves = basis.waves.numpy().reshape(WAVES, WAVES, 40, 20)
    for down, across in ((0, 0), (3, 1), (15, 15)):
        spectrum = dctn(waves[down, across], norm="ortho")
        assert spectrum[down, across] == pytest.approx(WAVE, rel=1e-5)
        spectrum[down, across] = 0
        np.testing.assert_allclose(spectrum, 0, atol=1e-5)


def test_each_channel_has_waves_of_its_own() -> None:
    waves = PrincipalBasis(4, 4, 3, 7).waves.reshape(-1, 4, 4, 3)
    assert len(waves) == 4 * 4 * 3
    assert (waves.abs().amax(dim=(1, 2)) > 0).sum(dim=1).eq(1).all()
