"""Settings from flags and files, through the command line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from morphing_faces.cli.app import main
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.run import read_run
from tests.training import CONFIG

pytestmark = pytest.mark.slow


SMALL = {"latent": 6, "hidden": 24, "components": 3, "epochs": 1, "batch": 32, "sheet_epochs": 0}


def test_flags_count_before_the_file_and_the_file_before_the_defaults(
    faces: FaceSet, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({**SMALL, "flip": False, "rate": 0.002, "variance": "image"}))
    out = tmp_path / "run"
    flags = ["--config", str(path), "--rate", "0.003"]
    assert main(["train", str(faces.folder), "--out", str(out), *flags]) == 0
    found = read_run(out).training
    expected = replace(type(found)(), **SMALL)  # type: ignore[arg-type]
    # A run says where it began, not that it chose by itself.
    assert found == replace(expected, flip=False, variance="image", rate=0.003, start="ppca")


def test_the_configuration_of_a_run_is_such_a_file(
    faces: FaceSet, finished_run: Path, tmp_path: Path
) -> None:
    flags = ["--config", str(finished_run / "config.json"), "--epochs", "1"]
    assert main(["train", str(faces.folder), "--out", str(tmp_path / "run"), *flags]) == 0
    assert read_run(tmp_path / "run").training == replace(CONFIG, epochs=1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"speed": 3}', "'speed' is no setting; there are network, latent, hidden, maps, start"),
        ('{"training": {"epochs": "many"}}', "epochs must be a whole number, got 'many'"),
        ('{"epochs": 1.5}', "epochs must be a whole number, got 1.5"),
        ('{"epochs": true}', "epochs must be a whole number, got True"),
        ('{"rate": "0.1"}', "rate must be a number, got '0.1'"),
        ('{"flip": 1}', "flip must be true or false, got 1"),
        ('{"start": "warm"}', "start must be auto or usual or ppca, got 'warm'"),
        ('{"dropout": 2}', "dropout must be from 0 to 0.9, got 2"),
        ('{"training": 7}', "training settings must be an object, got 7"),
        ("[1]", "is no JSON object"),
        ("", "is no JSON object"),
    ],
)
def test_a_file_with_an_unknown_key_or_an_impossible_value_is_refused_by_name(
    faces: FaceSet, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    out = tmp_path / "run"
    assert main(["train", str(faces.folder), "--out", str(out), "--config", str(path)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert str(path) in line
    assert sentence in line
    assert not out.exists()


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--config", "nowhere.json"], "nowhere.json cannot be read"),
        (["--variance", "none"], "variance"),
        (["--devices", "0"], "devices must be from 1 to 100000, got 0"),
        (["--patience", "-1"], "patience must be from 0 to"),
        (["--shift", "nan"], "shift must be from 0 to 100, got nan"),
    ],
)
def test_so_is_a_wrong_flag(
    faces: FaceSet,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    flags: list[str],
    sentence: str,
) -> None:
    assert main(["train", str(faces.folder), "--out", str(tmp_path / "run"), *flags]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert sentence in line
