"""Reading, checking and writing model folders."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces import FileError, ModelError, load_model
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER, ENCODER, STD
from morphing_faces.model.write import write_model
from tests.tiny import LATENT, tiny_model

Z = np.random.default_rng(0).standard_normal((3, LATENT)).astype(np.float32)


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_folder, tmp_path / "model"))


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change config.json."""
    path = folder / "config.json"
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


def test_faces_have_the_documented_shape_type_and_range(tiny: ModelFolder) -> None:
    faces = tiny.decode(Z)
    assert faces.shape == (3, 48, 48)
    assert faces.dtype == np.float32
    assert faces.min() >= 0
    assert faces.max() <= 1


def test_standard_deviations_are_above_zero(tiny: ModelFolder) -> None:
    assert tiny.std(Z).shape == (3, 48, 48)
    assert (tiny.std(Z) > 0).all()


def test_encoding_gives_a_posterior_for_each_face(tiny: ModelFolder) -> None:
    mean, std = tiny.encode(tiny.decode(Z))
    assert mean.shape == std.shape == (3, LATENT)
    assert (std > 0).all()


def test_rows_are_decoded_independently(tiny: ModelFolder) -> None:
    np.testing.assert_array_equal(tiny.decode(Z)[1], tiny.decode(Z[1:2])[0])


def test_no_rows_give_no_faces(tiny: ModelFolder) -> None:
    assert tiny.decode(Z[:0]).shape == (0, 48, 48)
    assert tiny.encode(np.empty((0, 48, 48)))[0].shape == (0, LATENT)


@pytest.mark.parametrize(
    ("z", "sentence"),
    [
        (np.zeros((2, 7)), rf"decodes latent points of shape \[N, {LATENT}\], got \[2, 7\]"),
        (np.zeros(LATENT), rf"got \[{LATENT}\]"),
        (np.full((1, LATENT), np.nan), "must be a finite number"),
    ],
)
def test_latent_points_of_another_kind_are_refused(
    tiny: ModelFolder, z: np.ndarray, sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        tiny.decode(z)


@pytest.mark.parametrize(
    ("faces", "sentence"),
    [
        (np.zeros((1, 48, 47)), r"shape \[N, 48, 48\], got \[1, 48, 47\]"),
        (np.zeros(()), r"got \[\]"),
        (np.full((1, 48, 48), 255), "values from 0 to 1"),
        (np.full((1, 48, 48), np.nan), "values from 0 to 1"),
    ],
)
def test_pictures_of_another_kind_are_refused(
    tiny: ModelFolder, faces: np.ndarray, sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        tiny.encode(faces)


def test_a_model_without_encoder_or_std_still_decodes(folder: Path) -> None:
    edit(folder, lambda document: [document["files"].pop(name) for name in (ENCODER, STD)])
    model = ModelFolder(folder)
    assert model.decode(Z).shape == (3, 48, 48)
    with pytest.raises(ModelError, match="has no encoder"):
        model.encode(np.zeros((1, 48, 48)))
    with pytest.raises(ModelError, match="does not say how certain"):
        model.std(Z)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.update(format=2), "is of format 2; this version of the package reads 1"),
        (lambda d: d.pop("latent_size"), "missing required field `latent_size`"),
        (lambda d: d.update(speed=3), "unknown field `speed`"),
        (lambda d: d.update(latent_size="many"), r"Expected `int`, got `str`.*latent_size"),
        (lambda d: d.update(latent_size=LATENT + 1), r"but config.json says \[N, 41\]"),
        (lambda d: d["image"].update(height=47), r"but config.json says .* \[N, 47, 48\]"),
        (lambda d: d["image"].update(channels=2), "1 or 3 channels"),
        (lambda d: d["interesting"][1].update(index=LATENT), "from 0 to 39"),
        (lambda d: d["interesting"][1].update(d["interesting"][0]), "different indices"),
        (lambda d: d.update(interesting=d["interesting"][:1]), "at least two interesting"),
        (lambda d: d.update(opening=[3, 3]), "'opening' must be two different dimensions from 0"),
        (lambda d: d.update(opening=[0, 29]), "'opening' must be two different .* 0 to 28, got"),
        (lambda d: d["files"].pop(DECODER), "lists no onnx/decoder.onnx"),
        (lambda d: d["files"].update({"../x": d["files"][DECODER]}), "outside the model folder"),
        (lambda d: d["files"].update({"gone": d["files"][DECODER]}), "folder is incomplete"),
    ],
)
def test_a_configuration_that_is_wrong_is_refused_in_one_line(
    folder: Path, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    edit(folder, change)
    with pytest.raises(ModelError, match=sentence) as caught:
        ModelFolder(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", "{}"])
def test_a_configuration_that_is_no_json_object_is_refused(folder: Path, text: str) -> None:
    (folder / "config.json").write_text(text)
    with pytest.raises(
        ModelError, match=r"config\.json (is of format None|does not describe a model folder)"
    ):
        ModelFolder(folder)


@pytest.mark.parametrize("name", [DECODER, STD, ENCODER])
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} is damaged"):
        ModelFolder(folder)


def test_a_file_that_is_no_graph_is_refused(folder: Path) -> None:
    config = ModelFolder(folder).config
    shutil.rmtree(folder)
    write_model(folder, config, {DECODER: b"not a graph"}, "")
    with pytest.raises(ModelError, match=r"decoder\.onnx cannot be run"):
        ModelFolder(folder)


def test_a_graph_with_other_names_is_refused(folder: Path) -> None:
    encoder, config = (folder / ENCODER).read_bytes(), ModelFolder(folder).config
    shutil.rmtree(folder)
    write_model(folder, config, {DECODER: encoder}, "")
    with pytest.raises(ModelError, match="must map 'z' to 'mean', but maps image to mean, std"):
        ModelFolder(folder)


def test_a_model_that_is_not_there_names_those_that_ship() -> None:
    with pytest.raises(ModelError, match=r"neither a folder, .* nor the name of a model"):
        load_model("nobody")


def test_a_folder_without_configuration_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is no model folder"):
        load_model(tmp_path)


def test_writing_never_replaces_a_folder(folder: Path) -> None:
    before = sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    with pytest.raises(ModelError, match="exists already"):
        tiny_model(folder, seed=1)
    assert sorted(p.read_bytes() for p in folder.rglob("*") if p.is_file()) == before


def test_a_folder_that_cannot_be_written_is_reported_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError, match="model cannot be written: "):
        tiny_model(tmp_path / "file" / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
