"""Folders that autoencoders of diffusers save decode and encode as diffusers itself does."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.import_source import import_model
from morphing_faces.model.imports.principal_directions import principal_directions

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")
diffusers = pytest.importorskip("diffusers")

pytestmark = pytest.mark.slow
SIDE, COUNT = 16, 6
IMAGES = np.random.default_rng(0).random((COUNT, SIDE, SIDE, 3), np.float32)
KINDS: dict[str, dict[str, Any]] = {
    "AutoencoderKL": {
        "block_out_channels": (4, 4),
        "down_block_types": ("DownEncoderBlock2D",) * 2,
        "up_block_types": ("UpDecoderBlock2D",) * 2,
        "norm_num_groups": 2,
        "latent_channels": 16,
        "scaling_factor": 0.3611,
        "shift_factor": 0.1159,
    },
    "AutoencoderTiny": {
        "encoder_block_out_channels": (4, 4),
        "decoder_block_out_channels": (4, 4),
        "num_encoder_blocks": (1, 1),
        "num_decoder_blocks": (1, 1),
    },
}


def save(name: str, folder: Path) -> Any:
    """A tiny random model that diffusers makes, and saves in a folder."""
    torch.manual_seed(0)
    model = getattr(diffusers, name)(**KINDS[name]).eval()
    model.save_pretrained(folder)
    return model


@pytest.fixture(scope="module", params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A model, the folder that it has saved, and the model folder that is made of it."""
    place = tmp_path_factory.mktemp(request.param)
    model = save(request.param, place / "vae")
    np.save(place / "pictures.npy", IMAGES)
    out = place / "mine"
    command = ["import", str(place), "--images", str(place / "pictures.npy"), "--out", str(out)]
    assert main(command) == 0
    return model, place / "vae", ModelFolder(out)


def latents(model: Any, pictures: np.ndarray[Any, Any]) -> Any:
    """What diffusers encodes: mean and, where there is one, standard deviation."""
    with torch.no_grad():
        answer = model.encode(torch.from_numpy(2 * np.moveaxis(pictures, -1, 1) - 1))
    if hasattr(answer, "latent_dist"):
        return answer.latent_dist.mean, answer.latent_dist.std
    return answer.latents, None


def test_points_lie_along_the_principal_directions_of_the_pictures(made: Any) -> None:
    model, _, ours = made
    rows = latents(model, IMAGES)[0].flatten(1).numpy().astype(np.float64)
    values = np.linalg.eigvalsh(np.cov(rows.T))[::-1][: COUNT - 1]
    assert ours.latent_size == COUNT - 1
    assert [each.index for each in ours.interesting] == list(range(COUNT - 1))
    z, _ = ours.encode(IMAGES)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(np.cov(z.T), np.eye(COUNT - 1), atol=2e-3)
    # One step from the mean along each axis is one standard deviation of the latent.
    along = principal_directions(rows.astype(np.float32), 400)
    np.testing.assert_allclose(along.std**2, values, rtol=1e-3)


def test_it_decodes_and_encodes_as_diffusers_does(made: Any) -> None:
    model, _, ours = made
    mean, std = latents(model, IMAGES)
    along = principal_directions(mean.flatten(1).numpy(), 400)
    z, deviations = ours.encode(IMAGES)
    # All pictures that fixed the directions lie in their span: nothing of them is lost.
    with torch.no_grad():
        theirs = np.moveaxis(model.decode(mean).sample.numpy(), 1, -1)
    expected = np.clip((theirs + 1) / 2, 0, 1)
    assert expected.std() > 0.01
    np.testing.assert_allclose(ours.decode(z), expected, atol=2e-3)
    if std is None:
        assert not deviations.max() > 1e-6
    else:
        # By drawing: what the posterior of the latent does along every direction.
        draws = np.random.default_rng(1).standard_normal((20_000, mean[0].numel()))
        row = std[0].flatten().numpy() * draws
        spread = ((row @ along.axes.T) / along.std).std(axis=0)
        np.testing.assert_allclose(deviations[0], spread, rtol=0.05)


def test_grey_pictures_and_a_folder_without_pictures(
    made: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, folder, _ = made
    assert main(["import", str(folder), "--out", str(tmp_path / "mine")]) == 2
    assert "give some by --images" in capsys.readouterr().err
    grey = IMAGES[..., 0]
    for images, sentence in (
        (grey[:2], "has 2 pictures; 3 are needed at least"),
        (grey[:, :15], "are 15 x 16; height and width must be multiples of 2"),
        (np.stack([grey[0]] * 4), "are all alike"),
    ):
        with pytest.raises(ModelError, match=sentence):
            import_model(folder, tmp_path / "mine", Asked(images=images))
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"_class_name": "AutoencoderDC"}, "is a 'AutoencoderDC' of diffusers"),
        ({"block_out_channels": [4] * 9}, "damaged, or of a model larger than is read"),
        ({"layers_per_block": 10**9}, "damaged, or of a model larger than is read"),
        ({"quantization_config": {"load_in_8bit": True}}, "damaged, or of a model larger"),
        ({"block_out_channels": [512, 512]}, "and the network of its config.json"),
        ({"block_out_channels": "many"}, "damaged, or of a model larger than is read"),
        ({"down_block_types": ["Bomb", "Bomb"]}, "is no model of diffusers, or damaged"),
        ({"in_channels": 5}, "takes pictures of 5 channels"),
    ],
)
def test_damaged_and_larger_models_are_refused(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    save("AutoencoderKL", folder := tmp_path / "vae")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | change))
    with pytest.raises(ModelError, match=sentence):
        import_model(folder, tmp_path / "mine", Asked(images=IMAGES))
    assert not (tmp_path / "mine").exists()


def test_weights_that_are_damaged_lacking_or_pickles_are_refused(tmp_path: Path) -> None:
    whole = tmp_path / "vae"
    save("AutoencoderTiny", whole)
    weights = "diffusion_pytorch_model.safetensors"
    for content, sentence in (
        ((whole / weights).read_bytes()[:-9], "is damaged"),
        (b"\x80\x04.", "is damaged"),
    ):
        (whole / weights).write_bytes(content)
        with pytest.raises(ModelError, match=sentence):
            import_model(whole, tmp_path / "mine", Asked(images=IMAGES))
    shutil.move(whole / weights, whole / "diffusion_pytorch_model.bin")
    with pytest.raises(ModelError, match="may be pickles and are not read"):
        import_model(whole, tmp_path / "mine", Asked(images=IMAGES))
