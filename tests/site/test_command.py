"""`morphing-faces site`, as its user runs it."""

import base64
import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.faces.set.faceset import load_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.site.map_faces import MOST, map_codes
from tests.tiny import tiny_faces, tiny_model

COMMAND = [sys.executable, "-m", "morphing_faces.cli", "site"]


@pytest.fixture
def built(page: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("morphing_faces.site.page.PAGE", page)
    monkeypatch.setattr("morphing_faces.site.page.site_files.__defaults__", (page, "", ()))
    return page


@pytest.mark.slow
@pytest.mark.usefixtures("built")
def test_export_writes_a_whole_site_once(
    model: ModelFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "public"
    words = ["site", "--export", str(folder), "--model", str(model.folder)]
    assert main(words) == 0
    assert {path.name for path in folder.iterdir()} == {
        "index.html",
        "explanation.html",
        "preview.jpg",
        "assets",
        "model",
    }
    assert capsys.readouterr().out.startswith(str(folder))
    assert main(words) == 2
    assert "is not an empty folder" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("built")
def test_several_models_lie_beside_each_other_and_the_first_lists_them(
    model: ModelFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ModelFolder(tiny_model(tmp_path / "other", name="other", latent=12, seed=1))
    alone, both = tmp_path / "alone", tmp_path / "both"
    words = ["site", "--model", str(model.folder), "--export"]
    assert main([*words, str(alone)]) == 0
    assert main([*words, str(both), "--model", str(other.folder)]) == 0
    names = {path.name for path in (both / "model").iterdir()}
    assert names == {path.name for path in (alone / "model").iterdir()}
    first = json.loads((both / "model" / "model.json").read_bytes())
    listed = first.pop("models")
    assert first == json.loads((alone / "model" / "model.json").read_bytes())
    assert [each["name"] for each in listed] == ["tiny", "other"]
    assert [each["decoder"] for each in listed] == [model.identity.digits, other.identity.digits]
    assert listed[0]["path"] == "model/model.json"
    path = both / listed[1]["path"]
    digits = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    assert path.relative_to(both).as_posix() == f"models/1/model.{digits}.json"
    described = json.loads(path.read_bytes())
    assert described["name"] == "other"
    for record in described["files"].values():
        packed = (path.parent / record["path"]).read_bytes()
        assert hashlib.sha256(gzip.decompress(packed)).hexdigest() == record["sha256"]
    capsys.readouterr()
    assert main([*words, str(tmp_path / "twice"), "--model", str(model.folder)]) == 2
    assert "the models of a site must differ" in capsys.readouterr().err
    assert not (tmp_path / "twice").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("built")
def test_a_map_of_faces_publishes_their_codes_and_says_so(
    model: ModelFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces = tiny_faces(tmp_path / "faces", count=5, size=48)
    public = tmp_path / "public"
    words = ["site", "--model", str(model.folder), "--map", str(faces), "--export"]
    assert main([*words, str(public)]) == 0
    assert f"this publishes 5 of the 5 faces of {faces}: their codes" in capsys.readouterr().err
    record = json.loads((public / "model" / "model.json").read_bytes())["files"]["map"]
    written = json.loads(gzip.decompress((public / "model" / record["path"]).read_bytes()))
    codes = [np.frombuffer(base64.b64decode(each), "<f4") for each in written["faces"]]
    mean, _ = model.encode(load_faces(faces).images[:].astype(np.float32) / 255)
    np.testing.assert_allclose(codes, mean, atol=1e-5)


@pytest.mark.slow
@pytest.mark.usefixtures("built")
def test_a_map_is_refused_where_it_would_show_what_is_nobodys_to_show(
    model: ModelFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces = tiny_faces(tmp_path / "faces", count=5, size=48)
    small = tiny_faces(tmp_path / "small", count=5, size=8)
    public, mine = tmp_path / "public", str(model.folder)
    for words, said in (
        (["--model", "faces48", "--map", str(faces)], "'faces48' ships with the package"),
        (["--model", mine, "--map", str(small)], "--map has pictures of shape [8, 8]"),
        (["--model", mine, "--map", str(tmp_path)], "is no face set"),
        (["--model", mine, "--model", "faces48", "--map", str(faces)], "one model; name one"),
    ):
        assert main(["site", "--export", str(public), *words]) == 2
        assert said in capsys.readouterr().err
    assert main(["site", "--model", mine, "--map", str(faces)]) == 2
    assert "name its place with --export" in capsys.readouterr().err
    assert not public.exists()


def test_a_map_shows_some_of_many_faces(model: ModelFolder, tmp_path: Path) -> None:
    faces = load_faces(tiny_faces(tmp_path / "faces", count=MOST + 40, size=48))
    codes = map_codes(model, faces, [])
    assert codes.shape == (MOST, model.latent_size)
    ends, _ = model.encode(faces.images[[0, len(faces) - 1]].astype(np.float32) / 255)
    np.testing.assert_allclose(codes[[0, -1]], ends, atol=1e-5)


@pytest.mark.slow
@pytest.mark.usefixtures("built")
def test_a_site_without_the_face_finder_says_so(
    model: ModelFolder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    monkeypatch.delenv("MORPHING_FACES_FINDER", raising=False)
    words = ["site", "--export", str(tmp_path / "public"), "--model", str(model.folder)]
    assert main(words) == 0
    assert "without the face finder" in capsys.readouterr().out
    other = tmp_path / "other.onnx"
    other.write_bytes(b"another network")
    assert main(["site", "--export", str(tmp_path / "second"), "--finder", str(other)]) == 2
    assert "is not the face finder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "0"], "--port must be from 1 to 65535, got 0"),
        (["--port", "8000", "--export", "x"], "--port is for serving"),
        (["--export", "x", "--address", "example.org"], "--address is where the site will be"),
        (["--model", "nobody"], "there is no model 'nobody'"),
        (["--finder", "nothing.onnx"], "the face finder nothing.onnx cannot be read"),
    ],
)
@pytest.mark.usefixtures("built")
def test_wrong_words_get_a_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["site", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.slow
def test_it_serves_until_ctrl_c(page: Path, model: ModelFolder) -> None:
    program = (
        "import sys, pathlib; from morphing_faces.site import page; "
        "page.site_files.__defaults__ = (pathlib.Path(sys.argv.pop(1)), '', ()); "
        "from morphing_faces.cli.app import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, str(page), "site", "--no-browser"]
    command += ["--model", str(model.folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[0]
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert b'class="start"' in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
