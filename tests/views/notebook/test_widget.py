"""`Explorer` as its two users see it: Python that sets traits, and a front end that asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces import CommandError, DisplayError, Explorer, Morpher, load_model
from morphing_faces.model.dimensions import PlainDimension
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.identity import Identity, session_identity
from morphing_faces.morpher.point import Point
from morphing_faces.types import Floats
from morphing_faces.views.notebook import front_end
from tests.views.notebook.kernel import FakeComm, picture, point

Making = Callable[..., tuple[Explorer, FakeComm]]


def test_it_begins_as_a_morpher_of_the_seed_does(tiny: ModelFolder, explorer: Making) -> None:
    made, _ = explorer(tiny, seed=3)
    morpher = Morpher(tiny, seed=3)
    np.testing.assert_array_equal(made.z, morpher.z)
    np.testing.assert_array_equal(made.face, morpher.face())
    assert (made.selected, made.frozen, made.reach) == ((0, 1), False, 1.0)
    assert repr(made) == f"Explorer of 'tiny' at {morpher.status}"


def test_it_begins_at_a_point_or_a_word_for_one(tiny: ModelFolder, explorer: Making) -> None:
    made, _ = explorer(tiny, seed=3)
    made.execute("save here")
    there = Point(made.z * 2, (4, 2), 1.5)
    begun, _ = explorer(tiny, there)
    np.testing.assert_array_equal(begun.z, there.z)
    assert (begun.selected, begun.reach) == ((4, 2), 1.5)
    np.testing.assert_array_equal(explorer(tiny, "here")[0].z, made.z)
    np.testing.assert_array_equal(explorer(tiny, there.z)[0].z, there.z)
    with pytest.raises(CommandError, match="40 finite numbers"):
        explorer(tiny, [1.0, 2.0])


def test_traits_are_set_and_observed(tiny: ModelFolder, explorer: Making) -> None:
    made, comm = explorer(tiny, seed=3)
    seen: list[str] = []
    made.observe(lambda change: seen.append(change["name"]))
    made.z = made.z.tolist()[::-1]
    state = {name: value for each in comm.states() for name, value in each.items()}
    np.testing.assert_array_equal(point(state["z"]), made.z)
    np.testing.assert_array_equal(picture(state["face"]), np.rint(made.face * 255))
    made.selected = 5, 6
    made.frozen = True
    made.reach = 2.5
    assert {"z", "face", "selected", "frozen", "reach"} <= set(seen)
    assert made.point.selected == (5, 6)
    assert made.point.reach == 2.5
    assert str(made.session.status).endswith("frozen")
    for _ in range(2):
        made.execute("undo")
    np.testing.assert_array_equal(made.z, Morpher(tiny, seed=3).z)


@pytest.mark.parametrize(
    ("trait", "value", "sentence"),
    [
        ("z", [1.0], "40 finite numbers"),
        ("z", ["a"], "40 finite numbers"),
        ("z", np.full(40, np.nan), "40 finite numbers"),
        ("selected", (3, 3), "must differ"),
        ("selected", (0, 99), "choose from 0 to 28"),
        ("reach", 0, "above 0"),
        ("face", np.zeros((3, 3)), "48 x 48 numbers from 0 to 1"),
        ("face", np.full((48, 48), 2.0), "48 x 48 numbers from 0 to 1"),
    ],
)
def test_what_is_not_allowed_is_said_and_changes_nothing(
    tiny: ModelFolder, explorer: Making, trait: str, value: object, sentence: str
) -> None:
    made, comm = explorer(tiny, seed=3)
    before = repr(made)
    with pytest.raises(CommandError, match=sentence):
        setattr(made, trait, value)
    assert repr(made) == before
    assert comm.states() == []


def test_a_face_that_is_set_is_encoded(tiny: ModelFolder, explorer: Making) -> None:
    made, _ = explorer(tiny, seed=3)
    picture = made.face * 0.5
    made.face = picture
    mean, _ = tiny.encode(picture[None])
    np.testing.assert_array_equal(made.z, mean[0])
    np.testing.assert_array_equal(made.face, tiny.decode(mean)[0])
    assert "refining" in made.execute("refine 1")


def test_an_observer_may_steer(tiny: ModelFolder, explorer: Making) -> None:
    made, _ = explorer(tiny, seed=3)

    def at_least_0(_: object) -> None:
        if made.z.min() < 0:
            made.z = np.maximum(made.z, 0)

    made.observe(at_least_0, "z")
    made.execute("r")
    assert made.z.min() == 0
    np.testing.assert_array_equal(made.face, made.session.face())


def test_a_point_goes_in_and_its_pixels_come_out(tiny: ModelFolder, explorer: Making) -> None:
    made, comm = explorer(tiny, seed=3)
    wanted = made.z.copy()
    wanted[:] = np.linspace(-1, 1, 40, dtype=np.float32)
    comm.ask("me:1", wanted.tobytes(), ask="move", change="hover")
    (state,) = comm.states()
    assert state["_state"]["answered"] == "me:1"
    np.testing.assert_array_equal(point(state["z"]), wanted)
    expected = np.rint(np.clip(tiny.decode(wanted[None])[0], 0, 1) * 255)
    np.testing.assert_array_equal(picture(state["face"]), expected)


def test_a_hover_is_one_change_and_does_nothing_while_frozen(
    tiny: ModelFolder, explorer: Making
) -> None:
    made, comm = explorer(tiny, seed=3)
    first = made.z
    for step, change in enumerate(["hover", "hover", "dimension 3", "dimension 3"]):
        comm.ask(f"{step}", (first + step + 1).tobytes(), ask="move", change=change)
    comm.ask("u", ask="line", line="undo")
    np.testing.assert_array_equal(made.z, first + np.float32(2))
    comm.ask("u", ask="line", line="undo")
    np.testing.assert_array_equal(made.z, first)
    comm.ask("f", ask="line", line="f")
    comm.ask("h", (first + 1).tobytes(), ask="move", change="hover")
    np.testing.assert_array_equal(made.z, first)
    comm.ask("s", (first + 1).tobytes(), ask="move", change="dimension 3")
    np.testing.assert_array_equal(made.z, first + np.float32(1))


def test_lines_are_obeyed_and_answered(tiny: ModelFolder, explorer: Making) -> None:
    made, comm = explorer(tiny, seed=3)
    comm.ask("1", ask="line", line="d 3 7")
    (state,) = comm.states()
    assert tuple(state["selected"]) == (3, 7)
    assert state["_state"]["said"] == "the mouse now moves dimensions 3 and 7"
    comm.ask("2", ask="line", line="nonsense")
    (state,) = comm.states()
    assert "nonsense" in state["_state"]["said"]
    comm.ask("3", ask="line", line="name 3 smile")
    (state,) = comm.states()
    assert state["_about"]["dimensions"][3]["name"] == "smile"
    comm.ask("4", ask="line", line="q")
    comm.ask("5", ask="line", line="d 1 2")
    assert made.selected == (1, 2)


def test_directions_come_with_how_well_they_tell_and_what_they_drag_along(
    explorer: Making,
) -> None:
    made, _ = explorer(load_model("faces48"), seed=3)
    known = {each.name: each for each in made.session.directions}
    told = {each["name"]: each for each in made._about["directions"]}
    assert list(told) == list(known)
    assert told["age"]["score"] == str(known["age"].score)
    assert told["age"]["score"].startswith("R² 0.")
    assert {name: each["drags"] for name, each in told.items()} == {
        name: each.dragging() for name, each in known.items()
    }
    assert any(each["drags"] for each in told.values())
    np.testing.assert_array_equal(point(told["age"]["step"]), known["age"].step)


def test_another_model_is_shown_and_undo_leads_back(
    tiny: ModelFolder, tall: ModelFolder, explorer: Making
) -> None:
    made, comm = explorer(tiny, seed=3)
    before = made.face
    assert "now tiny, 36 x 24 colour" in made.execute(f"model {tall.folder}")
    np.testing.assert_array_equal(made.face, tall.decode(made.z[None])[0])
    assert made.model.image_shape == (36, 24, 3)
    assert comm.states()[-1]["_about"]["encodes"]
    assert made.execute("undo") == "undone"
    np.testing.assert_array_equal(made.face, before)


def test_a_walk_goes_on_with_every_tick(tiny: ModelFolder, explorer: Making) -> None:
    made, comm = explorer(tiny, seed=3)
    comm.ask("1", ask="line", line="walk")
    (state,) = comm.states()
    assert state["_state"]["walking"]
    made.session._before -= 0.1  # as if that had been a tenth of a second ago
    comm.ask("2", ask="tick")
    (state,) = comm.states()
    assert not np.array_equal(point(state["z"]), Morpher(tiny, seed=3).z)


def test_a_strip_asks_for_faces_of_other_points(tiny: ModelFolder, explorer: Making) -> None:
    made, comm = explorer(tiny, seed=3)
    before, other = made.z, made.z * 2
    comm.ask("9", other.tobytes(), ask="tile")
    (sent,) = comm.sent
    data, (pixels,) = sent
    assert data["content"] == {"number": "9", "shape": [48, 48]}
    expected = np.rint(np.clip(tiny.decode(other[None])[0], 0, 1) * 255)
    np.testing.assert_array_equal(np.frombuffer(pixels, np.uint8).reshape(48, 48), expected)
    np.testing.assert_array_equal(made.z, before)
    comm.sent.clear()
    comm.ask("10", np.full(40, np.nan, np.float32).tobytes(), ask="tile")
    assert "finite" in comm.sent[0][0]["content"]["failure"]


def test_what_nobody_can_do_is_answered_too(tiny: ModelFolder, explorer: Making) -> None:
    _, comm = explorer(tiny, seed=3)
    for place, request in enumerate(({"ask": "dance"}, {"ask": "move"}, {"ask": "line"}, {})):
        comm.ask(f"{place}", **request)
        (state,) = comm.states()
        assert state["_state"]["answered"] == f"{place}"
        assert "cannot do" in state["_state"]["said"]
    comm.ask("y", b"123", ask="move", change="hover")
    (state,) = comm.states()
    assert state["_state"]["answered"] == "y"


@dataclass
class Brittle:
    """A model whose decoder fails where the first coordinate is above 1."""

    name: str = "brittle"
    identity: Identity = field(default_factory=lambda: session_identity("brittle", 2))
    latent_size: int = 2
    image_shape: tuple[int, ...] = (4, 6)
    interesting: Any = (PlainDimension(0), PlainDimension(1))
    capabilities: frozenset[Any] = frozenset()

    def decode(self, z: Floats, /) -> Floats:
        if (z[:, 0] > 1).any():
            raise ValueError("the first coordinate\nis too large")
        return np.broadcast_to(np.float32(0.5), (len(z), 4, 6)).astype(np.float32)


def test_an_error_of_the_decoder_is_shown_and_the_next_point_tries_again(explorer: Making) -> None:
    made, comm = explorer(Brittle(), [0.0, 0.0])
    comm.ask("1", np.array([2, 0], np.float32).tobytes(), ask="move", change="hover")
    (state,) = comm.states()
    assert state["_state"]["failure"] == "the first coordinate is too large"
    assert "face" not in state
    assert made.face.shape == (4, 6)
    made.z = [0.5, 0.0]
    assert comm.states()[-1]["_state"]["failure"] == ""


def test_a_widget_that_was_not_built_is_refused(
    tiny: ModelFolder, explorer: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_end, "BUILT", tmp_path / "nowhere")
    front_end.front_end.cache_clear()
    with pytest.raises(DisplayError, match="make site"):
        explorer(tiny)


def test_two_explorers_keep_to_themselves(tiny: ModelFolder, explorer: Making) -> None:
    first, second = (explorer(tiny, seed=seed)[0] for seed in (1, 2))
    before = repr(second)
    first.execute("r")
    assert repr(second) == before


def test_kept_points_lie_where_the_window_keeps_them(
    tiny: ModelFolder, explorer: Making, tmp_path: Path
) -> None:
    made, comm = explorer(tiny, seed=3)
    comm.ask("1", ask="line", line="save here")
    assert any("here" in path.name for path in (tmp_path / "home").rglob("*"))
    assert made.execute("list") == "here"
    assert made.execute("link").startswith("http")


def test_words_are_completed_beside_what_goes_on(tiny: ModelFolder, explorer: Making) -> None:
    _, comm = explorer(tiny, seed=1)
    comm.sent.clear()
    comm.ask("1", ask="complete", line="r; fre")
    comm.ask("2", ask="complete", line="fre")
    [_, (answer, _)] = comm.sent
    assert answer["content"] == {"number": "2", "begun": "fre", "words": ["freeze"]}
