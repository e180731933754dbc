"""Directions in a session: steps, names of the user's own, and what is kept of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces import CommandError, FileError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.points.user_directions import UserDirections
from tests.session.playing import Playing
from tests.tiny import LATENT, tiny_directions, tiny_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    folder = tmp_path_factory.mktemp("models") / "steered"
    return ModelFolder(tiny_model(folder, name="steered", directions=tiny_directions()))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def playing(model: ModelFolder, home: Path) -> Playing:
    return Playing(model, home)


def test_dir_goes_along_a_direction_and_undo_comes_back(playing: Playing) -> None:
    start, direction = playing.morpher.z, tiny_directions()[0]
    said = playing.type("dir age +1.5")
    assert np.array_equal(playing.morpher.z, direction.stepped(start, 1.5))
    assert said == (
        f"age +1.5, about +21 years; now at {direction.reading(start) + 1.5:+.2f}; "
        f"it drags along happy -0.75"
    )
    playing.type("dir AGE -1")
    assert playing.type("undo") == "undone"
    assert np.array_equal(playing.morpher.z, direction.stepped(start, 1.5))
    playing.type("undo")
    assert np.array_equal(playing.morpher.z, start)
    playing.type("redo")
    assert np.array_equal(playing.morpher.z, direction.stepped(start, 1.5))


def test_dir_leaves_selection_freeze_and_photograph_alone(playing: Playing) -> None:
    portrait = object()
    playing.morpher.begin(playing.morpher.z, (3, 7), portrait)
    playing.morpher.toggle_freeze()
    playing.type("dir happy 2")
    assert playing.morpher.selected == (3, 7)
    assert playing.morpher.frozen
    assert playing.morpher.origin is portrait


def test_dir_warns_only_of_what_is_dragged_far(playing: Playing) -> None:
    assert "drags" in playing.type("dir age 1")
    assert "drags" not in playing.type("dir happy 1")
    assert playing.type("dir svd-1 1").startswith("svd-1 +1; now at ")


def test_dir_alone_lists_all_with_scores_and_warnings(playing: Playing) -> None:
    age, happy, svd = playing.type("dir").splitlines()
    readings = [f"{each.reading(playing.morpher.z):+.2f}" for each in tiny_directions()]
    assert age.split(maxsplit=2)[:2] == ["age", readings[0]]
    assert age.endswith("R² 0.62 on 400 faces; a step is 14 years; drags along happy -0.50")
    assert happy.split(maxsplit=2) == ["happy", readings[1], "AUC 0.88 on 300 faces"]
    assert svd.split() == ["svd-1", readings[2]]
    assert playing.type("dir age").startswith(f"age {readings[0]}; R² 0.62 on 400 faces; ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dir hapy 1", "there is no direction 'hapy'; did you mean 'happy'?"),
        ("dir zzz", "there is no direction 'zzz'; 'dir' lists them"),
        ("name 40 smirk", "there is no dimension 40; choose from 0 to 28"),
        ("name -1", "there is no dimension -1; choose from 0 to 28"),
        ("name 3 ' '", "such a name has 1 to 40 characters, got ' '"),
        (f"name 3 {'x' * 41}", "such a name has 1 to 40 characters"),
        ("name 3", "you have not named dimension 3"),
        ("remember age a", "the model has a direction 'age' already; choose another name"),
        ("remember ../x a", "such a name is up to 32 letters from a to z, digits and -"),
        ("remember smirk a a", "the two points are the same"),
        ("forget smirk", "there is no direction of yours called 'smirk' (none yet)"),
        ("forget ../../x", "there is no direction of yours called '../../x' (none yet)"),
        ("forget age", "there is no direction of yours called 'age' (none yet)"),
    ],
)
def test_what_cannot_be_gets_one_sentence_and_changes_nothing(
    playing: Playing, line: str, said: str
) -> None:
    playing.type("save a")
    before = playing.morpher.z, playing.morpher.status
    with pytest.raises(CommandError) as caught:
        playing.type(line)
    assert said in str(caught.value)
    assert np.array_equal(playing.morpher.z, before[0])
    assert playing.morpher.status == before[1]
    assert not playing.own.folder.exists()
    assert not playing.own.names_file.exists()


def test_remember_needs_points_that_are_there(playing: Playing) -> None:
    with pytest.raises(FileError, match="there is no point 'nowhere'"):
        playing.type("remember smirk nowhere")


def test_a_model_without_directions_says_how_to_get_some(tiny: ModelFolder, home: Path) -> None:
    said = Playing(tiny, home).type("dir")
    assert "model 'tiny' has no directions" in said
    assert "\n" not in said


def test_the_step_between_two_points_becomes_a_direction(playing: Playing) -> None:
    playing.type("save before")
    first = playing.morpher.z
    playing.type("r")
    second = playing.morpher.z
    said = playing.type("remember smirk before")
    assert said.endswith("'dir smirk +1' takes the step again, from any face")
    playing.type("load before")
    playing.type("dir smirk 1")
    np.testing.assert_allclose(playing.morpher.z, second, atol=1e-6)
    assert playing.type("dir").splitlines()[-1].endswith("yours")
    playing.type("save after")
    playing.type("remember back after before")
    playing.type("dir back +1")
    np.testing.assert_allclose(playing.morpher.z, first, atol=1e-6)
    with pytest.raises(CommandError, match="'forget smirk' first"):
        playing.type("remember smirk before")
    assert playing.type("forget smirk") == "smirk is forgotten"
    assert "smirk" not in playing.type("dir")
    assert playing.session.complete("dir ").words == ["age", "happy", "svd-1", "back"]


def test_a_name_shows_in_the_status_and_can_be_taken_away(playing: Playing) -> None:
    assert playing.type("name 7 'Ágnes smirk'") == "dimension 7 is Ágnes smirk"
    assert playing.type("d 7 3") == "the mouse now moves dimensions 7 (Ágnes smirk) and 3"
    assert str(playing.morpher.status).startswith("7 Ágnes smirk: ")
    assert playing.type("name 7") == "dimension 7 has no name any more"
    assert str(playing.morpher.status).startswith("7: ")


def test_naming_is_no_change_that_undo_takes_back(playing: Playing) -> None:
    start = playing.morpher.z
    playing.type("name 7 smirk")
    assert playing.type("undo") == "nothing to undo"
    assert np.array_equal(playing.morpher.z, start)


def test_a_models_own_name_comes_back(home: Path, tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "named", directions=tiny_directions())
    config = json.loads((folder / "config.json").read_text())
    config["interesting"][2]["name"] = "light"
    (folder / "config.json").write_text(json.dumps(config))
    playing = Playing(ModelFolder(folder), home)
    assert playing.type("name 2 sun") == "dimension 2 is sun"
    assert playing.type("name 2") == "dimension 2 is light"


def test_a_new_session_finds_everything_again(model: ModelFolder, home: Path) -> None:
    playing = Playing(model, home)
    playing.type("save before")
    playing.type("r")
    step = playing.morpher.z - playing.morpher._first.point.z
    playing.type("remember smirk before")
    playing.type("name 0 grin")
    again = Playing(model, home)
    assert again.tick() == []
    assert str(again.morpher.status).startswith("0 grin: ")
    start = again.morpher.z
    again.type("dir smirk 1")
    np.testing.assert_allclose(again.morpher.z, start + step, atol=1e-6)


def test_another_model_has_names_of_its_own(model: ModelFolder, home: Path, tmp_path: Path) -> None:
    playing = Playing(model, home)
    playing.type("name 0 grin")
    playing.type("save before")
    playing.type("r")
    playing.type("remember smirk before")
    other = Playing(ModelFolder(tiny_model(tmp_path / "other", name="other", seed=5)), home)
    assert other.tick() == []
    assert other.session.complete("dir ").words == []
    assert not str(other.morpher.status).startswith("0 grin")


def kept(playing: Playing) -> tuple[Path, Path]:
    playing.type("save before")
    playing.type("r")
    playing.type("remember smirk before")
    playing.type("name 0 grin")
    return playing.own.folder / "smirk.json", playing.own.names_file


def with_key(key: str, value: object) -> Callable[[Path], object]:
    def change(path: Path) -> None:
        document: dict[str, Any] = json.loads(path.read_text())
        path.write_text(json.dumps(document | {key: value}))

    return change


BAD_DIRECTIONS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_text(""), "is damaged: it is no JSON"),
    "no text": (lambda path: path.write_bytes(b"\xff\xfe"), "is damaged: it is no JSON"),
    "a list": (lambda path: path.write_text("[]"), "is no direction: its format is not"),
    "a point": (with_key("format", "morphing-faces point 1"), "is no direction"),
    "other model": (with_key("decoder", "00"), "belongs to the model 'steered', and this is"),
    "short": (with_key("step", [1.0]), f"step must be {LATENT} finite numbers"),
    "huge": (with_key("step", [1e39] * LATENT), f"step must be {LATENT} finite numbers"),
    "words": (with_key("step", ["a"] * LATENT), f"step must be {LATENT} finite numbers"),
    "nothing": (with_key("step", [0] * LATENT), "its step leads nowhere"),
    "other name": (with_key("name", "grin"), "its name must be that of the file"),
}
BAD_NAMES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_text(""), "is damaged: it is no JSON"),
    "other format": (with_key("format", 1), "is no list of names"),
    "other model": (with_key("decoder", None), "belongs to the model 'steered', and this is"),
    "a list": (with_key("names", ["a"]), "'names' must be names by dimension"),
    "no place": (with_key("names", {"-1": "a"}), "'names' must be names by dimension"),
    "far place": (with_key("names", {str(LATENT): "a"}), "'names' must be names by dimension"),
    "no word": (with_key("names", {"1": 5}), "'names' must be names by dimension"),
    "a sentence": (with_key("names", {"1": "a b\n"}), "'names' must be names by dimension"),
}


@pytest.mark.parametrize("what", BAD_DIRECTIONS)
def test_a_damaged_direction_is_told_once_and_harms_nothing(
    model: ModelFolder, home: Path, what: str
) -> None:
    change, said = BAD_DIRECTIONS[what]
    path, _ = kept(Playing(model, home))
    change(path)
    again = Playing(model, home)
    (complaint,) = again.tick()
    assert complaint.startswith(str(path))
    assert said in complaint
    assert "\n" not in complaint
    assert again.tick() == []
    assert again.session.complete("dir ").words == ["age", "happy", "svd-1"]
    assert str(again.morpher.status).startswith("0 grin: ")


@pytest.mark.parametrize("what", BAD_NAMES)
def test_damaged_names_are_told_once_and_harm_nothing(
    model: ModelFolder, home: Path, what: str
) -> None:
    change, said = BAD_NAMES[what]
    _, path = kept(Playing(model, home))
    change(path)
    again = Playing(model, home)
    (complaint,) = again.tick()
    assert complaint.startswith(str(path))
    assert said in complaint
    assert again.session.complete("dir ").words == ["age", "happy", "svd-1", "smirk"]
    assert str(again.morpher.status).startswith("0: ")
    damaged = path.read_bytes()
    with pytest.raises(FileError, match=said):
        again.type("name 3 nose")
    assert path.read_bytes() == damaged
    assert "nose" not in str(again.morpher.status)


def test_two_sessions_keep_what_the_other_one_has_named(model: ModelFolder, home: Path) -> None:
    one, other = Playing(model, home), Playing(model, home)
    one.type("name 1 alpha")
    other.type("name 2 beta")
    one.type("name 1")
    one.type("name 3 gamma")
    found = UserDirections(model, home).names()
    assert sorted(found.values()) == ["beta", "gamma"]
    with pytest.raises(CommandError, match="you have not named dimension 1"):
        other.type("name 1")


def test_two_sessions_do_not_take_each_others_directions_away(
    model: ModelFolder, home: Path
) -> None:
    one, other = Playing(model, home), Playing(model, home)
    one.type("save p")
    one.type("r")
    one.type("remember grin p")
    other.type("r")
    with pytest.raises(FileError, match=r"grin.json exists already; 'forget grin' takes it"):
        other.type("remember grin p")
    other.type("forget grin")
    other.type("remember grin p")
    assert list(home.glob("directions/*/.*")) == []


def test_a_direction_called_like_one_of_the_models_is_passed_over(
    model: ModelFolder, home: Path
) -> None:
    path, _ = kept(Playing(model, home))
    path.with_name("age.json").write_bytes(path.read_bytes().replace(b'"smirk"', b'"age"'))
    again = Playing(model, home)
    (complaint,) = again.tick()
    assert complaint == "your direction 'age' is passed over: the model has one of that name"
    assert again.session.complete("dir ").words == ["age", "happy", "svd-1", "smirk"]


def test_a_step_too_far_is_refused_without_a_warning(playing: Playing) -> None:
    playing.type("save p")
    playing.morpher.go(np.full(LATENT, 1e30, np.float32))
    with pytest.raises(CommandError, match="too far apart"):
        playing.type("remember far p")


def test_a_folder_that_cannot_be_made_is_said_so(model: ModelFolder, home: Path) -> None:
    home.write_text("in the way")
    playing = Playing(model, home)
    before = playing.morpher.status
    with pytest.raises(FileError, match="cannot be made"):
        playing.type("name 0 grin")
    assert playing.morpher.status == before


def test_a_locked_direction_stays_while_others_move(playing: Playing) -> None:
    age, happy, svd = tiny_directions()
    before = playing.morpher.z
    assert playing.type("lock") == "no direction is locked"
    at = f"{happy.reading(before):+.2f}"
    assert playing.type("lock HAPPY") == (
        f"happy stays at {at} while other directions move; 'unlock happy' lets it go"
    )
    assert playing.type("lock") == f"happy at {at}"
    said = playing.type("dir age +1.5")
    now = playing.morpher.z
    assert happy.reading(now) == pytest.approx(happy.reading(before), abs=1e-6)
    assert age.reading(now) == pytest.approx(age.reading(before) + 1.5, abs=1e-6)
    assert said.endswith(f"now at {age.reading(now):+.2f}; locked: happy")
    assert playing.type("dir").splitlines()[1].split()[2] == "locked;"
    playing.type("lock age")
    playing.type("dir svd-1 -2")
    end = playing.morpher.z
    for each in (age, happy):
        assert each.reading(end) == pytest.approx(each.reading(now), abs=1e-6)
    assert svd.reading(end) == pytest.approx(svd.reading(now) - 2, abs=1e-6)
    assert playing.type("unlock Age") == "age moves again"
    assert playing.type("unlock") == playing.type("lock") == "no direction is locked"
    playing.type("dir happy 1")
    assert happy.reading(playing.morpher.z) == pytest.approx(happy.reading(end) + 1, abs=1e-6)


def test_what_is_locked_does_not_move_and_says_so(playing: Playing) -> None:
    playing.type("save a")
    playing.type("dir happy 1")
    playing.type("remember glad a")  # the same direction under another name
    playing.type("lock happy")
    before = playing.morpher.z
    for line, said in (
        ("dir happy 1", "happy is locked; 'unlock happy' lets it move"),
        ("dir glad 1", "glad cannot move while happy stays: next to nothing is left of it"),
        ("lock hapy", "there is no direction 'hapy'; did you mean 'happy'?"),
        ("unlock age", "'age' is not locked (happy)"),
    ):
        with pytest.raises(CommandError) as caught:
            playing.type(line)
        assert str(caught.value) == said
    assert np.array_equal(playing.morpher.z, before)
    playing.type("unlock")
    playing.type("lock glad")
    playing.type("forget glad")
    assert playing.type("lock") == "no direction is locked"


def test_changed_tells_what_else_a_step_has_changed(playing: Playing) -> None:
    age, happy, _ = tiny_directions()
    assert playing.type("changed") == "this face has not been changed yet"
    before = playing.morpher.z
    playing.type("dir happy 2")
    by = age.reading(playing.morpher.z) - age.reading(before)
    assert playing.type("changed") == f"with happy: age {by:+.2f} ({by * 14:+.3g} years)"
    playing.type("d 3 7")  # another selection is no other face
    assert playing.type("changed").startswith("with happy: ")
    middle = playing.morpher.z
    playing.type("r")
    both = {
        each.name: each.reading(playing.morpher.z) - each.reading(middle) for each in (age, happy)
    }
    said = playing.type("changed")
    assert said.startswith("since the last change: ")
    for name, size in both.items():
        assert f"{name} {size:+.2f}" in said
    playing.type("undo")
    assert playing.type("changed").startswith("with happy: age ")
    playing.type("undo")
    playing.type("lock age")
    playing.type("dir happy 1")
    assert playing.type("changed") == "with happy, no other direction has changed by much"


def test_a_model_without_directions_has_nothing_to_lock(tiny: ModelFolder, home: Path) -> None:
    playing = Playing(tiny, home)
    assert "has no directions" in playing.type("changed")
    with pytest.raises(CommandError, match="there is no direction 'happy'"):
        playing.type("lock happy")
