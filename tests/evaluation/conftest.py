from pathlib import Path

import pytest

from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.folder import ModelFolder
from tests.tiny import tiny_faces


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    return load_faces(tiny_faces(tmp_path_factory.mktemp("sets") / "labelled", labels=True))


@pytest.fixture(scope="session")
def model(
    finished_run: Path, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory
) -> ModelFolder:
    from morphing_faces.vae.export import export  # torch comes when it is needed

    out = tmp_path_factory.mktemp("models") / "judged"
    export(finished_run, faces, out, precision="fp32", report="https://example.org/report.html")
    return ModelFolder(out)
