from pathlib import Path

import pytest

from morphing_faces.errors import SourceError
from morphing_faces.faces.finder import Finder
from morphing_faces.faces.network import find_network


@pytest.fixture(scope="session")
def network() -> Path:
    """The face finder's network, where it is at hand or can be fetched."""
    try:
        return find_network()
    except SourceError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def finder(network: Path) -> Finder:
    return Finder(network)
