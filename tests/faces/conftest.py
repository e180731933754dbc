from pathlib import Path

import pytest

from morphing_faces.faces.find.finder import Finder


@pytest.fixture(scope="session")
def finder(network: Path) -> Finder:
    return Finder(network)
