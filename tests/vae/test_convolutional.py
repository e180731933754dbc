"""The convolutional network, and any other that is registered: the whole way to the page."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch
from torch import Tensor, nn

from morphing_faces.cli.app import main
from morphing_faces.errors import TrainingError
from morphing_faces.evaluation.evaluate import evaluate
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.onnx.light import light_decoder
from morphing_faces.site.model_files import web_model
from morphing_faces.vae import checkpoint, network
from morphing_faces.vae.coder import Coder, NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.convolutional import halvings
from morphing_faces.vae.export import export
from morphing_faces.vae.network import VAE, Architecture
from morphing_faces.vae.objective import PIXEL_FLOOR, log_likelihood
from morphing_faces.vae.run import LAST, load_best, read_run
from morphing_faces.vae.training import train
from tests.training import CONFIG

pytestmark = pytest.mark.slow


COLOUR = NetworkConfig(16, 16, 3, latent=5, network="convolutional", maps=4)
SHORT = replace(
    CONFIG, network="convolutional", hidden=TrainingConfig.hidden, maps=16, start="auto", epochs=2
)


@pytest.fixture(scope="module")
def run(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("convolutional") / "run"
    train(faces, folder, replace(SHORT, dropout=0.1))
    return folder


@pytest.fixture(scope="module")
def model(run: Path, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    folder = tmp_path_factory.mktemp("models") / "convolutional"
    export(run, faces, folder, precision="fp32")
    return ModelFolder(folder)


def same_outputs(model: ModelFolder, made: VAE) -> None:
    shape, pixels = model.image_shape, made.config.pixels
    z = torch.randn(5, model.latent_size, generator=torch.Generator().manual_seed(1))
    x = torch.rand(5, pixels, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        conditional, posterior = made.decoder(z), made.encoder(x)
    mean, std = model.conditional(z.numpy())
    np.testing.assert_allclose(mean.reshape(5, -1), conditional.mean.clamp(0, 1), atol=1e-5)
    expected = (conditional.log_variance / 2).exp().expand(5, pixels)
    np.testing.assert_allclose(std.reshape(5, -1), expected, rtol=1e-4)
    found = model.encode(x.reshape(5, *shape).numpy())
    np.testing.assert_allclose(found[0], posterior.mean, atol=1e-5)
    np.testing.assert_allclose(found[1], (posterior.log_variance / 2).exp(), rtol=1e-4)


@pytest.mark.parametrize("variance", ["pixel", "image", "shared"])
def test_it_gives_gaussians_of_the_documented_shapes(variance: str) -> None:
    made = VAE(replace(COLOUR, variance=variance))
    posterior, conditional = made(torch.rand(7, 768), torch.zeros(7, 5))
    assert posterior.mean.shape == posterior.log_variance.shape == (7, 5)
    assert conditional.mean.shape == (7, 768)
    assert conditional.log_variance.shape == ((7, 768) if variance == "pixel" else (7, 1))
    assert (conditional.log_variance > PIXEL_FLOOR).all()
    loss = log_likelihood(torch.rand(7, 768), *conditional).sum() + posterior.mean.sum()
    (loss + posterior.log_variance.sum()).backward()
    assert all(value.grad is not None for value in made.parameters())
    assert not list(made.buffers())


@pytest.mark.parametrize(
    ("network_name", "variance"),
    [
        ("convolutional", "pixel"),
        ("convolutional", "image"),
        ("convolutional", "shared"),
        ("modulated", "shared"),
    ],
)
def test_its_files_take_any_number_of_rows(network_name: str, variance: str) -> None:
    made = VAE(replace(COLOUR, variance=variance, network=network_name)).eval()
    session = ort.InferenceSession(
        network.converter(made)(None)[DECODER], providers=["CPUExecutionProvider"]
    )
    for rows in (1, 3):
        z = torch.randn(rows, 5, generator=torch.Generator().manual_seed(rows))
        mean, hidden = session.run(["mean", "hidden"], {"z": z.numpy()})
        with torch.no_grad():
            expected = made.decoder(z)
        np.testing.assert_allclose(mean.reshape(rows, -1), expected.mean.clamp(0, 1), atol=1e-5)
        np.testing.assert_allclose(hidden, expected.log_variance, atol=1e-4)


def test_channels_and_places_are_those_of_the_picture() -> None:
    """Far from the borders, a picture that is moved gives maps that are moved."""
    made = VAE(replace(COLOUR, height=32, width=32))
    first = made.encoder.get_submodule("down.0")
    picture = torch.rand(1, 32, 32, 3)
    moved = picture.roll((2, 4), dims=(1, 2))
    seen: list[Tensor] = []
    first.register_forward_hook(lambda _module, _inputs, output: seen.append(output))
    for each in (picture, moved):
        made.encoder(each.flatten(1))
    ours, theirs = seen[0][:, :, 3:13, 3:13], seen[1][:, :, 4:14, 5:15]
    torch.testing.assert_close(ours, theirs)


def test_masks_leave_maps_out() -> None:
    made = VAE(COLOUR)
    assert made.encoder.mask_widths == made.decoder.mask_widths[::-1] == (4, 8)
    x, noise = torch.rand(3, 768), torch.ones(3, 5)
    masks = torch.ones(3, sum(made.mask_widths))
    whole = made(x, noise)[1].mean
    torch.testing.assert_close(made(x, noise, masks)[1].mean, whole)
    masks[0] = 0  # only biases are left, and z is lost on the way
    masks[1, :12] = 0
    posterior, conditional = made(x, noise, masks)
    encoder = made.encoder.get_submodule("gaussian")
    assert isinstance(encoder, nn.Linear)
    torch.testing.assert_close(posterior.mean[:2], encoder.bias[:5].expand(2, 5))
    assert (conditional.mean[0] - conditional.mean[1]).abs().max() > 0
    torch.testing.assert_close(conditional.mean[2], whole[2])


@pytest.mark.parametrize(
    ("size", "maps", "left"),
    [(48, [32, 64, 128, 256], 3), (64, [32, 64, 128, 256], 4), (8, [32], 4), (80, None, 5)],
)
def test_pictures_are_halved_to_a_few_pixels(size: int, maps: list[int] | None, left: int) -> None:
    found = halvings(NetworkConfig(size, size))
    assert found[1] == (left, left)
    assert maps is None or found[0] == maps


def test_a_picture_that_cannot_be_halved_is_refused() -> None:
    with pytest.raises(TrainingError, match=r"such as those of 48, 64, .* but not of 50 x 50"):
        VAE(NetworkConfig(50, 50, network="convolutional"))


def test_it_learns_and_the_run_remembers_what_it_is(run: Path) -> None:
    config = read_run(run)
    assert (config.network.network, config.network.maps) == ("convolutional", 16)
    assert config.training.start == "usual"
    assert load_best(run)[1]["epoch"] == 2


def test_a_run_that_was_stopped_and_resumed_ends_bit_identical(
    faces: FaceSet, run: Path, tmp_path: Path
) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def stop(done: int, _of: int) -> None:
        if done == 9:
            raise Stop

    with pytest.raises(Stop):
        train(faces, tmp_path / "run", replace(SHORT, dropout=0.1), on_step=stop)
    train(faces, tmp_path / "run", TrainingConfig(), resume=True)
    ours, theirs = (checkpoint.load(path / LAST)[0] for path in (tmp_path / "run", run))
    assert all(torch.equal(ours[name], value) for name, value in theirs.items())


def test_its_model_folder_does_what_the_network_does(model: ModelFolder, run: Path) -> None:
    same_outputs(model, load_best(run)[0])
    for path in (model.folder / "onnx").iterdir():
        assert str(Path.cwd()).encode() not in path.read_bytes(), "where it was made is nobody's"
    card = (model.folder / "README.md").read_text()
    assert "strided convolutions, 1 each, of 16 to 16 feature maps" in card


def test_it_is_judged_and_goes_to_the_page(model: ModelFolder, faces: FaceSet) -> None:
    figures = evaluate(model, faces, units=True)
    assert np.isfinite(figures.elbo)
    assert figures.units is not None
    light = light_decoder(model)
    assert light is not None
    golden = model.golden
    session = ort.InferenceSession(light, providers=["CPUExecutionProvider"])
    [drawn] = session.run(["mean"], {"z": golden.z})
    assert np.abs(drawn - golden.face).max() <= 6 / 255
    plain = (model.folder / "onnx/decoder.onnx").read_bytes()
    assert len(gzip.compress(light)) < 0.6 * len(gzip.compress(plain))
    files = web_model(model, light).files
    assert json.loads(files["model/model.json"])["files"].keys() >= {"decoder", "std", "encoder"}


def test_directions_are_found_in_it(model: ModelFolder, faces: FaceSet, tmp_path: Path) -> None:
    words = ["directions", str(faces.folder), "--model", str(model.folder)]
    assert main([*words, "--out", str(tmp_path / "with")]) == 0
    assert ModelFolder(tmp_path / "with").directions


class Smallest(Coder):
    """A network that another package could bring."""

    def __init__(self, outputs: int, inputs: int, generator: torch.Generator) -> None:
        super().__init__()
        self.floor = PIXEL_FLOOR
        self.inner = nn.Linear(inputs, 2 * outputs)
        nn.init.normal_(self.inner.weight, std=0.05, generator=generator)

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        assert masks is None
        mean, raw = self.inner(values.to(self.inner.weight.dtype)).chunk(2, dim=1)
        return mean, raw


def test_a_network_of_somebody_else_goes_the_whole_way(
    faces: FaceSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(config: NetworkConfig, generator: torch.Generator) -> tuple[Coder, Coder]:
        sizes = config.latent, config.pixels
        return Smallest(*sizes, generator), Smallest(*sizes[::-1], generator)

    monkeypatch.setattr(network, "ARCHITECTURES", dict(network.ARCHITECTURES))
    network.register("smallest", Architecture(make, lambda _config: "one matrix each way"))
    with pytest.raises(TrainingError, match="'smallest' already"):
        network.register("smallest", Architecture(make, lambda _config: ""))
    train(faces, tmp_path / "run", replace(SHORT, network="smallest", maps=32))
    export(tmp_path / "run", faces, tmp_path / "model")
    made = ModelFolder(tmp_path / "model")
    assert "one matrix each way" in (made.folder / "README.md").read_text()
    assert np.isfinite(evaluate(made, faces).elbo)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"network": "quantum"}, "no network 'quantum', only 'perceptron', 'convolutional'"),
        ({"hidden": 30}, "hidden is a setting of the perceptron network, not of the convolutional"),
        ({"start": "ppca"}, "a convolutional network cannot start at PPCA"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_made(
    faces: FaceSet, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(TrainingError, match=sentence):
        train(faces, tmp_path / "run", replace(SHORT, **change))  # type: ignore[arg-type]
    assert not (tmp_path / "run").exists()
