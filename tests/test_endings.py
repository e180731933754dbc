"""Commands that are told to stop, or whose words nobody reads: what was saved stays, whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.site.page import PAGE
from morphing_faces.vae.run import LOG, read_log
from tests.tiny import tiny_model

COMMAND = [sys.executable, "-m", "morphing_faces.cli"]
TRAIN = (
    "--latent 6 --hidden 24 --components 3 --epochs 4 --batch 32 --precision fp32 --sheet-epochs 0"
)

# A command in which a signal arrives while the file beside its place is half written.
HALF = """
import os, signal, sys
from morphing_faces.cli.app import main
from morphing_faces.storage import disk

number = getattr(signal, sys.argv[1])
sync_file = disk.sync_file

def signalled(path, **options):
    os.kill(os.getpid(), number)
    os.kill(os.getpid(), number)  # and once more, by somebody without patience
    sync_file(path, **options)

disk.sync_file = signalled
sys.exit(main(sys.argv[2:]))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(
    "words",
    [
        ["render", "walk", "--seconds", "1", "--size", "16", "--out", "{out}/walk.gif"],
        ["render", "sheet", "--size", "16", "--out", "{out}/sheet.png"],
        pytest.param(
            ["site", "--export", "{out}/site"],
            marks=pytest.mark.skipif(
                not (PAGE / "index.html").is_file(), reason="no page is built"
            ),
        ),
    ],
    ids=lambda words: words[0] if words[0] == "site" else words[1],
)
def test_a_signal_takes_away_what_is_half_written(
    words: list[str], name: str, model: Path, tmp_path: Path
) -> None:
    words = [word.format(out=tmp_path) for word in words]
    command = [sys.executable, "-c", HALF, name, *words, "--model", str(model)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 128 + getattr(signal, name)
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_under_nohup_a_closed_terminal_ends_nothing(model: Path, tmp_path: Path) -> None:
    words = ["render", "sheet", "--size", "16", "--out", str(tmp_path / "sheet.png")]
    command = [sys.executable, "-c", HALF, "SIGHUP", *words, "--model", str(model)]
    done = subprocess.run(
        ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", *command],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]


def shell(line: str, folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in a folder; $@ is the command."""
    command = ["/bin/sh", "-c", line, "sh", *COMMAND, *map(str, words)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.parametrize(
    "line",
    [
        '"$@" 2>&1 | head -n 1 > /dev/null',
        '"$@" 2> /dev/full',
        '"$@" <&- >&- 2>&-',
    ],
    ids=["a pipe closes", "full", "all closed"],
)
def test_a_run_whose_words_nobody_reads_goes_on_to_its_end(
    line: str, faces: FaceSet, tmp_path: Path
) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this system has no full disk")
    done = shell(line, tmp_path, "train", faces.folder, "--out", "run", *TRAIN.split())
    assert len(read_log(tmp_path / "run")) == 4
    assert (tmp_path / "run" / LOG).read_bytes().endswith(b"\n")
    assert done.stdout == ""


def test_what_is_said_besides_is_no_part_of_the_answer(model: Path, tmp_path: Path) -> None:
    done = shell('"$@" 2>&-', tmp_path, "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    words = ["render", "sheet", "--size", "16", "--out", "a.png", "--model", model, "--json"]
    done = shell('"$@" 2>&-', tmp_path, *words)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


def test_an_answer_that_cannot_be_given_is_said_and_the_file_is_there(
    model: Path, tmp_path: Path
) -> None:
    words = ["render", "sheet", "--size", "16", "--out", "a.png", "--model", model]
    if Path("/dev/full").exists():
        done = shell('"$@" > /dev/full', tmp_path, *words)
        assert done.returncode == 2
        assert done.stderr == (
            "morphing-faces: the answer cannot be printed: No space left on device\n"
        )
        assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    done = shell('"$@" | true', tmp_path, *words, "--replace")
    assert (done.returncode, done.stderr) == (0, "")
