"""Views where a system lacks what Unix has: tried by taking the modules away."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny import tiny_model

WITHOUT = """
import sys
for name in ("fcntl", "termios"):
    sys.modules[name] = None
from morphing_faces.cli.app import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "tiny")


def without(model: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, "--model", str(model), *words]
    return subprocess.run(command, input="d 1 0\nq\n", capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_terminal_says_that_it_cannot_show_the_face(model: Path) -> None:
    done = without(model, "--view", "terminal")
    assert done.returncode == 2
    assert "terminals of this system cannot show the face; a window can" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_commands_are_obeyed_without_a_picture(model: Path) -> None:
    done = without(model, "--view", "none")
    assert (done.returncode, done.stderr) == (0, "")
