"""Every face of a photograph of many people is found, counted, and can be chosen, just once."""

from pathlib import Path

import numpy as np
import pytest

from morphing_faces.errors import SourceError
from morphing_faces.faces.find.align import Frame
from morphing_faces.faces.find.face import Face, hinted, joined
from morphing_faces.faces.find.finder import Finder
from morphing_faces.faces.find.portrait import Aligner
from morphing_faces.types import Pixels
from tests.faces.crowds import Place, photograph, rows, selfie
from tests.faces.drawing import draw_face, encoded

CROWDS = {
    "a class of 24": (24, 6, 90, 110),
    "40 of 40 pixels": (40, 8, 40, 60),
    "40 beside each other": (40, 8, 40, 48),
    "40 in a wide place": (40, 10, 40, 120),
    "60, of 72 boxes and more": (60, 10, 64, 80),
}


def times_found(faces: list[Face], places: list[Place]) -> list[int]:
    """How often each person is among the faces, by the tips of their noses."""
    noses = [face.landmarks[2] for face in faces]
    return [
        sum(0 <= x - left <= side and 0 <= y - top <= side for x, y in noses)
        for side, left, top in places
    ]


@pytest.mark.slow
@pytest.mark.parametrize("crowd", CROWDS)
def test_everybody_is_found_once(finder: Finder, crowd: str) -> None:
    picture, places = rows(*CROWDS[crowd])
    faces = finder.find_all(picture)
    assert times_found(faces, places) == [1] * len(places)
    assert len(faces) == len(places)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "share"), [(500, 0.08), (1000, 0.05), (1600, 0.06), (1000, 0.12)]
)
def test_a_large_face_hides_no_small_ones(finder: Finder, width: int, share: float) -> None:
    picture, places = selfie(width, share)
    faces = finder.find_all(picture)
    assert times_found(faces, places) == [1] * 6
    assert len(faces) == 6


@pytest.mark.slow
def test_any_of_them_can_be_chosen_by_its_number_from_the_left(network: Path) -> None:
    picture, places = selfie(1000, 0.12)
    aligner = Aligner(Frame(), 48, network=network)
    content = encoded(picture)
    crops = [aligner.align("us.png", content, number=number) for number in range(1, 7)]
    assert [crop.faces for crop in crops] == [6] * 6
    likeness = np.asarray(
        np.corrcoef([crop.image.ravel() for crop in crops] + drawn(picture, places))
    )
    assert likeness[:6, 6:].argmax(axis=1).tolist() == list(range(6))
    with pytest.raises(SourceError, match="has 6 faces, there is no number 7"):
        aligner.align("us.png", content, number=7)


def drawn(picture: Pixels, places: list[Place]) -> list[Pixels]:
    """The people themselves, from the left: what the model drew has its eyes where crops do."""
    eyes = []
    for side, left, top in sorted(places, key=lambda place: place[1] + place[0] / 2):
        square = picture[top : top + side, left : left + side].mean(axis=2)
        index = (np.arange(48) + 0.5) * side / 48
        eyes.append(np.ravel(square[np.ix_(index.astype(int), index.astype(int))]))
    return eyes


@pytest.mark.slow
def test_one_face_is_one_face_and_nobody_is_nobody(finder: Finder) -> None:
    for width in (250, 500, 1000, 2000):
        side = width * 9 // 20
        picture = photograph(width, width * 3 // 4, [(side, (width - side) // 2, width // 8)])
        (face,) = finder.find_all(picture)
        np.testing.assert_array_equal(face.landmarks, finder.find(picture)[0].landmarks)
    assert finder.find_all(np.full((1500, 1200, 3), 128, np.uint8)) == []
    assert finder.find_all(np.full((24, 3000, 3), 128, np.uint8)) == []
    assert finder.find_all(np.full((3000, 24, 3), 128, np.uint8)) == []


def test_a_drawn_face_is_found_as_often_as_before(finder: Finder) -> None:
    assert len(finder.find_all(draw_face())) == 1


def at(x: float, score: float, eyes: float = 10.0) -> Face:
    shape = np.array([[-0.5, 0], [0.5, 0], [0, 0.5], [-0.4, 1], [0.4, 1]])
    return Face(shape * eyes + (x, 50.0), score)


def test_what_was_sure_stays_and_the_rest_gives_way() -> None:
    sure, unsure, same, other = at(50, 0.9), at(200, 0.6), at(52, 0.95), at(203, 0.85)
    assert joined([sure, unsure], [same, other]) == [sure, other]
    assert joined([sure, unsure], []) == [sure]
    better = at(202, 0.7)
    [kept] = joined([unsure], [better])
    assert kept is better
    [kept] = joined([better], [unsure])
    assert kept is better
    [kept] = joined([unsure], [])
    assert kept is unsure


def test_parts_of_a_sure_face_are_no_hint_of_another() -> None:
    large = at(100, 0.9, eyes=60)
    assert not hinted([large, at(110, 0.4)], [large])
    assert hinted([large, at(300, 0.4)], [large])
    assert not hinted([large, at(300, 0.1)], [large])
    assert not hinted([large, at(300, 0.85)], [large, at(300, 0.85)])
    assert hinted([at(300, 0.4)], [])
