"""From a run to a model folder to figures, through the command line where a user does so."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pexpect
import pytest
import torch

from morphing_faces.cli.app import main
from morphing_faces.errors import FaceSetError, ModelError
from morphing_faces.evaluation.baselines.ppca import fit_ppca
from morphing_faces.evaluation.evaluate import evaluate
from morphing_faces.evaluation.metrics.density import bits_per_dim, gaussian_log_density
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.card import ModelCard
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import PPCA, STD
from morphing_faces.vae.batches import starting_faces
from morphing_faces.vae.export import TOLERANCE, export
from morphing_faces.vae.kl_ranking import rank_dimensions
from morphing_faces.vae.network import VAE
from morphing_faces.vae.objective import kl_divergence, log_likelihood
from morphing_faces.vae.run import load_best
from morphing_faces.vae.training import train
from tests.tiny import tiny_faces
from tests.training import CONFIG

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(finished_run: Path, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("models") / "exported"
    export(finished_run, faces, out, precision="fp32")
    return out


@pytest.fixture(scope="module")
def model(folder: Path) -> ModelFolder:
    return ModelFolder(folder)


def test_the_golden_pairs_hold(model: ModelFolder) -> None:
    golden = model.golden
    np.testing.assert_allclose(model.decode(golden.z), golden.face, atol=1e-6)
    np.testing.assert_allclose(model.encode(golden.image)[0], golden.mean, atol=1e-4)


def test_every_output_is_the_network_s(model: ModelFolder, finished_run: Path) -> None:
    _same_outputs(model, load_best(finished_run)[0])


@pytest.mark.parametrize("variance", ["image", "shared"])
@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_so_it_is_with_one_variance_for_all_pixels(
    faces: FaceSet,
    tmp_path: Path,
    variance: Literal["image", "shared"],
    precision: Literal["fp32", "int8"],
) -> None:
    train(faces, tmp_path / "run", replace(CONFIG, variance=variance, epochs=1))
    export(tmp_path / "run", faces, tmp_path / "model", precision=precision)
    model, network = ModelFolder(tmp_path / "model"), load_best(tmp_path / "run")[0]
    if precision == "fp32":
        _same_outputs(model, network)
    std = model.std(np.zeros((3, 6), np.float32))
    assert std.shape == (3, 8, 8)
    assert np.ptp(std) == 0
    with torch.no_grad():
        expected = (network.decoder(torch.zeros(1, 6)).log_variance / 2).exp()
    np.testing.assert_allclose(std[0, 0, 0], expected[0, 0], rtol=0.05)


def _same_outputs(model: ModelFolder, network: VAE) -> None:
    z = torch.randn(5, 6, generator=torch.Generator().manual_seed(1))
    x = torch.rand(5, 64, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        conditional, posterior = network.decoder(z), network.encoder(x)
    images = x.reshape(5, 8, 8).numpy()
    np.testing.assert_allclose(
        model.decode(z.numpy()).reshape(5, -1), conditional.mean.clamp(0, 1), atol=1e-6
    )
    np.testing.assert_allclose(
        model.std(z.numpy()).reshape(5, -1),
        (conditional.log_variance / 2).exp().expand(5, 64),
        rtol=1e-5,
    )
    np.testing.assert_allclose(model.encode(images)[0], posterior.mean, atol=1e-5)
    np.testing.assert_allclose(
        model.encode(images)[1], (posterior.log_variance / 2).exp(), rtol=1e-5
    )


def test_eight_bit_matrices_stay_within_two_grey_levels(
    finished_run: Path, faces: FaceSet, tmp_path: Path
) -> None:
    report = export(finished_run, faces, tmp_path / "small", precision="int8")
    assert 0 < report.largest_difference <= TOLERANCE
    exact, rounded = ModelFolder(tmp_path / "small").golden, ModelFolder(tmp_path / "small")
    assert np.abs(rounded.decode(exact.z) - exact.face).max() == pytest.approx(
        report.largest_difference
    )


def test_a_face_does_not_depend_on_those_decoded_beside_it(
    finished_run: Path, faces: FaceSet, tmp_path: Path
) -> None:
    export(finished_run, faces, tmp_path / "small", precision="int8")
    model = ModelFolder(tmp_path / "small")
    z = np.random.default_rng(0).standard_normal((4, 6)).astype(np.float32)
    z[1] *= 30
    np.testing.assert_array_equal(model.decode(z)[0], model.decode(z[:1])[0])


def test_dimensions_are_ranked_by_mean_kl() -> None:
    kl = np.array([[0.0, 3.0, 0.5, 0.02], [0.0, 1.0, 3.5, 0.02]])
    mean = np.array([[0.0, 1.0, -1.0, 0.1], [0.0, 3.0, 1.0, 0.1]])
    ranked = rank_dimensions(kl, mean)
    assert [(d.index, d.kl, d.mean, d.std) for d in ranked] == [
        (1, 2.0, 2.0, 1.0),
        (2, 2.0, 0.0, 1.0),
        (3, 0.02, 0.1, 0.0),
    ]


def test_dimensions_before_the_cut_come_first_if_they_do_something() -> None:
    kl, mean = np.array([[1.0, 0.0, 2.0, 9.0, 0.001]]), np.zeros((1, 5))
    assert [d.index for d in rank_dimensions(kl, mean, cut=3)] == [2, 0, 3]
    assert [d.index for d in rank_dimensions(kl, mean)] == [3, 2, 0]


def test_an_untrained_model_still_has_two_dimensions_to_play_with() -> None:
    assert len(rank_dimensions(np.zeros((5, 4)), np.zeros((5, 4)))) == 2


def test_the_figures_are_those_of_the_torch_criterion(model: ModelFolder, faces: FaceSet) -> None:
    figures = evaluate(model, faces, "all")
    generatorless = np.random.default_rng(3)
    x = (faces.images[:] + generatorless.random(faces.images.shape)) / 256
    mean, std = model.encode(x)
    noise = generatorless.standard_normal(mean.shape)
    z = (mean + std * noise).astype(np.float32)
    flat = torch.from_numpy(x.reshape(len(x), -1))
    likelihood = log_likelihood(
        flat,
        torch.from_numpy(model.decode(z)).reshape(len(x), -1).double(),
        torch.from_numpy(2 * np.log(model.std(z))).reshape(len(x), -1).double(),
    ).mean()
    kl = kl_divergence(torch.from_numpy(mean), torch.from_numpy(2 * np.log(std))).sum(1).mean()
    assert figures.faces == len(faces)
    assert figures.kl == pytest.approx(float(kl), rel=1e-3)
    # Other draws of the same noise: equal within a few standard errors.
    assert figures.elbo == pytest.approx(
        float(likelihood - kl), abs=5 * figures.elbo_standard_error
    )
    assert figures.elbo == pytest.approx(figures.log_likelihood - figures.kl)


def test_the_baseline_is_ppca_of_the_training_faces(model: ModelFolder, faces: FaceSet) -> None:
    figures = evaluate(model, faces, "test")
    fitted = fit_ppca(lambda: starting_faces(faces, 0, flip=False), 6)
    test = faces.images[faces.split("test")].reshape(figures.faces, -1)
    expected = fitted.log_likelihood((test + 0.5) / 256).mean()
    assert figures.ppca is not None
    assert figures.ppca.components == 6
    assert figures.ppca.log_likelihood == pytest.approx(expected, rel=0.02)


def test_the_baseline_can_be_left_out_and_the_folder_says_why(
    finished_run: Path, faces: FaceSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "light"
    assert main(["export", str(finished_run), "--out", str(out), "--no-ppca"]) == 0
    model = ModelFolder(out)
    assert PPCA not in model.config.files
    assert (
        "No probabilistic PCA: it was not asked for (--no-ppca)." in (out / "README.md").read_text()
    )
    capsys.readouterr()
    assert main(["evaluate", str(out), str(faces.folder)]) == 0
    assert "left out: it was not asked for (--no-ppca)" in capsys.readouterr().out


def test_drawings_may_have_a_licence_of_their_own(finished_run: Path, tmp_path: Path) -> None:
    out = tmp_path / "free"
    words = ["export", str(finished_run), "--out", str(out), "--no-ppca"]
    assert main([*words, "--licence", "cc0-1.0"]) == 0
    assert ModelCard(out).licence == "cc0-1.0"
    card = (out / "README.md").read_text()
    assert "The weights are under **cc0-1.0**" in card
    assert "non-commercial" not in card


def test_faces_too_few_for_the_baseline_are_enough_for_a_model(tmp_path: Path) -> None:
    few = load_faces(tiny_faces(tmp_path / "few", count=60))
    config = replace(CONFIG, latent=60, start="usual", epochs=1)
    train(few, tmp_path / "run", config)
    export(tmp_path / "run", few, tmp_path / "model", precision="fp32")
    figures = ModelFolder(tmp_path / "model").config.provenance["evaluation"]
    assert figures["ppca"] is None
    assert figures["ppca_left_out"].startswith("probabilistic PCA with 60 components needs more")


def test_the_density_is_summed_over_pixels_and_bits_follow_from_it() -> None:
    x = np.zeros((1, 2, 2))
    nats = gaussian_log_density(x, np.zeros((1, 2, 2)), np.ones((1, 2, 2)))
    assert nats == pytest.approx(-2 * np.log(2 * np.pi))
    assert bits_per_dim(0.0, 4) == 8
    assert bits_per_dim(4 * np.log(2), 4) == 7


def test_evaluation_needs_faces_of_the_model_s_shape(model: ModelFolder, tmp_path: Path) -> None:
    others = load_faces(tiny_faces(tmp_path / "others", size=9))
    with pytest.raises(FaceSetError, match=r"shape \[9, 9\], but model 'exported' .* \[8, 8\]"):
        evaluate(model, others)


def test_evaluation_needs_a_standard_deviation(
    folder: Path, faces: FaceSet, tmp_path: Path
) -> None:
    copy = tmp_path / "mute"
    document = json.loads((folder / "config.json").read_text())
    del document["files"][STD]
    (copy / "onnx").mkdir(parents=True)
    for name in document["files"]:
        (copy / name).write_bytes((folder / name).read_bytes())
    (copy / "config.json").write_text(json.dumps(document))
    with pytest.raises(ModelError, match="does not say how certain its pixels are"):
        evaluate(ModelFolder(copy), faces)


def test_the_card_states_the_figures_and_the_terms(folder: Path, model: ModelFolder) -> None:
    card = (folder / "README.md").read_text()
    elbo = model.config.provenance["evaluation"]["elbo"]
    assert f"{elbo:,.0f}" in card
    assert "non-commercial research use" in card


def test_a_run_is_exported_and_measured_from_the_command_line(
    finished_run: Path, faces: FaceSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine"
    assert main(["export", str(finished_run), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["elbo"] == pytest.approx(
        ModelFolder(out).config.provenance["evaluation"]["elbo"]
    )
    assert main(["evaluate", str(out), str(faces.folder), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    expected = {"faces", "elbo", "log_likelihood", "kl", "bits_per_dim", "rmse", "active_units"}
    assert expected < figures.keys()
    assert figures["ppca"].keys() == {"components", "log_likelihood", "rmse"}
    assert PPCA in ModelFolder(out).config.files


def test_training_from_the_command_line_and_again_with_resume(
    faces: FaceSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "run")
    small = ["--latent", "4", "--hidden", "12", "--components", "2", "--batch", "64"]
    assert main(["train", str(faces.folder), "--out", run, "--epochs", "1", *small]) == 0
    assert "ELBO" in capsys.readouterr().err
    assert main(["train", str(faces.folder), "--out", run, "--resume"]) == 0
    assert main(["train", str(faces.folder), "--out", run]) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["train", "nowhere", "--out", "run"], "there is no face set 'nowhere'"),
        (["train", "faces"], "--out"),
        (["train", "faces", "--out", "run", "--epochs", "0"], "epochs must be from 1"),
        (["train", "faces", "--out", "run", "--epochs", "1.5"], "--epochs must be a whole number"),
        (["evaluate", "faces48", "faces", "--seed", "-4"], "--seed must be a whole number from 0"),
        (["export", "nowhere", "--out", "model"], "nowhere is no run folder"),
        (["evaluate", "nobody", "faces"], "there is no model 'nobody'"),
        (["export", "run", "--out", "m", "--licence", "mit\ntags: x"], "such as mit or cc0-1.0"),
        (["import", "x.onnx", "--out", "m", "--licence", ""], "such as mit or cc0-1.0"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


def test_ctrl_c_says_how_to_go_on_and_the_run_does(faces: FaceSet, tmp_path: Path) -> None:
    run = tmp_path / "run"
    words = [sys.executable, "-m", "morphing_faces.cli", "train", str(faces.folder)]
    small = ["--latent", "4", "--hidden", "12", "--components", "2", "--checkpoint-seconds", "0"]
    process = pexpect.spawn(
        words[0], [*words[1:], "--out", str(run), *small, "--epochs", "100000"], timeout=60
    )
    process.expect("ELBO")
    process.sendintr()
    process.expect("stopped; go on with: morphing-faces train .* --resume")
    process.expect(pexpect.EOF)
    process.wait()
    assert process.exitstatus == 130
    assert b"Traceback" not in process.before
    assert load_best(run)[1]["epoch"] >= 1
