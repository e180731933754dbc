"""A face as a PNG file."""

import io

import numpy as np
import pytest
from PIL import Image

from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.pictures.still import SIDE, face_png
from morphing_faces.points.document import point_in
from tests.tiny import LATENT


@pytest.mark.slow
def test_a_picture_keeps_the_proportions_and_colours_of_its_face(tall: ModelFolder) -> None:
    shared = Point(np.full(LATENT, 0.5, np.float32), (2, 3), 1.5)
    face = tall.decode(shared.z[None])[0]
    content = face_png(face, shared, tall)
    picture = np.asarray(Image.open(io.BytesIO(content)))
    assert picture.shape == (SIDE, round(SIDE * 24 / 36), 3)
    assert np.array_equal(picture, enlarge(face, picture.shape[1], SIDE))
    found = point_in(content, tall)
    assert found is not None
    assert np.array_equal(found.z, shared.z)
