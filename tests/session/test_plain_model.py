"""A model without files, a Python class, is played as a model folder is; what it lacks is said."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morphing_faces import CommandError, FileError, ModelError
from morphing_faces.model.capabilities import DEVIATION, ENCODING, FILES
from morphing_faces.model.folder import ModelFolder
from morphing_faces.pictures.grid import Grid
from morphing_faces.pictures.render import make, plan
from morphing_faces.pictures.sequences import random_points
from tests.plain import Rows, numbered
from tests.session.playing import Playing

OPENS = "; the model has no files, so it opens where you call a model 'rows' again"


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    return Playing(Rows(), tmp_path / "home")


def test_it_is_moved_and_that_is_taken_back(playing: Playing) -> None:
    morpher, first = playing.morpher, playing.morpher.z
    playing.type("d 1 2")
    morpher.move(0.5, -0.5)
    assert [float(morpher.z[index]) for index in (2, 11)] == [0.5, -0.5]
    np.testing.assert_allclose(playing.session.face()[2], 1 / (1 + np.exp(-0.5)), rtol=1e-6)
    playing.type("r")
    for _ in range(3):
        assert playing.type("undo") == "undone"
    assert np.array_equal(morpher.z, first)
    playing.type("walk")
    playing.tick()
    assert not np.array_equal(morpher.z, first)


def test_a_point_opens_in_another_session_of_a_model_of_that_name(
    playing: Playing, tmp_path: Path
) -> None:
    z = playing.morpher.z
    assert playing.type("save it").endswith("it.json" + OPENS)
    document = json.loads((tmp_path / "home" / "points" / "it.json").read_text())
    assert (document["model"], document["latent_size"], len(document["z"])) == ("rows", 12, 12)
    assert "decoder" not in document
    another = Playing(Rows(), tmp_path / "home")
    another.type("r")
    another.type("load it")
    assert np.array_equal(another.morpher.z, z)


@pytest.mark.parametrize(
    "other", [Rows(name="columns"), Rows(latent_size=13)], ids=["name", "size"]
)
def test_a_point_does_not_open_in_another_model(
    playing: Playing, tmp_path: Path, other: Rows
) -> None:
    playing.type("save it")
    with pytest.raises(FileError, match="the point belongs to the model 'rows', which has no file"):
        Playing(other, tmp_path / "home").type("load it")


def test_points_of_folders_and_of_functions_are_kept_apart(
    tiny: ModelFolder, tmp_path: Path
) -> None:
    like = Rows(tiny.latent_size, name=tiny.name)
    folder, function = Playing(tiny, tmp_path / "home"), Playing(like, tmp_path / "home")
    folder.type("save of-folder")
    function.type("save of-function")
    with pytest.raises(FileError, match="belongs to the model 'tiny'"):
        function.type("load of-folder")
    with pytest.raises(FileError, match="belongs to the model 'tiny', which has no files"):
        folder.type("load of-function")


def test_a_picture_carries_its_point(playing: Playing, tmp_path: Path) -> None:
    z, path = playing.morpher.z, tmp_path / "face.png"
    assert playing.type(f"picture {path}").endswith(OPENS)
    playing.type("r")
    playing.type(f"load {path}")
    assert np.array_equal(playing.morpher.z, z)


def test_directions_and_names_are_found_again(playing: Playing, tmp_path: Path) -> None:
    assert playing.type("dir").startswith("model 'rows' has no directions; 'remember NAME A'")
    playing.type("save a")
    playing.type("r")
    playing.type("remember there a")
    playing.type("name 0 top")
    another = Playing(Rows(), tmp_path / "home")
    assert another.type("dir").startswith("there")
    assert str(another.session.status).startswith("0 top")
    assert (
        Playing(Rows(name="columns"), tmp_path / "home").type("dir").startswith("model 'columns'")
    )


@pytest.mark.parametrize("line", ["link", "open http://127.0.0.1:2014/#p=AAAA"])
def test_there_are_no_links(playing: Playing, line: str) -> None:
    with pytest.raises(ModelError, match=f"^model 'rows' {FILES.lacking}$"):
        playing.type(line)


def test_it_takes_no_photographs(playing: Playing, tmp_path: Path) -> None:
    Image.new("L", (64, 64)).save(tmp_path / "me.png")
    with pytest.raises(ModelError, match=f"^model 'rows' {ENCODING.lacking}$"):
        playing.type(f"photo {tmp_path / 'me.png'}")


def test_what_it_lacks_is_learned_in_one_way(tiny: ModelFolder) -> None:
    assert DEVIATION.of(tiny) is tiny
    assert DEVIATION.of(Rows()) is None
    with pytest.raises(ModelError, match=r"^model 'rows' does not say how certain its pixels are"):
        DEVIATION.needed(Rows())


def test_a_sheet_shows_its_faces(tmp_path: Path) -> None:
    model, path = Rows(), tmp_path / "sheet.png"
    points = np.stack(random_points(model, 3, "fitted", 4))
    made = make(plan(path), Grid(4, 2, 16, 24), model, iter([points]), seed=3)
    assert (made.model, made.faces) == ("rows", 4)
    with Image.open(path) as picture:
        assert picture.size == (made.width, made.height)


def test_groups_make_a_direction_that_tells_how_certain_it_is(playing: Playing) -> None:
    for group, shift in (("a", 0.0), ("b", 4.0)):
        for number in range(4):
            z = playing.morpher.z.copy()
            z[:] = 0.1 * np.random.default_rng(number).standard_normal(12)
            z[7] += shift
            playing.morpher.go(z)
            playing.type(f"save {group}{number}")
    told = playing.type("remember there a? b*")
    assert told.startswith("4 and 4 points, the step is 4.00 ± 0.0")
    assert "by chance alone 0." in told
    playing.type("reset")
    before = float(playing.morpher.z[7])
    playing.type("dir there +1")
    assert playing.morpher.z[7] - before == pytest.approx(4, abs=1e-3)
    with pytest.raises(ModelError, match="two points at least"):
        playing.type("remember other a1* b*")
    with pytest.raises(CommandError, match=r"nothing is called as 'c\*' says"):
        playing.type("remember other c* b*")


def test_dimensions_are_numbered_anew(playing: Playing) -> None:
    model = Rows()
    playing = Playing(model, playing.folder)
    morpher = playing.morpher
    playing.type("name 2 last")
    playing.type("d 1 2")
    playing.type("d 3 4")
    morpher.move(1, 1)
    z, index = morpher.z, [each.index for each in model.interesting]
    model.interesting = numbered(*reversed(index))
    playing.session.renumber()
    assert np.array_equal(morpher.z, z)
    assert morpher.selected == (1, 0)
    playing.type("undo")
    playing.type("undo")
    assert morpher.selected == (3, 2)
    assert morpher.status.selected[1].name == "last"
    morpher.move(1, 0.5)
    assert [float(morpher.z[each]) for each in (2, 11)] == [1, 0.5]
    model.interesting = numbered(*index[:2])
    playing.session.renumber()
    assert (morpher.selected, morpher.last) == ((0, 1), 1)
