"""What is gathered of faces: in colour, without landmarks, with and without labels."""

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from morphing_faces.faces.set.faceset import CARD, Card, FaceSet, load_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.probing.attributes import Attribute, look_at
from tests.probing.linear_model import LATENT, linear_model, planted_faces


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    return load_faces(planted_faces(tmp_path_factory.mktemp("sets") / "planted", count=60))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    return ModelFolder(linear_model(tmp_path_factory.mktemp("models") / "linear"))


def by_name(model: ModelFolder, faces: FaceSet) -> dict[str, Attribute]:
    return {each.name: each for each in look_at(model, faces, np.arange(60))[1]}


def test_labels_are_taken_where_they_are_known(model: ModelFolder, faces: FaceSet) -> None:
    found = by_name(model, faces)
    ages = faces.column("age").to_pylist()
    for said, age in zip(found["age"].values, ages, strict=True):
        assert (age is None and np.isnan(said)) or said == age
    moods = np.array(faces.column("expression").to_pylist())
    assert np.array_equal(found["happy"].values, moods == "happy")
    assert found["happy"].classes
    assert not found["age"].classes


def test_every_face_is_encoded_and_told_of(model: ModelFolder, faces: FaceSet) -> None:
    told: list[tuple[int, int]] = []
    means, _ = look_at(model, faces, np.arange(60), lambda *each: told.append(each))
    np.testing.assert_allclose(means, model.encode(faces.images[:] / np.float32(255))[0])
    assert told == [(60, 60)]


def test_faces_that_were_aligned_by_others_have_no_pose(model: ModelFolder, tmp_path: Path) -> None:
    folder = planted_faces(tmp_path / "aligned", count=60)
    card = msgspec.json.decode((folder / CARD).read_bytes(), type=Card)
    card = msgspec.structs.replace(card, eyes=None, aligned=True)
    (folder / CARD).write_bytes(msgspec.json.encode(card))
    found = by_name(model, load_faces(folder))
    for name in ("turn", "nod", "mouth-open"):
        assert np.isnan(found[name].values).all()
    for name in ("brightness", "light-right", "age"):
        assert np.isfinite(found[name].values).any()


def test_light_is_measured_in_colour_too(model: ModelFolder, faces: FaceSet) -> None:
    # Channels that differ and average to the grey ones.
    grey_levels = faces.images[np.arange(60)].astype(int)
    tint = np.minimum(np.minimum(grey_levels, 255 - grey_levels), 9)
    pictures = np.stack([grey_levels + tint, grey_levels, grey_levels - tint], axis=3)
    coloured = replace(faces, images=pictures.astype(np.uint8))  # type: ignore[arg-type]

    class Blind:
        capabilities = model.capabilities

        def encode(self, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            assert pictures.shape[1:] == (16, 16, 3)
            return np.zeros((len(pictures), LATENT)), np.ones((len(pictures), LATENT))

    grey = by_name(model, faces)
    colour = by_name(Blind(), coloured)  # type: ignore[arg-type]
    for name in ("brightness", "contrast", "light-right", "light-above", "mouth-open"):
        np.testing.assert_allclose(colour[name].values, grey[name].values, atol=1e-9)
