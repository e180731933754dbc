from pathlib import Path

import pytest

from morphing_faces.model.folder import ModelFolder
from tests.tiny import tiny_model

PAGE = {
    "index.html": b"<html><head><!-- preview --></head><main><!-- start face --></main></html>",
    "explanation.html": (
        b'<p>From <span data-fact="latent">many</span> numbers.</p>\n'
        b"<!-- preview -->\n<!-- model -->\n<!-- limits -->\n<!-- facts -->"
    ),
    "assets/index-ABCD1234.js": b"export {};",
}


def write_page(folder: Path) -> Path:
    """What `make site` builds, as far as the program reads it."""
    for name, content in PAGE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return write_page(tmp_path / "page")


@pytest.fixture
def model(tmp_path: Path) -> ModelFolder:
    return ModelFolder(tiny_model(tmp_path / "tiny"))
