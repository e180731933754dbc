"""Calibration, units and groups of a model, on faces whose figures are known."""

import json
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.evaluation.evaluate import evaluate
from morphing_faces.evaluation.metrics.fairness import by_group
from morphing_faces.evaluation.metrics.per_image import INTERVALS, judge_faces
from morphing_faces.evaluation.metrics.units import first_layer_norms
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.config import FORMAT, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.onnx.graphs import decoder_graph
from morphing_faces.model.onnx.quantise import HalfLayer, Layer, round_layer
from morphing_faces.model.write import write_model
from morphing_faces.vae.run import load_best
from tests.tiny import layer, tiny_faces

pytestmark = pytest.mark.slow


def test_one_pass_gives_both_halves_of_the_conditional(model: ModelFolder) -> None:
    z = np.random.default_rng(0).standard_normal((40, model.latent_size))
    mean, std = model.conditional(z)
    np.testing.assert_allclose(mean, model.decode(z), atol=1e-6)
    np.testing.assert_allclose(std, model.std(z), rtol=1e-5)


def test_coverage_is_counted_pixel_by_pixel(model: ModelFolder, faces: FaceSet) -> None:
    rows = faces.split("test")
    judged = judge_faces(model, faces, rows, None, seed=4)
    rng = np.random.default_rng(4)
    x = (faces.images[rows] + rng.random((len(rows), *model.image_shape))) / 256
    mean, std = model.encode(x)
    centre, spread = model.conditional(mean + std * rng.standard_normal(mean.shape))
    # The standard normal's own figures: 50 %, 90 % and 99 % lie within these many deviations.
    for found, limit in zip(judged.covered, (0.674490, 1.644854, 2.575829), strict=True):
        np.testing.assert_allclose(found, (np.abs(x - centre) <= limit * spread).mean(axis=0))


def test_a_model_that_is_right_is_calibrated(model: ModelFolder, tmp_path: Path) -> None:
    """Faces drawn from p(x|z) itself, and an encoder that knows their z."""

    class Knowing:
        image_shape, capabilities = model.image_shape, model.capabilities
        decode, conditional = model.decode, model.conditional

        def encode(self, _: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return z, np.full_like(z, 1e-6)

    folder = tiny_faces(tmp_path / "made", count=200)
    rng = np.random.default_rng(6)
    z = 0.1 * rng.standard_normal((200, model.latent_size))
    mean, std = model.conditional(z)
    drawn = mean + std * rng.standard_normal(mean.shape)
    pictures = np.clip(drawn * 256, 0, 255).astype(np.uint8)
    np.save(folder / "images.npy", pictures)
    judged = judge_faces(Knowing(), load_faces(folder), np.arange(200), None, seed=0)  # type: ignore[arg-type]
    # A pixel that leaves the range from black to white is no Gaussian any more.
    free = ((drawn > 0) & (drawn < 1)).all(axis=0)
    assert free.sum() > 10
    np.testing.assert_allclose(judged.covered[:, free].mean(axis=1), INTERVALS, atol=0.015)


def test_units_agree_with_the_network(
    model: ModelFolder, faces: FaceSet, finished_run: Path
) -> None:
    units = evaluate(model, faces, "all", units=True).units
    assert units is not None
    assert units.norms is not None
    network, _ = load_best(finished_run)
    weight = network.decoder.get_parameter("hidden.0.weight")
    np.testing.assert_allclose(units.norms, weight.detach().norm(dim=0).numpy(), rtol=1e-5)
    assert units.active == sum(variance > 0.01 for variance in units.variance)
    assert sum(units.kl) == pytest.approx(evaluate(model, faces, "all").kl)


@pytest.mark.parametrize("stored", ["fp32", "half", "int8", "skip"])
def test_norms_are_those_of_the_matrix_however_it_is_stored(tmp_path: Path, stored: str) -> None:
    rng = np.random.default_rng(0)
    plain = layer(rng, 6, 6)
    first = {
        "fp32": plain,
        "half": HalfLayer(plain.weight.astype(np.float16).astype(np.float32), plain.bias),
        "int8": round_layer(plain, rng.standard_normal((50, 6)).astype(np.float32)),
        "skip": Layer(plain.weight, plain.bias, np.full(6, 3, np.float32)),
    }[stored]
    graph = decoder_graph([first], layer(rng, 6, 4), (2, 2))
    config = ModelConfig(
        format=FORMAT,
        name="stored",
        image=ImageConfig(2, 2, 1),
        latent_size=6,
        interesting=(RankedDimension(0, 1.0, 0.0, 1.0), RankedDimension(1, 1.0, 0.0, 1.0)),
        files={},
    )
    write_model(tmp_path / "stored", config, {DECODER: graph.SerializeToString()}, "")
    norms = first_layer_norms(ModelFolder(tmp_path / "stored"))
    assert norms is not None
    matrix = first.weight + (np.diag(first.skip) if first.skip is not None else 0)
    np.testing.assert_allclose(norms, np.linalg.norm(matrix, axis=1), rtol=1e-6)


def test_groups_split_the_figures(labelled: FaceSet) -> None:
    rows = labelled.split("all")
    rng = np.random.default_rng(0)
    elbo, squares = rng.standard_normal(len(rows)), rng.random(len(rows))
    found = by_group(labelled, rows, elbo, squares)
    ages = np.array([-1 if age is None else age for age in labelled.index["age"].to_pylist()])
    for group in found:
        if group.label == "age":
            low, _, high = group.value.rstrip("+").partition(" to ")
            members = (ages >= int(low)) & (ages <= int(high or 200))
        else:
            members = np.array(labelled.index[group.label].to_pylist()) == group.value
        assert group.faces == members.sum()
        assert group.elbo == pytest.approx(elbo[members].mean())
        assert group.rmse == pytest.approx(np.sqrt(squares[members].mean()))
        assert group.few == (group.faces < 30)
    assert {group.label for group in found} == {"age", "gender", "expression", "source"}
    genders = [group for group in found if group.label == "gender"]
    assert sum(group.faces for group in genders) < len(rows)  # some have no such label


def test_standard_errors_are_those_of_repeated_draws(labelled: FaceSet) -> None:
    rng = np.random.default_rng(0)
    rows = labelled.split("all")
    draws = [
        by_group(labelled, rows, rng.normal(5, 3, len(rows)), rng.gamma(2, 1, len(rows)))
        for _ in range(100)
    ]
    groups = next(i for i, group in enumerate(draws[0]) if group.value == "female")
    spread = np.std([draw[groups].elbo for draw in draws])
    assert spread == pytest.approx(draws[0][groups].elbo_standard_error, rel=0.25)
    spread = np.std([draw[groups].rmse for draw in draws])
    assert spread == pytest.approx(draws[0][groups].rmse_standard_error, rel=0.25)


def test_the_card_has_the_calibration_and_the_report(model: ModelFolder) -> None:
    card = (model.folder / "README.md").read_text()
    assert "[the report](https://example.org/report.html)" in card
    assert "pixels within the central interval of | 50%:" in card
    assert "By group" not in card  # these faces have one source and no labels


def test_the_command_states_the_bound_and_the_groups(
    model: ModelFolder, labelled: FaceSet, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", str(model.folder), str(labelled.folder), "--split", "all"]
    assert main([*words, "--importance", "20", "--importance-faces", "9"]) == 0
    text = capsys.readouterr().out
    assert "bound, K = 20" in text
    assert "gender female" in text
    assert main([*words, "--importance", "20", "--importance-faces", "9", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["importance"]["faces"] == 9
    assert figures["importance"]["gain"] > 0
    assert len(figures["units"]["kl"]) == model.latent_size
    assert figures["groups"][0]["label"] == "age"
    assert [interval["nominal"] for interval in figures["calibration"]] == [0.5, 0.9, 0.99]


def test_too_many_samples_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "faces48", "faces", "--importance", "9000"]) == 2
    assert "--importance must be from 0 to 5000" in capsys.readouterr().err
