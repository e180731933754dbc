"""`explore(decode, L)` in a script, where there is no screen: in the terminal, or a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.views.desk import PATIENCE
from tests.views.terminal.pseudo_terminal import child, environment, modes_of

pytestmark = pytest.mark.slow
SCRIPT = """
import numpy as np
from morphing_faces import explore

def pictures(z):
    x, y = np.meshgrid(np.linspace(-1, 1, 48), np.linspace(1, -1, 48))
    slopes = 3 * z[:, 0, None, None] * x + z[:, 1, None, None] * y
    return 1 / (1 + np.exp(-slopes))

print("END", *explore(pictures, 2, seed=1).z)
"""
NO_SCREEN = "there is no screen to open a window on, DISPLAY is not set"


def test_a_function_is_played_in_the_terminal(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    with child([sys.executable, str(script)], tmp_path) as running:
        emulator = running.emulator
        running.wait_for(lambda: emulator.shows("▀") and emulator.lines[24][:3] == "0: ", "a face")
        before = emulator.raw.partition("\x1b[?1049h")[0]
        assert "decode gives 48 x 48 grey pictures" in before
        assert NO_SCREEN in before
        assert "; meanwhile, the face is shown in this terminal" in before
        emulator.mouse(47, 23)
        running.wait_for(lambda: emulator.shows("0: +1.00  1: -1.00"), "the corner")
        emulator.type("q")
        running.wait_for(running.ended, "the end")
        emulator.pump()
        assert emulator.raw.rstrip().endswith("END 1.0 -1.0")
        assert (running.process.returncode, modes_of(emulator)) == (0, (True, True))


def test_without_a_terminal_it_says_what_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment(tmp_path),
        input="",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    *_, last = done.stderr.splitlines()
    assert last.startswith(f"morphing_faces.errors.DisplayError: {NO_SCREEN}")
