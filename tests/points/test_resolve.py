"""What a word can mean: a kept point, a file, a link, a photograph."""

from pathlib import Path

import numpy as np
import pytest

from morphing_faces import CommandError, FileError, MorphingFacesError
from morphing_faces.faces.find.choice import EyePixels
from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.still import face_png
from morphing_faces.points.document import describe
from morphing_faces.points.link import link
from morphing_faces.points.resolve import Portrait, Resolved, resolve_point
from morphing_faces.points.store import PointStore
from tests.tiny import LATENT, tiny_model

Z = np.round(np.random.default_rng(3).standard_normal(LATENT) * 256).astype(np.float32)
Z /= np.float32(256)  # which a link can hold exactly
SHARED = Point(Z, (3, 7), 2.5)
PORTRAIT = Portrait("a.jpg", np.zeros((48, 48), np.float32), Z[::-1], "two faces")


@pytest.fixture(scope="module")
def folder(tiny: ModelFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("places")
    other = ModelFolder(tiny_model(tmp_path / "other", name="other", seed=1))
    face = tiny.decode(Z[None])[0]
    png = face_png(face, SHARED, tiny)
    for name, content in {
        "a.json": describe(SHARED, tiny).encode(),
        "a.png": png,
        "upper.PNG": png,
        "really json.dat": describe(SHARED, tiny).encode(),
        "other.json": describe(SHARED, other).encode(),
        "other.png": face_png(face, SHARED, other),
        "cut.png": png[: png.index(b"IDAT")],
        "broken.json": b'{"format":',
        "foreign.json": b'{"type": "FeatureCollection"}',
        "list.json": b"[1, 2]",
        "deep.json": b"[" * 100_000,
        "long.json": b" " * ((1 << 20) + 1),
        "photo.jpg": b"\xff\xd8\xff picture",
        "photo.png": png.replace(b"iTXtmorphing-faces", b"iTXtsomething-else"),
    }.items():
        (tmp_path / name).write_bytes(content)
    PointStore(tmp_path / "points").save("me", SHARED, tiny)
    return tmp_path


def find(word: str, tiny: ModelFolder, folder: Path) -> Resolved:
    return resolve_point(word, tiny, PointStore(folder / "points"), lambda *_: PORTRAIT)


@pytest.mark.parametrize(
    "word", ["me", "{}/a.json", "{}/a.png", "{}/upper.PNG", "{}/really json.dat"]
)
def test_names_and_files_mean_their_points(tiny: ModelFolder, folder: Path, word: str) -> None:
    found = find(word.format(folder), tiny, folder)
    assert found.portrait is None
    assert np.array_equal(found.point.z, Z)
    assert found.point[1:] == ((3, 7), 2.5)


def test_a_link_means_its_point(tiny: ModelFolder, folder: Path) -> None:
    for word in (link(SHARED, tiny), link(SHARED, tiny, "https://example.org/demo/")):
        found = find(word, tiny, folder)
        assert np.array_equal(found.point.z, Z)


@pytest.mark.parametrize(
    ("word", "file", "face"),
    [
        ("photo.jpg", "photo.jpg", None),
        ("photo.jpg:2", "photo.jpg", 2),
        ("photo.jpg:120,200.5,180,201", "photo.jpg", (120, 200.5, 180, 201)),
        ("really.jpg:3", "really.jpg:3", None),
        ("really.jpg:3:2", "really.jpg:3", 2),
        ("a.png:1", "a.png", 1),  # the face in the picture, not its point
    ],
)
def test_a_face_of_a_photograph_is_named_behind_a_colon(
    tiny: ModelFolder, folder: Path, word: str, file: str, face: int | EyePixels | None
) -> None:
    (folder / "really.jpg:3").write_bytes(b"\xff\xd8\xff picture")
    heard = []

    def photographer(*words: object) -> Portrait:
        heard.append(words)
        return PORTRAIT

    resolve_point(f"{folder}/{word}", tiny, PointStore(folder / "points"), photographer)
    (told,) = heard
    assert told[::2] == (str(folder / file), face)


@pytest.mark.parametrize("word", ["photo.jpg:0", "photo.jpg:1,2,3", "photo.jpg:left"])
def test_what_is_no_face_belongs_to_the_path(tiny: ModelFolder, folder: Path, word: str) -> None:
    with pytest.raises(FileError, match=r"cannot be read: No such file"):
        find(f"{folder}/{word}", tiny, folder)


def test_everything_else_is_a_photograph(tiny: ModelFolder, folder: Path) -> None:
    found = find(f"{folder}/photo.jpg", tiny, folder)
    assert found.portrait is PORTRAIT
    assert np.array_equal(found.point.z, PORTRAIT.z)
    assert found.point[1:] == (None, None)


@pytest.mark.parametrize(
    ("word", "error", "sentence"),
    [
        ("you", FileError, r"there is no point 'you' in .*points \(kept: me\)$"),
        ("{}/none.json", FileError, r"none\.json cannot be read: No such file"),
        ("{}", FileError, "is a folder; name a file"),
        ("{}/other.json", FileError, r"other\.json: the point belongs to the model 'other'"),
        ("{}/other.png", FileError, r"other\.png: the point belongs to the model 'other'"),
        ("{}/cut.png", FileError, r"cut\.png: this PNG file is damaged or cut off"),
        ("{}/broken.json", FileError, r"broken\.json: the point is damaged: it is no JSON"),
        ("{}/foreign.json", FileError, r"foreign\.json: this is no point: its format is not"),
        ("{}/deep.json", FileError, r"deep\.json: the point is damaged: it is no JSON"),
        ("", FileError, "a path has at least one character"),
        ("{}/list.json", FileError, r"list\.json: this is no point"),
        ("{}/long.json", FileError, r"long\.json: the point is longer than 1048576 bytes"),
        ("http://127.0.0.1/#p=AAAA", CommandError, "this link is damaged: it is too short"),
        ("#p=!", CommandError, "this link is damaged: it has characters that no link has"),
    ],
)
def test_what_means_nothing_gets_one_sentence(
    tiny: ModelFolder, folder: Path, word: str, error: type[MorphingFacesError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence) as caught:
        find(word.format(folder), tiny, folder)
    assert "\n" not in str(caught.value)
