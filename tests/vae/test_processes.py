"""Several processes train one network: real ones, on this machine's cores."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from benchmarks.kill import SETTINGS, TRAIN

from morphing_faces.cli import app as cli
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae import checkpoint
from morphing_faces.vae.distributed import ProcessGroup
from morphing_faces.vae.followers import LOST
from morphing_faces.vae.run import LAST, read_log
from morphing_faces.vae.training import train
from tests.training import CONFIG

pytestmark = pytest.mark.slow


ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}
PAIR = ["--accelerator", "cpu", "--devices", "2"]
# Blocks of 64 random numbers are cut in the middle, and the last step has a part of its own.
TOGETHER = replace(
    CONFIG, batch=150, epochs=4, dropout=0.1, free_bits=0.2, shift=0.5, checkpoint_seconds=1e6
)


def test_two_processes_go_on_where_one_stopped_and_end_where_it_would_have(
    faces: FaceSet, tmp_path: Path
) -> None:
    train(faces, tmp_path / "one", TOGETHER)

    class Stop(Exception):  # noqa: N818
        pass

    def stop(done: int, _of: int) -> None:
        if done == 1:
            raise Stop

    with pytest.raises(Stop):
        train(faces, tmp_path / "two", TOGETHER, on_step=stop)
    # In the middle of nowhere: the only checkpoint is the first, at step 0.
    command = [*TRAIN, str(faces.folder), "--out", str(tmp_path / "two"), "--resume", *PAIR]
    subprocess.run(command, check=True, timeout=600, env=ENVIRONMENT)
    one, two = (checkpoint.load(tmp_path / name / LAST) for name in ("one", "two"))
    assert one[1]["step"] == two[1]["step"] == 8
    for name, value in one[0].items():
        torch.testing.assert_close(two[0][name], value, rtol=1e-3, atol=1e-5)
    pairs = zip(read_log(tmp_path / "one"), read_log(tmp_path / "two"), strict=True)
    for ours, theirs in pairs:
        assert theirs.elbo == pytest.approx(ours.elbo, rel=1e-5)
        assert theirs.valid_elbo == pytest.approx(ours.valid_elbo, rel=1e-5)


@pytest.mark.parametrize(
    "launcher",
    [
        ["torchrun", "--standalone", "--nproc-per-node", "2"],
        ["fabric", "run", "--accelerator", "cpu", "--devices", "2"],
    ],
    ids=["torchrun", "fabric run"],
)
def test_the_usual_launchers_start_the_processes(
    faces: FaceSet, tmp_path: Path, launcher: list[str]
) -> None:
    config = replace(TOGETHER, epochs=1)
    train(faces, tmp_path / "one", config)
    program = Path(sys.executable).with_name(launcher[0])
    settings = tmp_path / "one" / "config.json"
    command = [str(program), *launcher[1:], cli.__file__, "train", str(faces.folder)]
    command += ["--out", str(tmp_path / "two"), "--config", str(settings)]
    subprocess.run(command, check=True, timeout=600, env=ENVIRONMENT)
    [ours], [theirs] = (read_log(tmp_path / name) for name in ("one", "two"))
    assert theirs.valid_elbo == pytest.approx(ours.valid_elbo, rel=1e-5)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the second process by /proc")
def test_when_one_process_dies_the_run_ends_with_a_sentence(faces: FaceSet, tmp_path: Path) -> None:
    command = [*TRAIN, str(faces.folder), "--out", str(tmp_path / "run"), *SETTINGS.split(), *PAIR]
    command += ["--epochs", "100000"]
    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith("epoch"):
            assert process.poll() is None
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)
        _, said = process.communicate(timeout=600)
    assert process.returncode == 2
    assert "another process of this run has ended" in said.splitlines()[-1]
    assert checkpoint.load(tmp_path / "run" / LAST)[1]["step"] >= 0


DEAF = """
import os, threading
from morphing_faces.vae import followers

followers.GRACE = 0
if os.environ.get("LOCAL_RANK") == "1":
    raise SystemExit(7)
followers.start_followers(2, 1)
threading.Event().wait()
"""


def test_a_first_process_that_waits_in_vain_says_it_too(tmp_path: Path) -> None:
    (program := tmp_path / "deaf.py").write_text(DEAF, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "LOCAL_RANK"}
    done = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, timeout=600, env=environment
    )
    assert (done.returncode, done.stderr) == (2, LOST + "\n")


def test_the_parts_of_a_batch_make_the_whole() -> None:
    group = ProcessGroup()
    for size in (1, 2, 3, 7):
        group.size = size
        places: list[int] = []
        for group.rank in range(size):
            places += group.share(100)
        assert places == list(range(100))
