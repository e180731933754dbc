from collections.abc import Iterator
from pathlib import Path

import pytest

from morphing_faces.model.folder import ModelFolder
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections
from morphing_faces.session.session import Session
from tests.views.terminal.emulator import Emulator


@pytest.fixture
def session(tiny: ModelFolder, tmp_path: Path) -> Session:
    own = UserDirections(tiny, tmp_path)
    return Session(tiny, seed=1, store=PointStore(tmp_path / "points"), user_directions=own)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    found = Emulator()
    yield found
    found.close()
