"""Runs that are killed, told to stop, or cannot write; as processes, as a user has them."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.kill import SETTINGS, TRAIN, killed, uninterrupted

from morphing_faces.errors import FileError
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae import checkpoint
from morphing_faces.vae.run import BEST, CONFIG, LAST, LOG, read_log
from morphing_faces.vae.tensorboard import BOARD
from morphing_faces.vae.training import train
from tests.training import CONFIG as SHORT

pytestmark = pytest.mark.slow


ALONE = {**os.environ, "OMP_NUM_THREADS": "1"}


def test_a_run_killed_at_random_moments_ends_bit_identical(faces: FaceSet, tmp_path: Path) -> None:
    settings = f"{SETTINGS} --epochs 30 --checkpoint-seconds 0.05"
    expected = uninterrupted(faces.folder, tmp_path / "calm", settings)
    found = killed(faces.folder, tmp_path / "killed", settings, 2, random.Random(1), longest=0.2)
    assert len(found.steps) == 2
    assert found.sha256 == expected
    assert (tmp_path / "killed" / BEST).read_bytes() != b""
    kept = {path.name for path in (tmp_path / "killed").iterdir()}
    assert kept == {BEST, BOARD, CONFIG, LAST, LOG}  # nothing half written is left
    epochs = [line.epoch for line in read_log(tmp_path / "killed")]
    assert epochs == list(range(1, 31))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to catch")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_kill_or_a_closed_terminal_stops_a_run_with_a_checkpoint(
    faces: FaceSet, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "run"
    command = [*TRAIN, str(faces.folder), "--out", str(out), *SETTINGS.split()]
    command += ["--epochs", "100000", "--checkpoint-seconds", "1e6"]
    with subprocess.Popen(command, env=ALONE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()  # the first epoch
        process.send_signal(signal.Signals[name])
        _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.Signals[name]
    assert said.splitlines()[-1] == (
        f"stopped; go on with: morphing-faces train {faces.folder} --out {out} --resume"
    )
    # Checkpoints were a million seconds apart: the one on disk is of the moment of the signal.
    assert read_log(out)[-1].epoch >= 1
    seen: list[int] = []

    class Enough(Exception):  # noqa: N818
        pass

    def see(step: int, _steps: int) -> None:
        seen.append(step)
        raise Enough

    with pytest.raises(Enough):
        train(faces, out, SHORT, resume=True, on_step=see)
    assert seen[0] > read_log(out)[-1].step


def test_a_log_that_cannot_be_written_ends_the_run_with_its_checkpoints_intact(
    faces: FaceSet, finished_run: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(finished_run, folder)
    config = (folder / CONFIG).read_text().replace('"epochs": 3', '"epochs": 6')
    (folder / CONFIG).write_text(config)
    (folder / LOG).unlink()
    (folder / LOG).symlink_to(tmp_path / "nowhere" / "log.jsonl")
    before = (folder / BEST).read_bytes()
    with pytest.raises(FileError, match=r"log\.jsonl cannot be written: No such file"):
        train(faces, folder, SHORT, resume=True)
    assert (folder / BEST).read_bytes() == before
    assert checkpoint.load(folder / LAST)[1]["step"] > 33


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are Unix's")
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_run_folder_is_reported(
    faces: FaceSet, finished_run: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(finished_run, folder)
    config = (folder / CONFIG).read_text().replace('"epochs": 3', '"epochs": 6')
    (folder / CONFIG).write_text(config)
    folder.chmod(0o500)
    before = (folder / LAST).read_bytes()
    try:
        with pytest.raises(FileError, match="cannot be written"):
            train(faces, folder, SHORT, resume=True)
        assert (folder / LAST).read_bytes() == before
    finally:
        folder.chmod(0o700)
