"""`morphing-faces directions`, as its user runs it, and what it leaves in the model folder."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.errors import FileError, ModelError
from morphing_faces.faces.set.faceset import load_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import CARD, CONFIG, DECODER, DIRECTIONS, ENCODER
from morphing_faces.probing.find import FoundDirections, find_directions
from morphing_faces.probing.install import check_place, update
from morphing_faces.storage.files import write_whole
from tests.probing.linear_model import linear_model, planted_faces

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted_faces(tmp_path_factory.mktemp("sets") / "planted", count=2000)


@pytest.fixture(scope="module")
def found(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> FoundDirections:
    model = ModelFolder(linear_model(tmp_path_factory.mktemp("models") / "linear"))
    return find_directions(model, load_faces(faces))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return linear_model(tmp_path / "linear")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "morphing_faces.cli", "directions", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_puts_directions_into_the_model_folder_and_tells_a_table(
    folder: Path, faces: Path
) -> None:
    before = contents(folder)
    done = run(faces, "--model", folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == ["looking at faces", "fitting probes", "taking steps"]
    first, *rows = done.stdout.splitlines()
    assert first.split() == (
        "direction held out one step kept drags along, in its steps".split()  # noqa: SIM905
    )
    (age,) = (row for row in rows if row.startswith("age "))
    assert "years" in age
    assert "happy +0.6" in age
    assert any(row.startswith("left out: angry: only 0 faces") for row in rows)
    assert "dimension 0 is now called brightness" in done.stdout
    assert rows[-1].startswith(f"{folder}: ")

    model, after = ModelFolder(folder), contents(folder)
    assert "age" in [each.name for each in model.directions]
    assert model.interesting[0].name == "brightness"
    assert after[DECODER] == before[DECODER]
    assert after[ENCODER] == before[ENCODER]
    assert set(after) == {*before, DIRECTIONS}
    assert model.config.provenance["directions"]["left_out"]["angry"].startswith("only 0 faces")
    card = after["README.md"].decode()
    assert card.index("## Directions") < card.index("## Licence")
    assert "| age | younger … older | R² 0." in card


def test_doing_it_again_gives_the_same_folder(
    folder: Path, faces: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["directions", str(faces), "--model", str(folder)]) == 0
    once = contents(folder)
    assert main(["directions", str(faces), "--model", str(folder), "--json"]) == 0
    assert contents(folder) == once
    document = json.loads(capsys.readouterr().out.splitlines()[-1])
    age = next(each for each in document["directions"] if each["name"] == "age")
    assert age["score"]["kind"] == "R2"
    assert age["kept"] == pytest.approx(1, abs=0.01)
    assert document["dimensions"]["0"]["name"] == "brightness"


def test_out_leaves_the_model_as_it_is(folder: Path, faces: Path, tmp_path: Path) -> None:
    before, copy = contents(folder), tmp_path / "copy"
    assert main(["directions", str(faces), "--model", str(folder), "--out", str(copy)]) == 0
    assert contents(folder) == before
    model = ModelFolder(copy)
    assert (model.name, len(model.directions) > 5) == ("copy", True)
    np.testing.assert_array_equal(
        model.decode(np.ones((1, model.latent_size))),
        ModelFolder(folder).decode(np.ones((1, model.latent_size))),
    )


def test_a_model_of_the_hub_is_left_as_it_was_fetched(folder: Path) -> None:
    with pytest.raises(ModelError, match="hf:some/one is kept as it was fetched; name a folder"):
        check_place("hf:some/one", ModelFolder(folder), None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "--model", "{folder}"], "there is no face set 'nowhere'"),
        (["{faces}", "--model", "nobody"], "there is no model 'nobody'"),
        (["{faces}"], "heads64 ships with the package and is left as it is"),
        (["{faces}", "--model", "{folder}", "--out", "{folder}"], "exists already"),
        (["{faces}", "--model", "{folder}", "--most", "0"], "--most must be at least 200, got 0"),
        (["{faces}", "--model", "{folder}", "--most", "x"], "--most must be a whole number"),
        (["{faces}", "--model", "{folder}", "--seed", "-1"], "--seed must be a whole number"),
        (["{faces}", "--model", "faces48", "--out", "{new}"], "pictures of shape [16, 16]"),
        (["{faces}", "--model", "{folder}", "--out", "{card}/x/y"], "is no folder to write to"),
        ([], "directions"),
    ],
)
def test_wrong_words_get_a_sentence_and_change_nothing(
    folder: Path,
    faces: Path,
    tmp_path: Path,
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = contents(folder)
    places = {"folder": folder, "faces": faces, "new": tmp_path / "new", "card": folder / CARD}
    assert main(["directions", *(word.format(**places) for word in words)]) == 2
    assert said in capsys.readouterr().err
    assert contents(folder) == before
    assert not (tmp_path / "new").exists()


def test_without_onnx_it_says_what_to_install(folder: Path, faces: Path) -> None:
    script = (
        "import sys\n"
        "sys.modules['onnx'] = None\n"
        "from morphing_faces.cli.app import main\n"
        f"sys.exit(main(['directions', {str(faces)!r}, '--model', {str(folder)!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'morphing-faces[site]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("last", range(5))
def test_a_folder_whose_writing_stops_is_a_whole_model_still(
    folder: Path, found: FoundDirections, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first writing leaves directions, the second one stops before its Nth file."""
    update(ModelFolder(folder), found)
    written: list[str] = []

    def stopping(path: Path, content: bytes) -> None:
        if len(written) == last:
            raise FileError("the disk is full")
        written.append(path.name)
        write_whole(path, content)

    monkeypatch.setattr("morphing_faces.probing.install.write_whole", stopping)
    fewer = replace(found, directions=found.directions[:2])
    if last < 4:
        with pytest.raises(FileError, match="the disk is full"):
            update(ModelFolder(folder), fewer)
    else:
        update(ModelFolder(folder), fewer)
    assert written == [CONFIG, DIRECTIONS, CONFIG, CARD][:last]
    all_of_them = len(found.directions)
    assert len(ModelFolder(folder).directions) == [all_of_them, 0, 0, 2, 2][last]
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
