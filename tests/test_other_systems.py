"""What users do where a system lacks what Unix has: tried by taking it away."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.vae.run import read_log
from tests.faces.drawing import draw_face, encoded
from tests.tiny import tiny_model

pytestmark = pytest.mark.slow

# The command on a system without these modules, functions and signals; its workers, which are
# started afresh, lack them as well.
WITHOUT = """
import os, signal, sys
for name in ("fcntl", "termios", "tty", "pty", "resource", "pwd", "grp", "curses", "readline"):
    sys.modules[name] = None
for name in ("fork", "link", "sched_getaffinity", "setsid", "killpg"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "SIGTSTP", "SIGCONT", "SIGWINCH", "SIGUSR1", "SIGALRM"):
    if hasattr(signal, name):
        delattr(signal, name)
"""
COMMAND = f"""{WITHOUT}
if __name__ == "__main__":
    from morphing_faces.cli.app import main
    sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script, which processes that are spawned read as well."""
    path = tmp_path_factory.mktemp("program") / "without.py"
    path.write_text(COMMAND)
    return path


def without(program: Path, *words: object, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(program), *map(str, words)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        command, input=said, capture_output=True, text=True, check=False, env=environment
    )


def test_the_terminal_says_that_it_cannot_show_the_face(program: Path, model: Path) -> None:
    done = without(program, "--model", model, "--view", "terminal")
    assert done.returncode == 2
    assert "terminals of this system cannot show the face; a window can" in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_are_obeyed_without_a_picture(program: Path, model: Path, tmp_path: Path) -> None:
    lines = f"d 1 0\nsave system-of-its-own replace\npicture {tmp_path / 'a.png'}\nq\n"
    done = without(program, "--model", model, "--view", "none", said=lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.png").exists()


def test_pictures_are_rendered(program: Path, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "walk.gif"
    words = ["render", "walk", "--seconds", "0.2", "--size", "16", "--model", model, "--out", out]
    done = without(program, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["walk.gif"]


def test_photographs_are_prepared_by_workers(program: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for number in range(3):
        (sources / f"{number}.png").write_bytes(encoded(draw_face()[number:, number:]))
    out = tmp_path / "faces"
    done = without(program, "prepare", sources, "--out", out, "--aligned", "--workers", 2)
    assert done.returncode == 0, done.stderr
    assert len(load_faces(out)) == 3


def test_a_model_is_trained(program: Path, faces: FaceSet, tmp_path: Path) -> None:
    words = "--latent 6 --hidden 24 --components 3 --epochs 2 --batch 64 --precision fp32"
    run = tmp_path / "run"
    done = without(program, "train", faces.folder, "--out", run, *words.split())
    assert done.returncode == 0, done.stderr
    assert len(read_log(run)) == 2
