"""The laws of the Morpher."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.errors import CommandError, ModelError
from morphing_faces.model.dimensions import PlainDimension
from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.morpher import LARGEST_REACH, Morpher
from morphing_faces.types import Floats
from tests.plain import Rows


@dataclass
class Stripes(Rows):
    """Its faces may be in colour, and it remembers what it decoded."""

    colour: bool = False
    decoded: list[Floats] = field(default_factory=list)

    def decode(self, z: Floats, /) -> Floats:
        self.decoded.append(z.copy())
        faces = super().decode(z)
        return np.repeat(faces[..., None], 3, axis=-1) if self.colour else faces


INDICES = [dimension.index for dimension in Stripes.interesting]
LAST = len(INDICES) - 1

places = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
outside = st.tuples(st.floats(), st.floats()).filter(
    lambda place: not all(-1 <= value <= 1 for value in place)
)
pairs = st.permutations(range(len(INDICES))).map(lambda order: (order[0], order[1]))
reaches = st.floats(1e-3, LARGEST_REACH)
actions = st.one_of(
    st.tuples(st.just("move"), places),
    st.tuples(st.just("select"), pairs),
    st.tuples(st.just("toggle_freeze"), st.just(())),
    st.tuples(st.just("randomise"), st.just(())),
    st.tuples(st.just("walk_step"), st.tuples(st.floats(0.01, 3))),
    st.tuples(st.just("step"), st.tuples(st.sampled_from([0, 1]), st.sampled_from([-1, 1]))),
    st.tuples(st.just("set_reach"), st.tuples(reaches)),
)
histories = st.lists(actions, max_size=12)


def played(history: list[tuple[str, tuple[float, ...]]], seed: int = 0) -> Morpher:
    morpher = Morpher(Stripes(), seed)
    for name, arguments in history:
        getattr(morpher, name)(*arguments)
    return morpher


def thawed(history: list[tuple[str, tuple[float, ...]]]) -> Morpher:
    morpher = played(history)
    if morpher.frozen:
        morpher.toggle_freeze()
    return morpher


def but(z: Floats, *ranks: int) -> Floats:
    """z without the coordinates of some dimensions."""
    return np.delete(z, [INDICES[rank] for rank in ranks])


@given(histories, places, reaches)
def test_a_move_sets_the_selected_coordinates_and_no_other(
    history: list[tuple[str, tuple[float, ...]]], place: tuple[float, float], reach: float
) -> None:
    morpher = thawed(history)
    morpher.set_reach(reach)
    before = morpher.z
    morpher.move(*place)
    first, second = morpher.selected
    assert morpher.z[INDICES[first]] == np.float32(place[0] * reach)
    assert morpher.z[INDICES[second]] == np.float32(place[1] * reach)
    assert np.array_equal(but(morpher.z, first, second), but(before, first, second))


@given(histories, outside)
def test_a_move_outside_the_picture_changes_nothing(
    history: list[tuple[str, tuple[float, ...]]], place: tuple[float, float]
) -> None:
    morpher = thawed(history)
    before = morpher.z
    morpher.move(*place)
    assert np.array_equal(morpher.z, before)


@given(histories, st.lists(places, min_size=1, max_size=4), pairs, places)
def test_a_frozen_face_ignores_moves_and_unfrozen_keeps_what_is_not_selected(
    history: list[tuple[str, tuple[float, ...]]],
    ignored: list[tuple[float, float]],
    pair: tuple[int, int],
    place: tuple[float, float],
) -> None:
    morpher = thawed(history)
    before = morpher.z
    morpher.toggle_freeze()
    for each in ignored:
        morpher.move(*each)
        morpher.walk_step()
    morpher.select(*pair)
    assert np.array_equal(morpher.z, before)
    morpher.toggle_freeze()
    assert np.array_equal(morpher.z, before)
    morpher.move(*place)
    assert np.array_equal(but(morpher.z, *pair), but(before, *pair))


@given(histories, pairs)
def test_selecting_leaves_every_coordinate_where_it_was(
    history: list[tuple[str, tuple[float, ...]]], pair: tuple[int, int]
) -> None:
    morpher = played(history)
    before = morpher.z
    morpher.select(*pair)
    assert morpher.selected == pair
    assert np.array_equal(morpher.z, before)


@given(histories, st.integers(0, 2**32 - 1))
def test_equal_seeds_and_equal_calls_give_equal_points(
    history: list[tuple[str, tuple[float, ...]]], seed: int
) -> None:
    one, other = played(history, seed), played(history, seed)
    assert np.array_equal(one.z, other.z)
    assert one.status == other.status


@given(histories)
def test_a_random_face_is_another_point_and_stays_as_frozen_as_it_was(
    history: list[tuple[str, tuple[float, ...]]],
) -> None:
    morpher = played(history)
    before, frozen, selected = morpher.z, morpher.frozen, morpher.selected
    morpher.randomise()
    assert not np.any(morpher.z == before)
    assert (morpher.frozen, morpher.selected) == (frozen, selected)


def test_random_points_follow_the_prior() -> None:
    morpher = Morpher(Stripes(latent_size=20_000), seed=3)
    for _ in range(3):
        morpher.randomise()
        # 20,000 draws from N(0, 1): five standard errors around its mean, variance and kurtosis.
        assert abs(morpher.z.mean()) < 5 / np.sqrt(20_000)
        assert abs(morpher.z.var() - 1) < 5 * np.sqrt(2 / 20_000)
        assert abs((morpher.z**4).mean() - 3) < 5 * np.sqrt(96 / 20_000)


@given(histories, st.sampled_from([1, 2, 3, 7, 30]))
def test_a_whole_step_of_the_walk_moves_one_interesting_dimension_by_a_half(
    history: list[tuple[str, tuple[float, ...]]], shares: int
) -> None:
    morpher = thawed([act for act in history if act[0] not in ("walk_step", "set_reach")])
    before = morpher.z
    for _ in range(shares):
        morpher.walk_step(1 / shares)
    change = morpher.z.astype(np.float64) - before
    (moved,) = np.flatnonzero(change)
    assert moved in INDICES
    # The coordinate, below 8, is rounded to float32 at every share.
    assert abs(change[moved]) == pytest.approx(0.5, abs=shares * 5e-7)


def test_the_walk_visits_every_interesting_dimension_and_stays_where_faces_are() -> None:
    morpher = Morpher(Stripes(), seed=0)
    points = []
    for _ in range(5000):
        morpher.walk_step()
        points.append(morpher.z)
    track = np.array(points)[:, INDICES]
    assert (np.ptp(track, axis=0) > 3).all()
    assert np.abs(track).max() <= 3.5
    still = np.delete(np.array(points), INDICES, axis=1)
    assert (still == still[0]).all()


@pytest.mark.slow
@given(histories, st.sampled_from([0, 1]), st.sampled_from([-1, 1]))
def test_stepping_goes_round_all_other_dimensions_and_leaves_the_other_choice(
    history: list[tuple[str, tuple[float, ...]]], which: int, by: int
) -> None:
    morpher = played(history)
    start, before = morpher.selected, morpher.z
    seen = []
    for _ in range(LAST):
        morpher.step(which, by)
        assert morpher.selected[1 - which] == start[1 - which]
        seen.append(morpher.selected[which])
    assert morpher.selected == start
    assert sorted([*seen, start[1 - which]]) == list(range(LAST + 1))
    assert np.array_equal(morpher.z, before)


def test_with_two_dimensions_there_is_none_to_step_to() -> None:
    morpher = Morpher(Stripes(interesting=Stripes.interesting[:2]))
    morpher.step(0, 1)
    assert morpher.selected == (0, 1)


def test_the_two_most_interesting_dimensions_are_selected_at_first() -> None:
    assert Morpher(Stripes()).selected == (0, 1)


def test_the_face_is_what_the_decoder_makes_of_the_point() -> None:
    decoder = Stripes()
    morpher = Morpher(decoder, seed=1)
    face = morpher.face()
    assert face.shape == (12, 8)
    assert np.array_equal(decoder.decoded[0], morpher.z[None])


def test_colour_faces_and_few_dimensions_morph_too() -> None:
    morpher = Morpher(Stripes(colour=True), seed=1)
    before = morpher.face()
    morpher.move(1, -1)
    assert morpher.face().shape == (12, 8, 3)
    assert not np.array_equal(morpher.face(), before)
    with pytest.raises(CommandError, match="choose from 0 to 4"):
        morpher.select(0, 5)


def test_a_model_folder_morphs(tiny: ModelFolder) -> None:
    morpher = Morpher(tiny, seed=1)
    morpher.select(3, 28)
    before = morpher.face()
    morpher.move(1, 1)
    assert morpher.z[tiny.interesting[28].index] == 1
    assert np.abs(morpher.face() - before).max() > 0.01


def test_the_point_cannot_be_changed_from_outside() -> None:
    morpher = Morpher(Stripes(), seed=1)
    kept = morpher.z
    with pytest.raises(ValueError, match="read-only"):
        morpher.z[0] = 3
    before = kept.copy()
    morpher.move(0.5, 0.5)
    assert np.array_equal(kept, before)


def test_the_status_tells_what_a_view_shows() -> None:
    named = (PlainDimension(3, "smile"), *Stripes.interesting)
    morpher = Morpher(Stripes(interesting=named), seed=1, reach=2)
    morpher.move(0.25, -1)
    assert str(morpher.status) == "0 smile: +0.50  1: -2.00"
    morpher.walk(on=True)
    assert str(morpher.status).endswith("  walking")
    morpher.toggle_freeze()
    assert str(morpher.status).endswith("  frozen")
    assert morpher.status.reach == 2


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ((0, 5), "there is no dimension 5; choose from 0 to 4"),
        ((-1, 2), "there is no dimension -1; choose from 0 to 4"),
        ((1.5, 2), "there is no dimension 1.5; choose from 0 to 4"),
        ((3, 3), "the two dimensions must differ, got 3 twice; choose two from 0 to 4"),
    ],
)
def test_dimensions_that_cannot_be_selected(pair: tuple[int, int], sentence: str) -> None:
    morpher = Morpher(Stripes())
    with pytest.raises(CommandError) as caught:
        morpher.select(*pair)
    assert str(caught.value) == sentence
    assert morpher.selected == (0, 1)


@pytest.mark.parametrize("reach", [0, -1, float("nan"), float("inf"), 1e300])
def test_a_reach_is_above_0_and_within_reason(reach: float) -> None:
    morpher = Morpher(Stripes())
    with pytest.raises(CommandError, match="above 0 and at most 1,000,000, got"):
        morpher.set_reach(reach)
    assert morpher.reach == 1
    with pytest.raises(CommandError):
        Morpher(Stripes(), reach=reach)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5])
def test_a_seed_is_a_whole_number_within_bounds(seed: int) -> None:
    with pytest.raises(CommandError, match=f"from 0 to 4294967295, got {seed}"):
        Morpher(Stripes(), seed)


def test_a_generator_may_be_injected() -> None:
    one = Morpher(Stripes(), np.random.default_rng(5))
    assert np.array_equal(one.z, Morpher(Stripes(), 5).z)


def test_a_decoder_needs_two_interesting_dimensions() -> None:
    with pytest.raises(ModelError, match="at least two"):
        Morpher(Stripes(interesting=Stripes.interesting[:1]))


def test_a_face_that_is_not_finite_is_an_error() -> None:
    class Broken(Stripes):
        def decode(self, z: Floats, /) -> Floats:
            return super().decode(z) * np.float32(np.nan)

    with pytest.raises(ModelError, match="no finite face here; try 'r' or a smaller range"):
        Morpher(Broken()).face()
