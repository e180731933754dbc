"""A preparation that was interrupted goes on, and makes what it would have made at once."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.faces.set.faceset import load_faces
from morphing_faces.faces.set.journal import partial_folder
from morphing_faces.faces.set.prepare import prepare_faces
from morphing_faces.faces.set.writer import FaceSetWriter

pytestmark = pytest.mark.slow


COUNT = 60
NEVER = -1

PROGRAM = """
import os, signal, sys
from concurrent.futures import ThreadPoolExecutor
from morphing_faces.faces.set import pixels as shards, writer
from morphing_faces.faces.set.prepare import prepare_faces
source, out, left = sys.argv[1], sys.argv[2], int(sys.argv[3])
writer.COMMIT_SECONDS = 0
shards.SHARD_PICTURES = 16
def hook(event, arguments):
    global left
    if event in ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"):
        left -= str(arguments[0]).startswith(os.path.dirname(out))
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
with ThreadPoolExecutor(1) as executor:
    prepare_faces([source], out, aligned=True, executor=executor)
"""


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures, some of which are repeated, and near-duplicates."""
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 250, (COUNT, 48, 48), np.uint8)
    pictures[5], pictures[40] = pictures[4], pictures[3]
    pictures[41] = pictures[2] + 5
    path = tmp_path_factory.mktemp("album") / "pictures.npy"
    np.save(path, pictures)
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def stop_at(photograph: int, album: Path, out: Path) -> None:
    """Prepare until so many photographs are done, and no further."""

    def stop(done: int, _: int | None) -> None:
        if done == photograph:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_faces([str(album)], out, aligned=True, workers=1, progress=stop)


def test_killed_at_any_moment_it_ends_with_the_same_bytes(album: Path, tmp_path: Path) -> None:
    def run(place: Path, events: int) -> int:
        place.mkdir(exist_ok=True)
        command = [sys.executable, "-c", PROGRAM, str(album), str(place / "faces"), str(events)]
        return subprocess.run(command, check=False).returncode

    assert run(tmp_path / "whole", NEVER) == 0
    moments = random.Random(0)
    for events in (*moments.choices(range(1, 120), k=4), 200, 225):
        code = run(tmp_path / "killed", events)
        assert code in (0, -signal.SIGKILL)
        if code == 0:
            break
    else:
        assert run(tmp_path / "killed", NEVER) == 0
    assert files(tmp_path / "killed/faces") == files(tmp_path / "whole/faces")
    assert [path.name for path in (tmp_path / "killed").iterdir()] == ["faces"]
    faces = load_faces(tmp_path / "killed/faces")
    assert len(faces) == COUNT - 2
    assert faces.card.shard == 16


@pytest.mark.parametrize("photograph", [1, 30, COUNT])
def test_it_goes_on_after_the_last_photograph(album: Path, tmp_path: Path, photograph: int) -> None:
    stop_at(photograph, album, tmp_path / "faces")
    steps: list[int] = []
    prepare_faces(
        [str(album)],
        tmp_path / "faces",
        aligned=True,
        workers=1,
        progress=lambda done, _: steps.append(done),
    )
    assert steps == list(range(photograph, COUNT + 1))
    prepare_faces([str(album)], tmp_path / "whole", aligned=True, workers=2)
    assert files(tmp_path / "faces") == files(tmp_path / "whole")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    (sentence,) = capsys.readouterr().err.splitlines()
    return sentence.removeprefix("morphing-faces: ")


def test_other_photographs_or_another_recipe_are_refused_unless_afresh(
    album: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, other = tmp_path / "faces", tmp_path / "pictures.npy"
    np.save(other, np.load(album)[:20])
    stop_at(30, album, out)
    words = ["prepare", "--aligned", "--workers", "1", "--out", str(out)]
    assert main([*words, str(album), "--size", "32"]) == 2
    assert said(capsys).endswith(
        "interrupted preparation with size 48, not 32; repeat the command of then, or start "
        "afresh with --fresh"
    )
    assert main([*words, str(other)]) == 2
    assert "number 21 was pictures.npy: 20, and is missing; name the same" in said(capsys)
    assert main([*words, str(other), "--fresh", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["photographs"], figures["kept"]) == (20, 19)
    assert not partial_folder(out).exists()


def test_two_at_once_into_one_place_are_refused(
    album: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FaceSetWriter(tmp_path / "faces", 48, 1):
        words = ["prepare", str(album), "--aligned", "--fresh", "--out", str(tmp_path / "faces")]
        assert main(words) == 2
        assert said(capsys).endswith(f"faces is being prepared by process {os.getpid()} just now")
        assert partial_folder(tmp_path / "faces").exists()
    assert not list(tmp_path.iterdir())


def test_a_full_disk_loses_nothing(album: Path, tmp_path: Path) -> None:
    def limit() -> None:  # no file of over 100 kB: as full a disk as can be had without one
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    words = ["prepare", str(album), "--aligned", "--out", str(tmp_path / "faces")]
    command = [sys.executable, "-m", "morphing_faces.cli", *words, "--workers", "1"]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith(
        "faces cannot be written: File too large; make room and repeat the command to go on\n"
    )
    assert len(done.stderr.splitlines()) == 1
    assert main([*words, "--workers", "1"]) == 0
    assert len(load_faces(tmp_path / "faces")) == COUNT - 2


def test_what_was_left_of_a_process_killed_at_the_very_end_is_cleared(
    album: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "faces").mkdir()
    partial_folder(tmp_path / "faces").mkdir()
    assert main(["prepare", str(album), "--aligned", "--out", str(tmp_path / "faces")]) == 2
    assert said(capsys).endswith("faces exists already; name a folder that does not")
    assert [path.name for path in tmp_path.iterdir()] == ["faces"]
