"""Place, time, camera and thumbnail are planted in photographs, and looked for in all that is made.

A photograph's metadata says where somebody lives. What is kept, saved, filmed, linked, prepared and
reported is made of pixels alone.
"""

import base64
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from PIL import Image

from morphing_faces import load_model
from morphing_faces.cli.app import main
from tests.faces.drawing import EYES, draw_face, encoded
from tests.faces.formats.planted import TRACES, XMP, exif, photographs
from tests.session.playing import Playing

pytestmark = pytest.mark.slow
PHOTOGRAPHS = photographs(Image.fromarray(draw_face()))


def layers(path: Path) -> Iterator[bytes]:
    """The bytes of a file, of the texts in a picture, of the pictures in a page, and of tables."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".html":
        for found in re.findall(rb"base64,([A-Za-z0-9+/=]+)", content):
            yield base64.b64decode(found)
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        yield repr(table.to_pydict()).encode()
        yield repr(table.schema.metadata).encode()
    if path.suffix in (".png", ".webp", ".gif", ".jpg"):
        with Image.open(io.BytesIO(content)) as image:
            yield repr(image.info).encode()
            assert not dict(image.getexif())
            assert "exif" not in image.info


def traces(folder: Path) -> list[str]:
    """The files of a folder in which any of it is found."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(trace in layer for layer in layers(path) for trace in TRACES)
    ]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    for name, content in PHOTOGRAPHS.items():
        (folder / name).write_bytes(content)
    return folder


def test_the_search_finds_what_is_planted(planted: Path) -> None:
    assert {path.name for path in planted.iterdir()} == set(PHOTOGRAPHS)
    for path in planted.iterdir():
        content = path.read_bytes()
        texts = [zlib.decompressobj().decompress(content[at:]) for at in zlibs(content)]
        assert any(trace in layer for layer in (content, *texts) for trace in TRACES), path.name


def zlibs(content: bytes) -> list[int]:
    """Where a compressed text of a PNG file begins."""
    return [found.end() for found in re.finditer(rb"(?s)Comment\0\0(?=x)", content)]


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    return Playing(load_model("faces48"), tmp_path / "made" / "home")


def take(playing: Playing, path: Path) -> str:
    (x1, y1), (x2, y2) = EYES
    return playing.type(f"photo {path} {x1},{y1},{x2},{y2}")


def test_nothing_of_it_gets_into_what_is_kept_saved_and_linked(
    planted: Path, tmp_path: Path, playing: Playing
) -> None:
    made = tmp_path / "made"
    for number, name in enumerate(PHOTOGRAPHS):
        said = [take(playing, planted / name), playing.type(f"save me{number}")]
        playing.type(f"picture {made}/{number}.png")
        said += [playing.type("link"), playing.type("list")]
        (made / f"{number}.txt").write_text("\n".join(said))
    kept = {path.suffix for path in made.rglob("*.*")}
    assert kept == {".png", ".json", ".txt"}
    assert traces(made) == []


def test_nothing_of_it_gets_into_what_is_refined_and_filmed(
    planted: Path, tmp_path: Path, playing: Playing
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    playing.type(f"record start {made}/film.mp4")
    take(playing, planted / "a.jpg")
    playing.tick(0.5)
    playing.type("record stop")
    said = playing.wait()
    playing.type("refine 1")
    said += playing.wait()
    (made / "said.txt").write_text("\n".join(said))
    assert (made / "film.mp4").stat().st_size > 0
    assert traces(made) == []


def test_nothing_of_it_gets_into_what_is_rendered(planted: Path, tmp_path: Path) -> None:
    (x1, y1), (x2, y2) = EYES
    points = [f"{planted / name}:{x1},{y1},{x2},{y2}" for name in ("a.jpg", "b.png")]
    for file in ("morph.gif", "morph.webp", "morph.png"):
        film = [] if file.endswith("png") else ["--fps", "10", "--seconds", "0.2", "--size", "64"]
        assert main(["render", "morph", *points, "--out", str(tmp_path / file), *film]) == 0
    assert traces(tmp_path) == []


def test_nothing_of_it_gets_into_a_face_set_and_its_report(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, content in PHOTOGRAPHS.items():
        (sources / name).write_bytes(content)
    small = Image.new("RGB", (30, 30))  # left out, with a picture of it in the report
    (sources / "small.jpg").write_bytes(encoded(small, "JPEG", exif=exif(), xmp=XMP))
    faces = tmp_path / "faces"
    words = ["prepare", str(sources), "--out", str(faces), "--aligned", "--workers", "1"]
    assert main(words) == 0
    report = (faces / "report.html").read_text()
    assert "small.jpg" in report
    assert traces(faces) == []
