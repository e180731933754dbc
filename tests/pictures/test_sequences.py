"""Ways through the latent space: the points of walks, slides, traversals."""

from itertools import pairwise

import numpy as np
import pytest

from morphing_faces import CommandError, Morpher
from morphing_faces.model.directions import Direction
from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.interpolation import between
from morphing_faces.pictures.sequences import find_rows, legs, random_points, swing, through, walked
from tests.tiny import LATENT, tiny_directions


@pytest.fixture(scope="module")
def directed(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    from tests.tiny import tiny_model

    folder = tmp_path_factory.mktemp("directed") / "tiny"
    return ModelFolder(tiny_model(folder, directions=tiny_directions()))


def stops(count: int) -> list[np.ndarray]:
    return list(np.random.default_rng(5).standard_normal((count, LATENT), np.float32))


def test_random_points_are_those_of_a_session(tiny: ModelFolder) -> None:
    morpher = Morpher(tiny, 7)
    first = morpher.z
    morpher.randomise()
    found = random_points(tiny, 7, "fitted", 3)
    assert np.array_equal(found[:2], [first, morpher.z])
    assert len(found) == 3


def test_a_walk_is_that_of_a_session(tiny: ModelFolder) -> None:
    morpher = Morpher(tiny, 7)
    for point in walked(lambda: Morpher(tiny, 7), 50, 0.1):
        assert np.array_equal(point, morpher.z)
        morpher.walk_step(0.1)


@pytest.mark.parametrize("count", [2, 31, 200])
def test_a_closed_walk_ends_where_it_begins(tiny: ModelFolder, count: int) -> None:
    points = list(walked(lambda: Morpher(tiny, 7), count, 0.2, closed=True))
    open_ones = list(walked(lambda: Morpher(tiny, 7), count + 1, 0.2))
    assert len(points) == count
    assert np.array_equal(points[0], open_ones[0])
    drift = (open_ones[-1] - open_ones[0]) / count
    steps = [b - a for a, b in pairwise(open_ones)]
    last = points[0] - points[-1]
    assert last == pytest.approx(steps[-1] - drift, abs=1e-5)  # no longer a jump than any other


def test_a_slide_begins_and_ends_at_its_points() -> None:
    points = stops(3)
    slide = list(through(points, 61))
    assert len(slide) == 61
    assert np.array_equal(slide[0], points[0])
    assert np.array_equal(slide[30], points[1])
    assert np.array_equal(slide[-1], points[2])


def test_a_closed_slide_repeats_without_a_jump() -> None:
    points = stops(2)
    slide = list(through(points, 40, closed=True))
    assert np.array_equal(slide[0], points[0])
    assert np.array_equal(slide[20], points[1])
    assert slide[39] == pytest.approx(slide[1], abs=1e-5)


def test_a_slide_of_one_frame_is_its_first_point() -> None:
    points = stops(2)
    assert [np.array_equal(each, points[0]) for each in through(points, 1)] == [True]


def test_a_strip_has_even_distances_and_every_point() -> None:
    points = stops(3)
    found = list(legs(points, 3))
    assert len(found) == 10
    assert [np.array_equal(found[i], points[j]) for i, j in ((0, 0), (4, 1), (5, 1), (9, 2))]
    assert np.array_equal(found[1], between(points[0], points[1], 0.25))


def test_a_swing_goes_to_both_ends_and_closes() -> None:
    places = [swing(number, 8) for number in range(9)]
    assert places[::2] == pytest.approx([0, 1, 0, -1, 0])


def test_a_dimension_sets_its_coordinate_alone(tiny: ModelFolder) -> None:
    (row,) = find_rows(["3"], tiny)
    z = stops(1)[0]
    changed = row.at(z, 1.5)
    index = tiny.interesting[3].index
    assert changed[index] == 1.5
    assert np.array_equal(np.delete(changed, index), np.delete(z, index))
    assert row.name == "3"


def test_a_direction_is_led_to_its_reading(directed: ModelFolder) -> None:
    age, happy = find_rows(["age", "happy"], directed)
    z = stops(1)[0]
    assert directed.directions[0].reading(age.at(z, 1.5)) == pytest.approx(1.5, abs=1e-5)
    assert age.note == "age drags along happy -0.50"
    assert happy.note == ""


def test_ranges_and_names_stand_side_by_side(directed: ModelFolder) -> None:
    names = [row.name for row in find_rows(["2-4", "svd-1", "0"], directed)]
    assert names == ["2", "3", "4", "svd-1", "0"]


def test_the_users_own_directions_and_names_count_too(directed: ModelFolder) -> None:
    mine = Direction("smirk", "own", np.ones(LATENT, np.float32))
    names = {directed.interesting[2].index: "beard"}
    found = find_rows(["smirk", "Age", "2"], directed, [mine], names)
    assert [row.name for row in found] == ["smirk", "age", "2: beard"]
    z = stops(1)[0]
    assert mine.reading(found[0].at(z, -2)) == pytest.approx(-2, abs=1e-5)


@pytest.mark.parametrize("word", ["29", "0-29", "5-3", "99999999", "smirk", "-1", "1.5", "²", "1-"])
def test_what_is_no_row_is_said(directed: ModelFolder, word: str) -> None:
    with pytest.raises(CommandError, match=r"from 0 to 28"):
        find_rows([word], directed)
