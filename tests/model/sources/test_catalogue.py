"""The models at hand: what ships comes first, what was played lately is known again."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morphing_faces.cli.app import main
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.sources.catalogue import names_at_hand
from morphing_faces.model.sources.recent import FILE, MOST, recent_models, remember_played
from morphing_faces.morpher.point import Point
from morphing_faces.points.link import link
from tests.session.playing import Playing
from tests.tiny import tiny_model


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MORPHING_FACES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "home"


def test_what_is_played_is_listed_newest_first_as_long_as_it_is_there(
    tiny: ModelFolder, tmp_path: Path, home: Path
) -> None:
    other = tiny_model(tmp_path / "other", name="other", latent=12)
    for folder in (tiny.folder, other, tiny.folder):
        remember_played(folder)
    assert list(recent_models()) == [str(tiny.folder), str(other)]
    (other / "config.json").unlink()
    assert list(recent_models()) == [str(tiny.folder)]
    for number in range(MOST + 5):
        remember_played(tmp_path / str(number))
    assert len(json.loads((home / FILE).read_bytes())) == MOST


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'["\\u0000"]', b"\xff"])
def test_a_list_that_is_damaged_is_none(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / FILE).write_bytes(content)
    assert recent_models() == {}
    remember_played(home)
    assert len(json.loads((home / FILE).read_bytes())) == 1


def test_a_model_that_was_gone_on_with_is_at_hand(tiny: ModelFolder, tmp_path: Path) -> None:
    other = tiny_model(tmp_path / "other", name="other", latent=12)
    playing = Playing(tiny, tmp_path / "home")
    playing.type(f"model {other}")
    playing.wait()
    assert str(other) in names_at_hand()
    assert str(other) in playing.session.complete("model ").words


@pytest.mark.slow
def test_models_are_listed_with_a_picture_of_each(
    tiny: ModelFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remember_played(tiny.folder)
    assert main(["models", "--json", "--pictures", str(tmp_path / "pictures")]) == 0
    listed = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    assert {"faces48", "heads64", str(tiny.folder)} <= listed.keys()
    for each in listed.values():
        with Image.open(io.BytesIO(Path(each["picture"]).read_bytes())) as image:
            assert image.size == (1200, 630)
            assert np.ptp(np.asarray(image.convert("L"))) > 20


def test_the_command_line_names_the_model_of_a_link(
    tiny: ModelFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ModelFolder(tiny_model(tmp_path / "an other", name="other", latent=12))
    address = link(Point(np.zeros(12, np.float32)), other)
    out = ["render", "traverse", "--rows", "0", "--size", "48", "--out", str(tmp_path / "row.png")]
    wrong = [*out, "--point", address, "--model", str(tiny.folder)]
    assert main(wrong) == 2
    assert capsys.readouterr().err.strip().endswith("this link belongs to another model")
    remember_played(other.folder)
    assert main(wrong) == 2
    assert capsys.readouterr().err.strip().endswith(f"; --model '{other.folder}' is that model")
    assert main([*wrong[:-1], str(other.folder)]) == 0
