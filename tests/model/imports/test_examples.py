"""The example files are what their script makes, and Python reads them as the page does."""

import runpy
from pathlib import Path

import pytest

from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.import_source import import_model

ROOT = Path(__file__).parents[3]
FILES = runpy.run_path(str(ROOT / "tools" / "make-examples.py"))["FILES"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_they_are_what_their_script_makes(path: Path) -> None:
    assert path.read_bytes() == FILES[path]().SerializeToString()


@pytest.mark.parametrize(
    ("name", "shape", "found"),
    [
        ("waves.onnx", None, "24 x 24 grey pictures (NCHW), values 0 to 1"),
        ("colours.onnx", (3, 20, 24), "20 x 24 colour pictures (NCHW, each in a row), values -1"),
    ],
)
def test_they_are_imported(
    tmp_path: Path, name: str, shape: tuple[int, ...] | None, found: str
) -> None:
    path = ROOT / "docs" / "examples" / name
    made = import_model(path, tmp_path / "mine", Asked(Given(shape=shape)))
    assert found in made.found
    assert ModelFolder(tmp_path / "mine").latent_size == made.latent_size
