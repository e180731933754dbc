"""`morphing-faces` and `morphing-faces walk` where they cannot play: one sentence, status 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from morphing_faces.cli.app import main
from morphing_faces.views.window import toolkit
from tests.views.desk import PROGRAM, Desk, open_player

pytestmark = pytest.mark.slow


def refused(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    """The one sentence that the program prints before it exits with status 2."""
    assert main(arguments) == 2
    output, errors = capfd.readouterr()
    assert output == ""
    (line,) = errors.splitlines()
    return line.removeprefix("morphing-faces: ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--range", "-1"], "the range must be above 0 and at most 1,000,000, got -1"),
        (["--range", "0"], "the range must be above 0 and at most 1,000,000, got 0"),
        (["--range", "nan"], "the range must be above 0 and at most 1,000,000, got nan"),
        (["--range", "wide"], 'Invalid value for --range: unable to convert "wide" into float.'),
        (["--seed", "x"], "--seed must be a whole number from 0 to 4294967295, got 'x'"),
        (["--seed", "1.5"], "--seed must be a whole number from 0 to 4294967295, got '1.5'"),
        (["--seed", "-1"], "--seed must be a whole number from 0 to 4294967295, got '-1'"),
        (
            ["--seed", "4294967296"],
            "--seed must be a whole number from 0 to 4294967295, got '42949",
        ),
        (["--seed", "9" * 5000], "--seed must be a whole number from 0 to 4294967295, got '999"),
        (["walk", "--steps-per-second", "0"], "--steps-per-second must be above 0 and at most"),
        (["walk", "--range", "-2"], "the range must be above 0 and at most 1,000,000, got -2"),
        (["--speed", "3"], "Unknown option: --speed. Did you mean --seed?"),
        (["wlak"], "'wlak' is no command, nor does the command take it; did you mean 'walk'?"),
        (["walk", "3"], "'3' is no command, nor does the command take it; --help lists"),
    ],
)
def test_a_wrong_word_gets_one_sentence(
    tiny_folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    line = refused([*arguments, "--model", str(tiny_folder)], capfd)
    assert line.startswith(sentence)
    assert len(line) < 200


def test_a_model_that_is_not_there(capfd: pytest.CaptureFixture[str]) -> None:
    assert refused(["--model", "nowhere"], capfd).startswith("there is no model 'nowhere'")


def test_without_a_screen(
    tiny_folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert refused(["--model", str(tiny_folder)], capfd) == (
        "there is no screen to open a window on, DISPLAY is not set; start this on a desktop, "
        "or over 'ssh -X', or on a virtual screen with 'xvfb-run'"
    )


def test_a_screen_that_does_not_answer(tiny_folder: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "--model", str(tiny_folder)],
        env={**os.environ, "DISPLAY": ":54321"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("morphing-faces: the screen :54321 cannot be opened; start this on")


def test_without_a_toolkit(
    tiny_folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":54321")
    monkeypatch.delenv("MPLBACKEND", raising=False)
    for name in ("tkinter", *toolkit.QT_BINDINGS):
        monkeypatch.setitem(sys.modules, name, None)
    assert refused(["--model", str(tiny_folder)], capfd) == (
        "there is no toolkit to open a window with: install tkinter (on Debian and Ubuntu: "
        "apt install python3-tk) or Qt (pip install 'morphing-faces[qt]')"
    )


@pytest.mark.parametrize(
    ("backend", "outcome"),
    [
        ("tkagg", (0, "another face\n", "")),
        ("agg", (0, "another face\n", "")),
        ("tkcairo", (2, "", "morphing-faces: no window can be opened (tkcairo: ")),
        ("nonsense", (2, "", "morphing-faces: matplotlib has no backend MPLBACKEND=nonsense; ")),
    ],
)
def test_a_backend_counts_when_it_opens_windows(
    desk: Desk, tiny_folder: Path, backend: str, outcome: tuple[int, str, str]
) -> None:
    done = subprocess.run(
        [*PROGRAM, "--model", str(tiny_folder)],
        env={**desk.environment, "MPLBACKEND": backend},
        input="r\nq\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == outcome[:2]
    assert done.stderr.startswith(outcome[2])
    assert len(done.stderr.splitlines()) <= 1


@pytest.mark.parametrize("arguments", [["--help"], ["walk", "--help"]])
def test_help_shows_an_example(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert "Example: morphing-faces " in capfd.readouterr().out


NO_TORCH = """
import sys
from morphing_faces.cli.app import main
code = main(sys.argv[1:])
print("loaded", [name for name in ("torch", "lightning") if name in sys.modules])
"""


def test_playing_loads_no_torch(desk: Desk, tiny_folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", NO_TORCH, "--model", str(tiny_folder)]
    with open_player(desk, tmp_path, command) as player:
        desk.wait_for_window()
        player.type("r")
        player.type("q")
        assert player.wait() == 0
        assert player.output().splitlines()[-1] == "loaded []"
