"""Names of dimensions, as the page has them; its tests read the same table."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from morphing_faces import CommandError, FileError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.points.dimension_names import names_in, read_dimension_name, tidy
from morphing_faces.points.user_directions import UserDirections
from tests.points.names import PATH, text
from tests.session.playing import Playing
from tests.tiny import LATENT

TABLE: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))

Type = Callable[[str], str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def type_(tiny: ModelFolder, home: Path) -> Type:
    """Types a line in a session."""
    return Playing(tiny, home).type


def test_the_table_is_what_its_program_writes() -> None:
    assert PATH.read_text(encoding="utf-8") == text()


@pytest.mark.parametrize(("typed", "name"), TABLE["tidy"])
def test_what_is_typed_becomes_tidy(typed: str, name: str) -> None:
    assert tidy(typed) == tidy(name) == name


def test_a_name_has_one_to_forty_characters() -> None:
    assert read_dimension_name("\U0001f600" * 40) == "\U0001f600" * 40
    for wrong in ("", "  ", "x" * 41):
        with pytest.raises(CommandError, match="1 to 40 characters"):
            read_dimension_name(wrong)


def moved(document: dict[str, Any], model: ModelFolder) -> dict[str, Any]:
    """The table's document, as one of another model."""
    if document["decoder"] != TABLE["decoder"]:
        return document
    return document | {"decoder": model.config.files["onnx/decoder.onnx"].sha256}


@pytest.mark.parametrize("document", TABLE["good"])
def test_names_are_read(
    document: dict[str, Any], tiny: ModelFolder, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "names.json"
    path.write_text(json.dumps(moved(document, tiny)))
    expected = {int(place): name for place, name in document["names"].items()}
    own = UserDirections(tiny, home)
    assert own.names_in(path) == expected
    assert names_in(document, TABLE["latent_size"]) == expected
    own.keep_names(expected)
    assert own.names() == expected


@pytest.mark.parametrize("bad", TABLE["bad"], ids=lambda bad: bad["why"])
def test_damaged_names_are_refused(
    bad: dict[str, Any], tiny: ModelFolder, home: Path, tmp_path: Path
) -> None:
    document = moved(bad["document"], tiny)
    if "12" in (document["names"] or {}):
        document["names"] = {str(LATENT): "a"}
    path = tmp_path / "names.json"
    path.write_text(json.dumps(document))
    with pytest.raises(FileError) as caught:
        UserDirections(tiny, home).names_in(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_names_of_the_page_are_taken_over_and_join_those_that_are_there(
    type_: Type, tiny: ModelFolder, home: Path, tmp_path: Path
) -> None:
    type_("name 0 grin")
    type_("name 1 nose")
    places = [str(dimension.index) for dimension in tiny.interesting]
    document = TABLE["good"][0] | {"names": {places[1]: "Ágnes’ nose", places[2]: "light"}}
    (tmp_path / "names.json").write_text(json.dumps(moved(document, tiny)))
    assert type_(f"load {tmp_path / 'names.json'}") == "names of dimensions taken over: 2"
    said = [type_(f"d {rank} {rank + 1}") for rank in (0, 1)]
    assert said == [
        "the mouse now moves dimensions 0 (grin) and 1 (Ágnes’ nose)",
        "the mouse now moves dimensions 1 (Ágnes’ nose) and 2 (light)",
    ]
    assert len(UserDirections(tiny, home).names()) == 3


def test_a_direction_of_the_page_is_taken_over(
    type_: Type, tiny: ModelFolder, tmp_path: Path
) -> None:
    document = {
        "format": "morphing-faces direction 1",
        "name": "big-smile",
        "model": tiny.name,
        "decoder": tiny.config.files["onnx/decoder.onnx"].sha256,
        "step": [0.5] + [0] * (LATENT - 1),
        "made_by": "Morphing Faces, the page",
    }
    path = tmp_path / "big-smile (1).json"
    path.write_text(json.dumps(document))
    assert "big-smile.json; 'dir big-smile +1' takes the step again" in type_(f"load '{path}'")
    assert type_("dir big-smile").endswith("yours")
    with pytest.raises(CommandError, match="there is a direction 'big-smile' already"):
        type_(f"load '{path}'")
    path.write_text(json.dumps(document | {"name": "../x"}))
    with pytest.raises(FileError, match="its name is not allowed"):
        type_(f"load '{path}'")


def test_names_that_an_earlier_version_has_kept_are_read(tiny: ModelFolder, home: Path) -> None:
    own = UserDirections(tiny, home)
    sha256 = tiny.config.files["onnx/decoder.onnx"].sha256
    file = home / "names" / f"{sha256[:16]}.json"
    file.parent.mkdir(parents=True)
    file.write_text(
        f'{{"format":"morphing-faces names 1","names":{{"7":"smirk","12":"light-2"}},'
        f'"model":"tiny","decoder":"{sha256}","made_by":"morphing-faces 0.1.0"}}'
    )
    assert own.names() == {7: "smirk", 12: "light-2"}
