import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.views.desk import PROGRAM, Desk, Player, open_desk, open_player

MISSING = [program for program in ("Xvfb", "xdotool") if shutil.which(program) is None]


@pytest.fixture
def desk() -> Iterator[Desk]:
    _require_tools()
    with open_desk() as desk:
        yield desk


@pytest.fixture
def player(desk: Desk, tiny_folder: Path, tmp_path: Path) -> Iterator[Player]:
    """The program with a window open, seed 1, and the tiny model."""
    command = [*PROGRAM, "--model", str(tiny_folder), "--seed", "1"]
    with open_player(desk, tmp_path, command) as player:
        desk.wait_for_window()
        yield player


def _require_tools() -> None:
    if MISSING and not os.environ.get("CI"):
        pytest.skip(f"{' and '.join(MISSING)} not installed")
