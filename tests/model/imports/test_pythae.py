"""Folders that pythae saves decode and encode as pythae itself does."""

import json
import pickle
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.function.model import FunctionModel
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.import_source import import_model
from tests.model.imports.test_onnx import Bomb

torch = pytest.importorskip("torch")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    models = pytest.importorskip("pythae.models")

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning", "ignore:.*:FutureWarning")
SHAPE, L = (1, 6, 6), 3
IMAGES = np.random.default_rng(0).random((40, 6, 6), np.float32)
NORMAL = ["VAE", "BetaVAE", "BetaTCVAE", "DisentangledBetaVAE", "FactorVAE", "INFOVAE_MMD_"]
WEIGHTED = ["IWAE", "CIWAE", "MIWAE", "PIWAE", "MSSSIM_VAE", "VAEGAN", "Adversarial_AE_"]
NAMES = [*NORMAL, *WEIGHTED, "WAE_MMD_", "AE", "RAE_L2_", "RAE_GP_", "VAMP"]


def model(name: str, shape: tuple[int, ...] = SHAPE, **more: Any) -> Any:
    """A model of pythae's, untrained, with biases that are not small."""
    torch.manual_seed(1)
    made = getattr(models, name.strip("_"))(
        getattr(models, f"{name}Config")(input_dim=shape, latent_dim=L, **more)
    ).eval()
    with torch.no_grad():
        for each in made.parameters():
            each.add_(0.1 * torch.randn_like(each))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "saved"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_decodes_and_encodes_as_pythae_does(tmp_path: Path, folder: Path, name: str) -> None:
    theirs = model(name)
    theirs.save(str(folder))
    import_model(folder, tmp_path / "mine")
    ours = ModelFolder(tmp_path / "mine")
    z = torch.randn(5, L)
    with torch.no_grad():
        decoded = theirs.decoder(z).reconstruction[:, 0]
        encoded = theirs.encoder(torch.tensor(IMAGES[:, None]))
    np.testing.assert_allclose(ours.decode(z.numpy()), decoded, atol=1e-5)
    mean, std = ours.encode(IMAGES)
    np.testing.assert_allclose(mean, encoded.embedding, atol=1e-4)
    if "log_covariance" in encoded:
        np.testing.assert_allclose(std, (encoded.log_covariance / 2).exp(), rtol=1e-4)
    else:
        assert std.max() == pytest.approx(1e-6)
    assert ours.has_prior == (name == "VAMP")


def test_the_prior_of_vamp_is_the_posterior_of_its_pseudo_inputs(
    tmp_path: Path, folder: Path
) -> None:
    theirs = model("VAMP", number_components=3)
    theirs.save(str(folder))
    assert "3 pseudo-inputs (VAMP)" in import_model(folder, tmp_path / "mine").found
    ours = ModelFolder(tmp_path / "mine")
    with torch.no_grad():
        inputs = theirs.pseudo_inputs(torch.eye(3)).reshape(3, *SHAPE)
        said = theirs.encoder(inputs)
        means, stds = said.embedding.numpy(), (said.log_covariance / 2).exp().numpy()
    noise = np.random.default_rng(1).standard_normal((60, 1 + L)).astype(np.float32)
    drawn = ours.place(noise)
    component = (noise[:, 0] > -0.430727).astype(int) + (noise[:, 0] > 0.430727)  # thirds of N(0,1)
    np.testing.assert_allclose(
        drawn, means[component] + stds[component] * noise[:, 1:], rtol=1e-3, atol=1e-3
    )


@pytest.mark.slow
def test_an_autoencoder_has_no_prior_until_one_is_fitted(
    tmp_path: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    theirs = model("AE")
    theirs.save(str(folder))
    assert main(["import", str(folder), "--out", str(tmp_path / "bare")]) == 0
    assert "--images PICTURES.npy fits a Gaussian" in capfd.readouterr().out
    assert not ModelFolder(tmp_path / "bare").has_prior
    np.save(tmp_path / "pictures.npy", IMAGES)
    words = ["import", str(folder), "--out", str(tmp_path / "mine")]
    assert main([*words, "--images", str(tmp_path / "pictures.npy")]) == 0
    assert "random pictures come from a Gaussian fitted to 40 pictures" in capfd.readouterr().out
    ours = ModelFolder(tmp_path / "mine")
    codes = ours.encode(IMAGES)[0]
    drawn = ours.sample(np.random.default_rng(0), 4000)
    np.testing.assert_allclose(drawn.mean(axis=0), codes.mean(axis=0), atol=0.05)
    np.testing.assert_allclose(np.cov(drawn.T), np.cov(codes.T), atol=0.1 * np.cov(codes.T).max())


def test_rows_of_numbers_get_their_shape_from_the_user(tmp_path: Path, folder: Path) -> None:
    theirs = model("VAE", (36,))
    theirs.save(str(folder))
    with pytest.raises(ModelError, match=r"shape=\(6, 6\)"):
        import_model(folder, tmp_path / "mine")
    import_model(folder, tmp_path / "mine", Asked(Given(shape=(6, 6))))
    z = torch.randn(2, L)
    with torch.no_grad():
        expected = theirs.decoder(z).reconstruction.reshape(2, 6, 6)
    np.testing.assert_allclose(
        ModelFolder(tmp_path / "mine").decode(z.numpy()), expected, atol=1e-5
    )


def changed(folder: Path, **more: Any) -> None:
    path = folder / "model_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **more}))


@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_networks_of_ones_own_are_refused_with_the_line_that_does_it(
    tmp_path: Path, folder: Path, part: str
) -> None:
    theirs = model("VAE")
    theirs.save(str(folder))
    mark = tmp_path / "boom"
    (folder / f"{part}.pkl").write_bytes(pickle.dumps(Bomb(mark)))
    changed(folder, **{f"uses_default_{part}": False})
    with pytest.raises(ModelError, match=f"{part}.pkl, a pickle, which runs code") as refused:
        import_model(folder, tmp_path / "mine")
    assert not mark.exists()
    (folder / f"{part}.pkl").unlink()
    changed(folder, **{f"uses_default_{part}": True})
    line = str(refused.value).partition("where you trust it: ")[2]
    found: list[Any] = []
    given = {"pythae": __import__("pythae.models"), "explore": lambda *words: found.extend(words)}
    exec(line, given)
    explored = FunctionModel(*found)
    z = torch.randn(2, L)
    with torch.no_grad():
        expected = theirs.decoder(z).reconstruction[:, 0]
    np.testing.assert_allclose(explored.decode(z.numpy()), expected, atol=1e-5)
    explored.close()


@pytest.mark.parametrize("name", ["SVAE", "PoincareVAE", "HVAE", "RHVAE", "VQVAE", "VAE_IAF_"])
def test_models_of_more_than_an_encoder_are_refused(
    tmp_path: Path, folder: Path, name: str
) -> None:
    model("VAE").save(str(folder))
    changed(folder, name=f"{name}Config")
    with pytest.raises(ModelError, match=f"{name.rstrip('_')}.*load_from_folder"):
        import_model(folder, tmp_path / "mine")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"latent_dim": 4}, "has no layer 'decoder.layers.0.0' of the size"),
        ({"input_dim": [1, 6, 7]}, "has no layer 'decoder.layers.1.0' of the size"),
        ({"input_dim": None}, "has no input_dim and latent_dim"),
        ({"input_dim": [1, 10**9, 10**9]}, "has no input_dim and latent_dim"),
        ({"latent_dim": "3"}, "has no input_dim and latent_dim"),
    ],
)
def test_a_folder_that_contradicts_itself_is_refused(
    tmp_path: Path, folder: Path, change: dict[str, Any], sentence: str
) -> None:
    model("VAE").save(str(folder))
    changed(folder, **change)
    with pytest.raises(ModelError, match=re.escape(sentence)):
        import_model(folder, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_bomb_in_the_weights_does_not_go_off(tmp_path: Path, folder: Path) -> None:
    model("VAE").save(str(folder))
    mark = tmp_path / "boom"
    torch.save({"model_state_dict": {"x": Bomb(mark)}}, folder / "model.pt")
    with pytest.raises(ModelError, match="has more in it than weights"):
        import_model(folder, tmp_path / "mine")
    (folder / "model.pt").write_bytes(pickle.dumps(Bomb(mark)))
    with pytest.raises(ModelError, match="has more in it than weights"):
        import_model(folder, tmp_path / "mine")
    assert not mark.exists()
