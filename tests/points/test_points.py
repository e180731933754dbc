"""Points: their document, their place in a PNG file, the user's folder."""

import io
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from morphing_faces import CommandError, FileError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.still import face_png
from morphing_faces.points.document import KEYWORD, describe, point_in, read_point, read_point_file
from morphing_faces.points.png import SIGNATURE, read_text
from morphing_faces.points.store import PointStore
from morphing_faces.session.session import Session
from tests.tiny import LATENT, tiny_model

FOUR_BYTES = struct.Struct(">I")


@pytest.fixture
def shared() -> Point:
    z = np.random.default_rng(3).standard_normal(LATENT).astype(np.float32)
    return Point(z, (3, 7), 2.5)


def same(found: Point | None, wanted: Point) -> bool:
    return (
        found is not None and np.array_equal(found.z, wanted.z) and found[1:] == tuple(wanted[1:])
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return FOUR_BYTES.pack(len(data)) + kind + data + FOUR_BYTES.pack(checksum)


def international(text: bytes, compressed: int = 0) -> bytes:
    return KEYWORD.encode() + bytes([0, compressed, 0, 0, 0]) + text


def around(*texts: bytes, behind: bytes = b"") -> bytes:
    """A PNG file of one pixel with these chunks before its pixel, and these behind it."""
    stream = io.BytesIO()
    Image.new("L", (1, 1)).save(stream, "PNG")
    plain = stream.getvalue()
    pixel, end = plain.index(b"IDAT") - 4, plain.index(b"IEND") - 4
    return plain[:pixel] + b"".join(texts) + plain[pixel:end] + behind + plain[end:]


def test_a_document_says_what_it_is_and_reads_back_exactly(
    tiny: ModelFolder, shared: Point
) -> None:
    document = json.loads(describe(shared, tiny))
    assert document["format"] == "morphing-faces point 1"
    assert document["model"] == "tiny"
    assert document["decoder"] == tiny.config.files[DECODER].sha256
    assert "not a photograph" in document["note"]
    assert same(read_point(describe(shared, tiny), tiny), shared)


def test_what_is_not_said_is_not_invented_and_what_is_not_known_is_passed_over(
    tiny: ModelFolder, shared: Point
) -> None:
    document = json.loads(describe(shared, tiny)) | {"smile": 3}
    del document["selected"], document["reach"], document["note"], document["model"]
    found = read_point(json.dumps(document), tiny)
    assert found[1:] == (None, None)
    assert not {"selected", "reach"} & json.loads(describe(found, tiny)).keys()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "point 2"}, "this is no point"),
        ({"decoder": "0" * 64}, "belongs to the model 'tiny', and this is 'tiny', or to another"),
        ({"decoder": None, "model": "large"}, "belongs to the model 'large', and this is 'tiny'$"),
        ({"z": [0.0]}, "z must be 40 finite numbers"),
        ({"z": [1e39] * LATENT}, "z must be 40 finite numbers"),
        ({"z": [10**400] * LATENT}, "damaged"),
        ({"z": [True] * LATENT}, "z must be 40 finite numbers"),
        ({"z": ["1"] * LATENT}, "z must be 40 finite numbers"),
        ({"z": None}, "z must be 40 finite numbers"),
        ({"selected": [1, 1]}, "two different dimensions from 0 to 28"),
        ({"selected": [0, 29]}, "two different dimensions from 0 to 28"),
        ({"selected": "01"}, "two different dimensions from 0 to 28"),
        ({"reach": 0}, "'reach' must be above 0"),
        ({"reach": "far"}, "'reach' must be above 0"),
    ],
)
def test_a_wrong_document_is_refused(
    tiny: ModelFolder, shared: Point, change: dict[str, Any], why: str
) -> None:
    document = json.loads(describe(shared, tiny)) | change
    with pytest.raises(FileError, match=why):
        read_point(json.dumps(document), tiny)


# The table that the page's tests run, too: what a session makes of what a document says.
TABLE = json.loads(Path(__file__).with_name("documents.json").read_text())


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_whoever_goes_to_a_point_keeps_what_it_does_not_say(
    tiny: ModelFolder, shared: Point, tmp_path: Path, case: dict[str, Any]
) -> None:
    document = json.loads(describe(Point(shared.z), tiny)) | case["says"]
    path = tmp_path / "point.json"
    path.write_text(json.dumps(document))
    session = Session(tiny, seed=1)
    session.morpher.select(*TABLE["before"]["selected"])
    session.morpher.set_reach(TABLE["before"]["reach"])
    if "refused" in case:
        with pytest.raises(FileError, match=case["refused"]):
            session.execute(f"load {path}")
    else:
        session.execute(f"load {path}")
        np.testing.assert_array_equal(session.morpher.z, shared.z)
    now = {"selected": list(session.morpher.selected), "reach": session.morpher.reach}
    assert now == case.get("after", TABLE["before"])


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff\xfe", b"nan", b" " * (1 << 21)])
def test_what_is_no_document_is_refused(tiny: ModelFolder, text: bytes) -> None:
    with pytest.raises(FileError, match="point"):
        read_point(text, tiny)


def test_a_picture_carries_its_point(tiny: ModelFolder, shared: Point, tmp_path: Path) -> None:
    path = tmp_path / "face.png"
    path.write_bytes(face_png(tiny.decode(shared.z[None])[0], shared, tiny))
    assert same(read_point_file(path, tiny), shared)
    with Image.open(path) as image:
        image.load()
        assert image.size == (512, 512)
        assert image.info["Software"] == "Morphing Faces"
        assert image.info["Description"] == "A face made by a model, not a photograph."
        assert image.info[KEYWORD] == describe(shared, tiny)


def test_other_ways_to_write_the_same_text(tiny: ModelFolder, shared: Point) -> None:
    text = describe(shared, tiny).encode()
    for data in (
        chunk(b"tEXt", KEYWORD.encode() + b"\0" + text),
        chunk(b"iTXt", international(text)),
        chunk(b"iTXt", international(zlib.compress(text), 1)),
    ):
        other = chunk(b"tEXt", b"Software\0x")
        assert same(point_in(around(other, data), tiny), shared)
        assert same(point_in(around(other, behind=data), tiny), shared)


def test_a_picture_without_a_point(tiny: ModelFolder, tmp_path: Path) -> None:
    path = tmp_path / "plain.png"
    Image.new("L", (8, 8)).save(path)
    with pytest.raises(FileError, match=r"plain\.png carries no point"):
        read_point_file(path, tiny)


def test_a_photograph_with_an_odd_comment_is_only_without_a_point(tiny: ModelFolder) -> None:
    odd = around(chunk(b"tEXt", b"Comment\0x")[:-4] + b"abcd")
    assert point_in(odd, tiny) is None
    assert point_in(odd[:60], tiny) is None


WHOLE = chunk(b"iTXt", international(b"{}"))
HUGE = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "png",
    [
        SIGNATURE + WHOLE,
        SIGNATURE + chunk(b"IHDR", HUGE) + WHOLE + chunk(b"IDAT", b""),
        around(WHOLE)[:70],
        around(WHOLE[:-4] + b"abcd"),
        around(FOUR_BYTES.pack(1 << 31) + WHOLE[4:]),
        around(chunk(b"iTXt", international(zlib.compress(bytes(9 << 20)), 1))),
        around(chunk(b"iTXt", international(b"nonsense", 1))),
        around(chunk(b"iTXt", international(b"\xff"))),
        around(chunk(b"iTXt", KEYWORD.encode() + b"\0\0")),
    ],
)
def test_a_damaged_picture_is_refused(png: bytes) -> None:
    with pytest.raises(FileError, match=r"^this PNG file is damaged or cut off$"):
        read_text(png, KEYWORD)


def test_a_packed_text_that_ends_too_soon_is_no_point(tiny: ModelFolder) -> None:
    short = around(chunk(b"iTXt", international(zlib.compress(b"[1, 2, 3]" * 99)[:-8], 1)))
    with pytest.raises(FileError, match=r"the point is damaged: it is no JSON"):
        point_in(short, tiny)


def test_a_text_longer_than_any_point_is_refused(tiny: ModelFolder) -> None:
    long = around(chunk(b"iTXt", international(b" " * (2 << 20))))
    with pytest.raises(FileError, match=r"the point is longer than 1048576 bytes"):
        point_in(long, tiny)


def test_points_are_kept_by_name(tiny: ModelFolder, shared: Point, tmp_path: Path) -> None:
    points = PointStore(tmp_path / "home" / "points")
    assert points.names() == []
    points.save("smile", shared, tiny)
    points.save("A-1_b", shared, tiny)
    (points.folder / "not a name.json").touch()
    assert points.names() == ["A-1_b", "smile"]
    assert same(points.load("smile", tiny), shared)
    assert len(list(points.folder.iterdir())) == 3


def test_a_name_is_not_taken_twice_unless_that_is_wished(
    tiny: ModelFolder, shared: Point, tmp_path: Path
) -> None:
    points = PointStore(tmp_path)
    points.save("me", shared, tiny)
    other = shared._replace(z=shared.z + 1)
    with pytest.raises(FileError, match=r"exists already; 'save me replace' writes over it"):
        points.save("me", other, tiny)
    assert same(points.load("me", tiny), shared)
    points.save("me", other, tiny, replace=True)
    assert same(points.load("me", tiny), other)


@pytest.mark.parametrize("name", ["", "a/b", "..", "a.json", "a b", "é", "x" * 65, "a\n"])
def test_names_that_are_not_allowed(
    tiny: ModelFolder, shared: Point, tmp_path: Path, name: str
) -> None:
    points = PointStore(tmp_path / "points")
    with pytest.raises(CommandError, match="letters, digits, - and _"):
        points.save(name, shared, tiny)
    with pytest.raises(CommandError, match="letters, digits, - and _"):
        points.load(name, tiny)
    assert not points.folder.exists()


def test_a_point_that_is_not_there_or_of_another_model(
    tiny: ModelFolder, shared: Point, tmp_path: Path
) -> None:
    points = PointStore(tmp_path / "points")
    with pytest.raises(FileError, match=r"there is no point 'me' .*\(kept: none yet\)"):
        points.load("me", tiny)
    other = ModelFolder(tiny_model(tmp_path / "other", name="other", seed=1))
    points.save("me", shared, other)
    with pytest.raises(FileError, match=r"me\.json: the point belongs to the model 'other'"):
        points.load("me", tiny)


def test_a_folder_that_cannot_be_made(tiny: ModelFolder, shared: Point, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot be made"):
        PointStore(tmp_path / "file" / "points").save("me", shared, tiny)
