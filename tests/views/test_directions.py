"""Directions and names in the real program: a window, lines from a pipe, and a terminal."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.tiny import tiny_directions, tiny_model
from tests.views.desk import PROGRAM, Desk, open_player, wait_until
from tests.views.prompt_terminal import Terminal, open_terminal

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "steered", directions=tiny_directions())


@pytest.fixture
def at_home(desk: Desk, tmp_path: Path) -> Desk:
    desk.environment["MORPHING_FACES_HOME"] = str(tmp_path / "home")
    return desk


@pytest.fixture
def terminal(at_home: Desk, folder: Path) -> Iterator[Terminal]:
    with open_terminal(at_home, "--model", folder, "--seed", 1) as terminal:
        yield terminal


def test_steps_names_and_remembered_steps_outlive_the_session(
    at_home: Desk, folder: Path, tmp_path: Path
) -> None:
    command = [*PROGRAM, "--model", str(folder), "--seed", "1"]
    with open_player(at_home, tmp_path, command) as player:
        at_home.wait_for_window()
        first = at_home.picture()
        player.type("save first")
        player.type("dir age +2")
        wait_until(lambda: "drags along happy -1.00" in player.output(), "the warning is printed")
        wait_until(lambda: not np.array_equal(at_home.picture(), first), "the face changes")
        moved = at_home.picture()
        player.type("remember smirk first")
        player.type("name 0 grin")
        at_home.wait_for_title(r"0 grin: \S+  1: \S+")
        player.type("undo")
        wait_until(lambda: np.array_equal(at_home.picture()[5:-5], first[5:-5]), "undo comes back")
        player.type("dir happpy 1")
        wait_until(lambda: "did you mean 'happy'?" in player.output(), "the hint is printed")
        player.type("q")
        assert player.wait() == 0
    (tmp_path / "again").mkdir()
    with open_player(at_home, tmp_path / "again", command) as player:
        at_home.wait_for_window()
        at_home.wait_for_title(r"0 grin: \S+  1: \S+")
        player.type("dir smirk 1")
        wait_until(lambda: np.array_equal(at_home.picture()[5:-5], moved[5:-5]), "the step is back")
        player.type("q")
        assert player.wait() == 0
    assert "Traceback" not in player.output()


def test_tab_completes_a_directions_name(terminal: Terminal) -> None:
    terminal.child.send("dir hap\t")
    terminal.expect("py")
    terminal.child.send(" +1\r")
    terminal.expect("happy +1; now at ")
    assert os.environ.get("MORPHING_FACES_HOME") != terminal.desk.environment["MORPHING_FACES_HOME"]
