"""Pictures that this program drew with other weights: said, and encoded anew when asked for."""

import json
from pathlib import Path

import numpy as np
import pytest

from morphing_faces import load_model
from morphing_faces.errors import FileError
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.pictures.still import png
from morphing_faces.points.document import describe, drawn_by, read_point_file
from morphing_faces.session.photographs import PhotoEncoder
from morphing_faces.session.reframe import reframe
from morphing_faces.types import Floats


def drawn(path: Path, model: Model, face: Floats, name: str | None = None) -> Path:
    """A PNG file of a face, whose point is of other weights."""
    z = np.zeros(model.latent_size, np.float32)
    said = {"decoder": "0" * 64, "model": name or model.name}
    point = json.loads(describe(Point(z), model)) | said
    path.write_bytes(png(enlarge(face, 512, 512), json.dumps(point)))
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [("faces48", "faces48"), ("faces48", "heads64")])
def test_a_picture_of_other_weights_is_offered_to_be_encoded_anew(
    before: str, after: str, tmp_path: Path
) -> None:
    drawer, model = load_model(before), load_model(after)
    face = drawer.decode(np.full((1, drawer.latent_size), 0.2, np.float32))[0]
    path = drawn(tmp_path / "face.png", drawer, face)
    with pytest.raises(FileError, match=r"'faces48', and this is .*; 'photo' encodes its pic"):
        read_point_file(path, model)
    # Its eyes lie where its model has them: no face is looked for, so that no finder is needed.
    portrait = PhotoEncoder(model, network=tmp_path / "no finder").take(path)
    expected = reframe(face, drawer, model)
    inside = slice(model.image_shape[0] // 3, 2 * model.image_shape[0] // 3)
    off = np.abs(portrait.image - expected)[inside, inside]
    assert off.mean() < 4 / 255
    encoder = ENCODING.needed(model)
    assert np.array_equal(portrait.z, encoder.encode(portrait.image[None])[0][0])


@pytest.mark.slow
def test_a_picture_by_a_model_that_nobody_knows_is_taken_to_be_in_the_model_s_own_frame(
    tmp_path: Path,
) -> None:
    model = load_model("faces48")
    face = model.decode(np.full((1, model.latent_size), 0.2, np.float32))[0]
    path = drawn(tmp_path / "face.png", model, face, "somebody's")
    assert drawn_by(path.read_bytes()) == "somebody's"
    portrait = PhotoEncoder(model, network=tmp_path / "no finder").take(path)
    assert np.abs(portrait.image - face).mean() < 4 / 255


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"model": 7}'])
def test_a_text_that_names_no_model_is_none(text: str) -> None:
    assert drawn_by(png(np.zeros((4, 4), np.uint8), text)) is None
    assert drawn_by(text.encode()) is None
