"""The prior that an exported model draws its random faces from."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import PRIOR
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.vae.export import export
from morphing_faces.vae.mixture import Mixture
from morphing_faces.vae.prior import FittedPrior, fit_prior
from morphing_faces.vae.run import load_best

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(
    finished_run: Path, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory
) -> ModelFolder:
    folder = tmp_path_factory.mktemp("models") / "with-prior"
    export(finished_run, faces, folder, precision="fp32", prior_components=2)
    return ModelFolder(folder)


def two_islands(temperature: float = 1.0) -> FittedPrior:
    mixture = Mixture(
        torch.tensor([0.25, 0.75]),
        torch.tensor([[-10.0, 0.0, 0.0], [10.0, 0.0, 0.0]]),
        torch.tensor([[1.0, 0, 0], [0.5, 1, 0], [0, 0, 2]]).expand(2, 3, 3),
    )
    return FittedPrior(mixture, 0.0, temperature)


def test_noise_becomes_points_of_the_mixture() -> None:
    noise = torch.randn(40_000, 4, generator=torch.Generator().manual_seed(0))
    z = two_islands().place(noise)
    right = z[:, 0] > 0
    assert float(right.float().mean()) == pytest.approx(0.75, abs=0.01)
    covariance = torch.cov(z[right].T)
    expected = torch.tensor([[1.0, 0.5, 0], [0.5, 1.25, 0], [0, 0, 4]])
    torch.testing.assert_close(covariance, expected, rtol=0, atol=0.08)


def test_a_temperature_shrinks_the_components_and_leaves_them_where_they_are() -> None:
    noise = torch.randn(1000, 4, generator=torch.Generator().manual_seed(0))
    plain, cool = two_islands().place(noise), two_islands(0.5).place(noise)
    centres = torch.sign(plain[:, :1]) * torch.tensor([10.0, 0, 0])
    torch.testing.assert_close(cool - centres, 0.5 * (plain - centres))


def test_the_exported_prior_is_the_fitted_one(
    model: ModelFolder, finished_run: Path, faces: FaceSet
) -> None:
    fitted = fit_prior(load_best(finished_run)[0], faces, 2, 1.0, seed=0)
    assert fitted is not None
    golden = model.golden
    assert len(golden.noise) >= 8
    np.testing.assert_allclose(fitted.place(torch.from_numpy(golden.noise)), golden.drawn)
    # Its factors are stored in 8 bits, a scale a row.
    assert np.abs(model.place(golden.noise) - golden.drawn).max() < 0.05
    assert model.config.provenance["prior"]["elbo_gain"] == pytest.approx(fitted.gain)


def test_random_faces_come_from_it(model: ModelFolder) -> None:
    z = np.stack([Morpher(model, seed).z for seed in range(200)])
    drawn = model.sample(np.random.default_rng(0), 4000)
    np.testing.assert_allclose(z.mean(axis=0), drawn.mean(axis=0), atol=0.3)
    assert np.array_equal(Morpher(model, 3).z, Morpher(model, 3).z)
    standard = Morpher(model, 3, prior="standard").z
    assert np.array_equal(
        standard, np.random.default_rng(3).standard_normal(model.latent_size, np.float32)
    )


def test_without_components_random_faces_are_the_standard_prior_s(
    finished_run: Path, faces: FaceSet, tmp_path: Path
) -> None:
    arguments = ["export", str(finished_run), "--out", str(tmp_path / "m"), "--precision", "fp32"]
    assert main([*arguments, "--prior-components", "0", "--faces", str(faces.folder)]) == 0
    model = ModelFolder(tmp_path / "m")
    assert not model.has_prior
    assert PRIOR not in model.config.files
    assert np.array_equal(
        model.sample(np.random.default_rng(1), 2),
        np.random.default_rng(1).standard_normal((2, model.latent_size), np.float32),
    )
    with pytest.raises(ModelError, match="has no fitted prior"):
        model.place(np.zeros((1, 3)))


def test_noise_of_another_shape_is_refused(model: ModelFolder) -> None:
    with pytest.raises(ModelError, match=r"noise of shape \[N, 7\], got \[N, 3\]|got \[1, 3\]"):
        model.place(np.zeros((1, 3)))


@pytest.mark.parametrize(
    ("flag", "value", "sentence"),
    [
        ("--prior-components", "101", "--prior-components must be from 0 to 100, got 101"),
        ("--temperature", "0", "--temperature must be above 0 and at most 2, got 0"),
        ("--temperature", "nan", "--temperature must be above 0 and at most 2, got nan"),
    ],
)
def test_impossible_priors_are_refused(
    flag: str,
    value: str,
    sentence: str,
    finished_run: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["export", str(finished_run), "--out", str(tmp_path / "m"), flag, value]) == 2
    assert sentence in capsys.readouterr().err


def test_the_export_says_what_the_prior_is_worth(
    finished_run: Path, faces: FaceSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["export", str(finished_run), "--out", str(tmp_path / "m"), "--precision", "fp32"]
    arguments += ["--prior-components", "2", "--faces", str(faces.folder)]
    assert main([*arguments, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["prior_gain"] > 0
