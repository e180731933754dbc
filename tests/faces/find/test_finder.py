"""The real finder on a drawn face, whose eyes are where they were drawn."""

import numpy as np
import pytest

from morphing_faces.faces.find.face import Face
from morphing_faces.faces.find.finder import Finder
from tests.faces.drawing import Person, draw_face, placed

FACE = draw_face()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "height", "scale", "degrees"),
    [
        (48, 48, 0.13, 0),  # a postage stamp, filled
        (200, 200, 0.55, 0),  # a tight crop
        (160, 160, 0.25, -12),
        (1600, 900, 1.0, 15),
        (900, 2400, 0.9, 5),
        (3000, 2000, 5.0, 0),
        (2000, 2000, 0.35, 0),  # found at the second look
        (400, 400, 0.6, 28),
    ],
)
def test_a_face_is_found_whatever_the_size_of_the_photograph(
    finder: Finder, width: int, height: int, scale: float, degrees: float
) -> None:
    photograph, eyes = placed(FACE, width=width, height=height, scale=scale, degrees=degrees)
    faces = finder.find(photograph)
    assert len(faces) == 1
    face = finder.look_closer(photograph, faces[0])
    assert face.score > 0.85
    error = np.linalg.norm(face.landmarks[:2] - eyes, axis=1) / face.eye_distance
    assert error.max() < 0.08


def test_landmarks_come_in_the_order_stated(finder: Finder) -> None:
    (face,) = finder.find(FACE)
    left, right, nose, mouth_left, mouth_right = face.landmarks
    assert left[0] < nose[0] < right[0]
    assert mouth_left[0] < nose[0] < mouth_right[0]
    assert max(left[1], right[1]) < nose[1] < min(mouth_left[1], mouth_right[1])


def test_all_faces_are_found(finder: Finder) -> None:
    two = np.hstack([FACE, draw_face(Person(seed=1))])
    assert sorted(face.landmarks[:, 0].mean() // 400 for face in finder.find(two)) == [0, 1]


def test_no_face_is_found_where_there_is_none(finder: Finder) -> None:
    assert finder.find(np.full((300, 200, 3), 128, np.uint8)) == []
    noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), np.uint8)
    assert finder.find(noise) == []


@pytest.mark.slow
def test_looking_closer_halves_the_error(finder: Finder) -> None:
    rng = np.random.default_rng(4)
    errors = []
    for _ in range(12):
        centre = tuple(100 + rng.uniform(-15, 15, 2))
        photograph, eyes = placed(
            FACE,
            width=200,
            height=200,
            scale=rng.uniform(0.3, 0.5),
            degrees=rng.uniform(-12, 12),
            centre=(float(centre[0]), float(centre[1])),
        )
        first = finder.find(photograph)[0]
        closer = finder.look_closer(photograph, first)
        errors.append([_error(first, eyes), _error(closer, eyes)])
    before, after = np.sqrt(np.mean(np.square(errors), axis=0))
    assert after < before / 2
    assert after < 0.03


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [-30, -20, 20, 30])
def test_a_tilted_head_stands_upright_after_a_few_looks(finder: Finder, degrees: float) -> None:
    # A drawing takes more of them than a photograph: at first its tilt is hardly seen.
    photograph, _ = placed(FACE, width=300, height=300, scale=0.6, degrees=degrees)
    first = finder.find(photograph)[0]
    closer = finder.look_closer(photograph, first)
    assert abs(first.tilt - degrees) > 10
    assert abs(closer.tilt - degrees) < 5


def test_mirroring_a_photograph_mirrors_its_landmarks(finder: Finder) -> None:
    photograph, _ = placed(FACE, width=200, height=200, scale=0.4, centre=(95.0, 100.0))
    mirrored = np.ascontiguousarray(photograph[:, ::-1])
    one, other = (
        finder.look_closer(picture, finder.find(picture)[0]) for picture in (photograph, mirrored)
    )
    back = other.landmarks[[1, 0, 2, 4, 3]] * (-1, 1) + (200, 0)
    assert np.abs(one.landmarks - back).max() / one.eye_distance < 0.04


def test_a_face_that_is_not_there_at_a_closer_look_has_no_score(finder: Finder) -> None:
    imagined = Face(np.array([[40.0, 40], [60, 40], [50, 50], [42, 60], [58, 60]]), 0.9)
    closer = finder.look_closer(np.full((100, 100, 3), 128, np.uint8), imagined)
    assert closer.score == 0
    np.testing.assert_array_equal(closer.landmarks, imagined.landmarks)


def _error(face: Face, eyes: np.ndarray) -> float:
    return float(np.linalg.norm(face.landmarks[:2] - eyes, axis=1).mean() / face.eye_distance)
