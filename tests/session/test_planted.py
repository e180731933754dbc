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
from PIL import Image, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from morphing_faces import load_model
from morphing_faces.cli.app import main
from tests.faces.drawing import EYES, draw_face, encoded
from tests.faces.formats.heic import heic
from tests.faces.formats.odd import with_segment
from tests.session.playing import Playing

pytestmark = pytest.mark.slow
FACE = draw_face()
PLACE = "Planted-sur-Mer"
CAMERA = "Plantax 9000"
TIME = "2031:02:03 04:05:06"
LATITUDE = (48.0, 51.0, 29.617)
THUMBNAIL = encoded(Image.new("RGB", (160, 120), (201, 13, 77)), "JPEG", quality=40)
XMP = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r photoshop:City="{PLACE}" xmp:CreateDate="{TIME}" '
    f'tiff:Model="{CAMERA}"/></x:xmpmeta>'
).encode()


def exif() -> bytes:
    """EXIF data with all of it, the thumbnail in its second directory."""
    data = Image.Exif()
    data[Base.Make] = data[Base.Model] = CAMERA
    data[Base.DateTime] = TIME
    data[Base.ImageDescription] = PLACE
    gps = data.get_ifd(IFD.GPSInfo)
    gps[GPS.GPSLatitudeRef], gps[GPS.GPSLatitude] = "N", LATITUDE
    gps[GPS.GPSAreaInformation] = PLACE.encode()
    data.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = TIME
    return data.tobytes()


def with_texts(image: Image.Image) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Location", PLACE)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    texts.add_text("Comment", f"{CAMERA}, {TIME}", zip=True)
    return encoded(image, "PNG", pnginfo=texts, exif=exif())


def photographs() -> dict[str, bytes]:
    """Photographs of every kind that carries metadata, with all of it planted."""
    image = Image.fromarray(FACE)
    jpeg = encoded(image, "JPEG", quality=95, exif=exif(), xmp=XMP, comment=PLACE.encode())
    captions = b"Photoshop 3.0\x008BIM\4\4\0\0\0\x13\x1c\2\x5a\0\x0f" + PLACE.encode() + b"\0"
    small = b"JFXX\0\x10" + THUMBNAIL
    jpeg = with_segment(0xED, captions, with_segment(0xE0, small, jpeg))
    return {
        "a.jpg": jpeg + THUMBNAIL,
        "b.png": with_texts(image),
        "c.webp": encoded(image, "WEBP", quality=95, exif=exif(), xmp=XMP),
        "d.avif": encoded(image, "AVIF", quality=90, exif=exif(), xmp=XMP),
        "e.tif": encoded(image, "TIFF", exif=exif()),
        "f.heic": heic(image, exif=b"Exif\0\0" + exif()),
    }


TRACES = [
    *(text.encode(code) for text in (PLACE, CAMERA, TIME) for code in ("utf-8", "utf-16-le")),
    THUMBNAIL[-60:],
    *((29_617).to_bytes(4, order) + (1000).to_bytes(4, order) for order in ("big", "little")),
]
"""What a search would find of it: texts, the thumbnail's end, the seconds of the latitude."""


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
    for name, content in photographs().items():
        (folder / name).write_bytes(content)
    return folder


def test_the_search_finds_what_is_planted(planted: Path) -> None:
    assert {path.name for path in planted.iterdir()} == set(photographs())
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
    for number, name in enumerate(photographs()):
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
    for name, content in photographs().items():
        (sources / name).write_bytes(content)
    small = Image.new("RGB", (30, 30))  # left out, with a picture of it in the report
    (sources / "small.jpg").write_bytes(encoded(small, "JPEG", exif=exif(), xmp=XMP))
    faces = tmp_path / "faces"
    words = ["prepare", str(sources), "--out", str(faces), "--aligned", "--workers", "1"]
    assert main(words) == 0
    report = (faces / "report.html").read_text()
    assert "small.jpg" in report
    assert traces(faces) == []
