from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from morphing_faces.errors import SourceError
from morphing_faces.faces.find.finder_file import find_network
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.storage.home import VARIABLE
from tests.tiny import tiny_faces, tiny_model

# A busy machine is no fault of the code: speed is measured in benchmarks/.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def user_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that a test keeps or plays gets into the folder of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("user") / "home"))
        yield


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> ModelFolder:
    return ModelFolder(tiny_folder)


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    return load_faces(tiny_faces(tmp_path_factory.mktemp("sets") / "faces"))


@pytest.fixture(scope="session")
def finished_run(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # torch takes seconds to import; the tests that need none do not wait for it.
    from morphing_faces.vae.training import train
    from tests.training import CONFIG

    folder = tmp_path_factory.mktemp("runs") / "run"
    train(faces, folder, CONFIG)
    return folder


@pytest.fixture(scope="session")
def tall(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    """A model whose faces are in colours, and higher than wide."""
    return ModelFolder(tiny_model(tmp_path_factory.mktemp("models") / "tall", shape=(36, 24, 3)))


@pytest.fixture(scope="session")
def network() -> Path:
    """The face finder's network, where it is at hand or can be fetched."""
    try:
        return find_network()
    except SourceError as error:
        pytest.skip(str(error))
