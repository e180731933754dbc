"""The style-modulated network: its layers against their formulas, and the whole way to a model."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from morphing_faces.errors import TrainingError
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.export import export
from morphing_faces.vae.modulated import Modulated, doubled_convolution
from morphing_faces.vae.network import VAE
from morphing_faces.vae.run import load_best
from morphing_faces.vae.training import train
from tests.tiny import tiny_faces
from tests.training import CONFIG

COLOUR = NetworkConfig(32, 32, 3, latent=6, variance="shared", network="modulated", maps=4)
SHORT = replace(
    CONFIG,
    network="modulated",
    variance="shared",
    hidden=TrainingConfig.hidden,
    maps=8,
    start="auto",
    epochs=2,
)


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    return load_faces(tiny_faces(tmp_path_factory.mktemp("sets") / "faces", count=200, size=16))


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_a_modulated_convolution_is_one_with_weights_scaled_and_normalised() -> None:
    """Equations 1 and 3 of Karras et al. 2020, a convolution of its own for every row."""
    layer = Modulated(5, 7, 3, 4, seeded(0))
    x, w = torch.randn(3, 5, 8, 8, generator=seeded(1)), torch.randn(3, 4, generator=seeded(2))
    ours = layer(x, w)
    for row in range(3):
        style = layer.style(w[row])
        scaled = layer.weight * style[None, :, None, None]
        unit = scaled / scaled.square().sum((1, 2, 3), keepdim=True).sqrt()
        expected = functional.conv2d(x[row : row + 1], 2**0.5 * unit, layer.bias, padding=1)
        torch.testing.assert_close(ours[row : row + 1], expected, rtol=1e-4, atol=1e-5)


def test_convolving_enlarged_maps_is_enlarging_them_and_convolving() -> None:
    x = torch.randn(2, 3, 5, 7, generator=seeded(0), dtype=torch.float64)
    weight = torch.randn(4, 3, 3, 3, generator=seeded(1), dtype=torch.float64)
    large = functional.interpolate(x, scale_factor=2, mode="nearest")
    expected = functional.conv2d(large, weight, padding=1)
    torch.testing.assert_close(doubled_convolution(x, weight), expected, rtol=1e-12, atol=1e-12)


def test_it_gives_gaussians_of_the_documented_shapes() -> None:
    made = VAE(COLOUR)
    pixels = 32 * 32 * 3
    posterior, conditional = made(torch.rand(5, pixels), torch.zeros(5, 6))
    assert posterior.mean.shape == posterior.log_variance.shape == (5, 6)
    assert conditional.mean.shape == (5, pixels)
    assert conditional.log_variance.shape == (5, 1)
    loss = conditional.mean.square().sum() + conditional.log_variance.sum()
    (loss + posterior.mean.sum() + posterior.log_variance.sum()).backward()
    assert all(value.grad is not None for value in made.parameters())
    assert not list(made.buffers())


def test_its_sizes_are_those_that_are_documented() -> None:
    made = VAE(NetworkConfig(64, 64, 3, 256, variance="shared", network="modulated", maps=64))
    counts = [sum(p.numel() for p in half.parameters()) for half in (made.decoder, made.encoder)]
    assert [round(count / 1e6, 1) for count in counts] == [3.5, 4.1]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (replace(COLOUR, variance="pixel"), "one shared variance; take --variance shared"),
        (replace(COLOUR, height=8, width=8), "at least twice"),
        (replace(COLOUR, height=50, width=50), "but not of 50 x 50"),
    ],
)
def test_what_it_cannot_be_is_refused(config: NetworkConfig, said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        VAE(config)


@pytest.mark.slow
def test_it_learns_and_its_model_folder_does_what_the_network_does(
    faces: FaceSet, tmp_path: Path
) -> None:
    run, folder = tmp_path / "run", tmp_path / "small"
    train(faces, run, SHORT)
    report = export(run, faces, folder, precision="fp16")
    assert report.precision == "fp16"
    assert report.largest_difference < 1 / 255
    made, model = load_best(run)[0], ModelFolder(folder)
    z = torch.randn(5, model.latent_size, generator=seeded(1))
    x = torch.rand(5, made.config.pixels, generator=seeded(2))
    with torch.no_grad():
        mean, posterior = made.decoder(z).mean.clamp(0, 1), made.encoder(x)
    np.testing.assert_allclose(model.decode(z.numpy()).reshape(5, -1), mean, atol=2e-3)
    found = model.encode(x.reshape(5, *model.image_shape).numpy())
    np.testing.assert_allclose(found[0], posterior.mean, atol=5e-3)
    assert "style-modulated convolutions with 8 to " in (folder / "README.md").read_text()


def test_dropout_is_refused(faces: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="nothing that dropout may leave out"):
        train(faces, tmp_path / "run", replace(SHORT, dropout=0.1))
