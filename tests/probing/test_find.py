"""Directions of a linear model, whose labels were planted, are found with their units."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces import FaceSetError, ModelError
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.directions import Direction
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER, STD
from morphing_faces.model.onnx.graphs import decoder_graph
from morphing_faces.model.onnx.quantise import Layer
from morphing_faces.probing.find import FoundDirections, find_directions
from morphing_faces.probing.singular import first_layer, singular_directions
from tests.probing.linear_model import LATENT, SIDE, STEP, linear_model, planted_faces
from tests.tiny import layer, tiny_faces


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    return ModelFolder(linear_model(tmp_path_factory.mktemp("models") / "linear"))


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    return load_faces(planted_faces(tmp_path_factory.mktemp("sets") / "planted"))


@pytest.fixture(scope="module")
def found(model: ModelFolder, faces: FaceSet) -> FoundDirections:
    return find_directions(model, faces)


def named(found: FoundDirections, name: str) -> Direction:
    return next(each for each in found.directions if each.name == name)


def test_the_model_is_linear_both_ways(model: ModelFolder) -> None:
    z = np.random.default_rng(0).standard_normal((20, LATENT)).astype(np.float32)
    np.testing.assert_allclose(model.encode(model.decode(z))[0], z, atol=1e-4)


def test_age_is_found_with_its_unit_and_its_score(found: FoundDirections) -> None:
    age = named(found, "age")
    assert age.score is not None
    assert age.unit is not None
    assert age.ends == ("younger", "older")
    # 10 years a unit of z1, and 3 years that no probe can know.
    assert (age.score.kind, age.unit.of) == ("R2", "years")
    assert age.score.value == pytest.approx(100 / 109, abs=0.03)
    assert age.unit.value == pytest.approx(10, rel=0.04)
    np.testing.assert_allclose(age.step, np.eye(LATENT)[1], atol=0.06)
    assert found.kept["age"] == pytest.approx(1, abs=0.01)


def test_a_step_makes_a_face_older_by_the_unit(found: FoundDirections, model: ModelFolder) -> None:
    age = named(found, "age")
    z = np.zeros(LATENT, np.float32)
    older = model.encode(model.decode(age.stepped(z, 2)[None]))[0][0]
    assert age.reading(older) - age.reading(z) == pytest.approx(2, abs=0.01)
    assert age.unit is not None
    assert 10 * older[1] == pytest.approx(2 * age.unit.value, rel=0.04)


def test_classes_are_found_in_their_direction(found: FoundDirections) -> None:
    truth = np.array([0, 0.6, 0.8, 0, 0, 0])
    for name, sign in (("happy", 1), ("sad", -1)):
        direction = named(found, name)
        assert direction.score is not None
        assert direction.score.kind == "AUC"
        assert direction.score.value > 0.95
        assert direction.unit is None
        cosine = sign * direction.step @ truth / np.linalg.norm(direction.step)
        assert cosine > 0.98


def test_attributes_that_were_planted_together_leak(found: FoundDirections) -> None:
    leakage = named(found, "age").leakage or {}
    # happy reads (0.6 z1 + 0.8 z2), so a step of z1 moves it by 0.6 of its standard deviations.
    assert leakage["happy"] == pytest.approx(0.6, abs=0.08)
    assert leakage["sad"] == pytest.approx(-0.6, abs=0.08)
    assert (named(found, "happy").leakage or {})["age"] == pytest.approx(0.6, abs=0.08)
    assert "age" not in leakage
    for measured in ("brightness", "turn"):
        assert measured not in leakage


def test_measures_are_found_without_labels(found: FoundDirections) -> None:
    brightness, turn = named(found, "brightness"), named(found, "turn")
    assert brightness.unit is not None
    assert turn.unit is not None
    # The face is the picture's oval; the first coordinate adds STEP / SIDE to every pixel.
    assert brightness.unit.value == pytest.approx(255 * STEP / SIDE, rel=0.05)
    assert turn.unit.value == pytest.approx(5, rel=0.05)
    assert turn.score is not None
    assert turn.score.value > 0.99
    np.testing.assert_allclose(turn.step, np.eye(LATENT)[3], atol=0.05)


def test_what_cannot_be_told_is_left_out_and_said_so(found: FoundDirections) -> None:
    why = dict(found.left_out)
    assert why["angry"] == "only 0 faces are angry, or not; 20 are needed"
    assert why["surprised"] == "only 0 faces are surprised, or not; 20 are needed"
    assert why["nod"] == "it is the same for all faces"
    assert {each.name for each in found.directions}.isdisjoint(why)


def test_no_direction_is_about_who_somebody_is(found: FoundDirections) -> None:
    words = {each.name for each in found.directions} | set(dict(found.left_out))
    assert not {"gender", "ethnicity", "female", "male", "race"} & words


def test_readings_of_faces_are_zero_on_average_and_of_spread_one(
    found: FoundDirections, model: ModelFolder, faces: FaceSet
) -> None:
    z = model.encode(faces.images[np.arange(400)] / np.float32(255))[0]
    for name in ("age", "turn", "brightness", "svd-1"):
        readings = [named(found, name).reading(point) for point in z]
        assert np.mean(readings) == pytest.approx(0, abs=0.15)
        assert np.std(readings) == pytest.approx(1, abs=0.1)


def test_dimensions_that_a_direction_explains_get_its_name(found: FoundDirections) -> None:
    assert {index: it.name for index, it in found.names.items()} == {
        0: "brightness",
        1: "age",
        3: "turn",
    }
    assert found.names[1].explained == pytest.approx(100 / 109, abs=0.03)


@pytest.mark.slow
def test_the_same_faces_give_the_same_directions(
    model: ModelFolder, faces: FaceSet, found: FoundDirections
) -> None:
    again = find_directions(model, faces)
    for one, other in zip(found.directions, again.directions, strict=True):
        assert one.name == other.name
        assert np.array_equal(one.step, other.step)


@pytest.mark.slow
def test_fewer_faces_may_be_learnt_from(model: ModelFolder, faces: FaceSet) -> None:
    fewer = find_directions(model, faces, most=400)
    assert fewer.learnt_from == 400
    assert named(fewer, "age").step[1] == pytest.approx(1, abs=0.15)


@pytest.mark.slow
def test_a_face_set_without_labels_gives_measures_only(model: ModelFolder, tmp_path: Path) -> None:
    plain = load_faces(planted_faces(tmp_path / "plain", count=1200, expressions=False))
    found = find_directions(model, plain)
    why = dict(found.left_out)
    assert why["happy"] == ("known of 0 faces to learn from and 0 held out; 200 and 40 are needed")
    assert named(found, "brightness").score is not None


def test_a_model_without_an_encoder_is_refused(faces: FaceSet, tmp_path: Path) -> None:
    blind = ModelFolder(linear_model(tmp_path / "blind", encoder=False))
    with pytest.raises(ModelError, match="has no encoder"):
        find_directions(blind, faces)


def test_faces_of_another_shape_are_refused(model: ModelFolder, tmp_path: Path) -> None:
    other = load_faces(tiny_faces(tmp_path / "other", count=30))
    with pytest.raises(FaceSetError, match=r"pictures of shape \[8, 8\]"):
        find_directions(model, other)


def test_too_few_faces_are_refused(model: ModelFolder, tmp_path: Path) -> None:
    few = load_faces(planted_faces(tmp_path / "few", count=150))
    with pytest.raises(FaceSetError, match="directions need 200 and 40"):
        find_directions(model, few)


@pytest.mark.slow
def test_a_decoder_of_another_make_gets_no_singular_directions(
    faces: FaceSet, tmp_path: Path
) -> None:
    onnx = pytest.importorskip("onnx")
    folder = linear_model(tmp_path / "strange")
    proto = onnx.load(str(folder / DECODER))
    for tensor in proto.graph.initializer:
        for node in proto.graph.node:
            node.input[:] = [f"x{n}" if n == tensor.name else n for n in node.input]
        tensor.name = f"x{tensor.name}"
    content = proto.SerializeToString()
    (folder / DECODER).write_bytes(content)
    rewrite(folder, DECODER, content)
    found = find_directions(ModelFolder(folder), faces)
    assert dict(found.left_out)["svd"] == "the decoder is not of this package's make"
    assert {each.kind for each in found.directions} == {"label", "measured"}


def rewrite(folder: Path, name: str, content: bytes) -> None:
    import hashlib

    config: dict[str, Any] = json.loads((folder / "config.json").read_text())
    config["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    (folder / "config.json").write_text(json.dumps(config))


def test_singular_directions_are_orthogonal_and_by_falling_answer() -> None:
    weight = (
        np.random.default_rng(1).standard_normal((6, 40)) * np.array([3, 1, 9, 1, 1, 5])[:, None]
    )
    vectors = singular_directions(weight, 3)
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(3), atol=1e-12)
    answers = np.linalg.norm(vectors @ weight, axis=1)
    np.testing.assert_allclose(answers, np.linalg.svd(weight)[1][:3])
    assert [int(np.abs(vector).argmax()) for vector in vectors] == [2, 5, 0]
    assert (vectors[range(3), [2, 5, 0]] > 0).all()


def test_units_that_are_scaled_up_and_down_again_change_nothing(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    first, mean = layer(rng, LATENT, 20), layer(rng, 20, SIDE * SIDE)
    scale = rng.uniform(0.1, 10, 20).astype(np.float32)
    scaled = Layer(first.weight * scale, first.bias * scale)
    undone = Layer(mean.weight / scale[:, None], mean.bias)
    weights = []
    for name, layers in (("plain", (first, mean)), ("scaled", (scaled, undone))):
        folder = linear_model(tmp_path / name)
        content = decoder_graph([layers[0]], layers[1], (SIDE, SIDE)).SerializeToString()
        (folder / DECODER).write_bytes(content)
        rewrite(folder, DECODER, content)
        weights.append(first_layer(ModelFolder(folder)))
    assert weights[0] is not None
    assert weights[1] is not None
    np.testing.assert_allclose(weights[1], weights[0], rtol=1e-5)
    assert STD not in ModelFolder(tmp_path / "plain").config.files
