"""Faces in rows and columns."""

import numpy as np
import pytest

from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.pictures.grid import INK, PAPER, Grid


def faces(count: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(0).random((count, *shape), np.float32)


def test_one_face_fills_the_picture() -> None:
    (face,) = shown = faces(1, 48, 40)
    grid = Grid(1, 1, 80, 96)
    assert (grid.width, grid.height) == (80, 96)
    assert np.array_equal(grid.draw(shown), enlarge(face, 80, 96))


@pytest.mark.parametrize("colours", [(), (3,)])
def test_faces_lie_row_by_row_with_paper_between(colours: tuple[int, ...]) -> None:
    shown = faces(5, 8, 8, *colours)
    grid = Grid(5, 3, 64, 64)  # a gap of 2
    picture = grid.draw(shown)
    assert picture.shape == (130, 196, *colours)
    for number, face in enumerate(shown):
        top, left = 66 * (number // 3), 66 * (number % 3)
        assert np.array_equal(picture[top : top + 64, left : left + 64], enlarge(face, 64, 64))
    assert (picture[64:66] == PAPER).all()
    assert (picture[:, 64:66] == PAPER).all()
    assert (picture[66:, 132:] == PAPER).all()  # no sixth face


def test_a_grid_can_be_drawn_again_and_again() -> None:
    grid = Grid(2, 2, 32, 32, left=["a"])
    first, second = faces(2, 8, 8), 1 - faces(2, 8, 8)
    drawn = grid.draw(first)
    kept = drawn.copy()
    grid.draw(second)
    assert np.array_equal(drawn, kept)
    assert np.array_equal(grid.draw(first), kept)


def test_words_stand_beside_the_faces_and_never_on_them() -> None:
    plain = Grid(4, 2, 64, 64)
    black = np.zeros((4, 8, 8), np.float32)
    assert plain.draw(black).max() == PAPER
    left = Grid(4, 2, 64, 64, left=["smile", "a longer word"])
    above = Grid(4, 2, 64, 64, above=["-2.5", "+2.5"])
    below = Grid(4, 2, 64, 64, below=["0", "1", "2", "glasses"])
    for grid in (left, above, below):
        picture = grid.draw(black)
        assert picture.shape == (grid.height, grid.width)
        assert picture.max() > INK // 2
        assert (picture == 0).sum() == 4 * 64 * 64  # every pixel of every face
    assert (left.draw(black)[:, -plain.width :]).max() == PAPER
    assert (above.draw(black)[-plain.height :]).max() == PAPER
    assert below.width == plain.width


def test_a_word_for_a_row_has_room() -> None:
    grid = Grid(1, 1, 32, 32, left=["a word much wider than the face"])
    picture = grid.draw(np.zeros((1, 8, 8), np.float32))
    assert (picture[:, 0] == PAPER).all()
    assert (picture[:, -33] == PAPER).all()
