"""Face sets on disk: written whole or not at all, and refused where they are not whole."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from morphing_faces.errors import FaceSetError
from morphing_faces.faces.set.faceset import (
    CARD,
    FORMAT,
    GROUP,
    INDEX,
    LANDMARKS,
    REJECTED,
    SCHEMA,
    Card,
    SourceRecord,
    load_faces,
)
from morphing_faces.faces.set.pixels import IMAGES
from morphing_faces.faces.set.writer import ROWS, FaceSetWriter
from morphing_faces.faces.splits import SPLITS

LABELS = ("age", "gender", "ethnicity", "expression", "person")
SPLIT_OF = ("train", "train", "valid", "train", "test")


def row(number: int) -> dict[str, Any]:
    return {
        "source": "archive.zip",
        "name": f"{number}.jpg",
        "sha256": f"{number:064x}",
        "split": SPLIT_OF[number % len(SPLIT_OF)],
        "score": 0.5 + number % 4 / 8,
        **{name: float(place) for place, name in enumerate(LANDMARKS)},
        "age": None if number % 2 else number,
        "gender": None,
        "ethnicity": None,
        "expression": "happy",
        "person": f"person {number}",
        "group": None,
    }


def card(count: int, channels: int, size: int = 6) -> Card:
    return Card(
        format=FORMAT,
        made_by="a test",
        size=size,
        channels=channels,
        eyes=((0.29, 0.37), (0.71, 0.37)),
        count=count,
        splits={
            split: sum(SPLIT_OF[number % len(SPLIT_OF)] == split for number in range(count))
            for split in SPLITS
        },
        finder="",
        limits={"score": 0.8},
        sources=(SourceRecord("archive.zip", count + 1, count, {"no face found": 1}),),
    )


def pictures(count: int, channels: int, size: int = 6) -> NDArray[np.uint8]:
    shape = (count, size, size, channels)[: 3 if channels == 1 else 4]
    return np.random.default_rng(count).integers(0, 256, shape, np.uint8)


def write(folder: Path, count: int = 5, channels: int = 1) -> Path:
    with FaceSetWriter(folder, 6, channels) as writer:
        for number, picture in enumerate(pictures(count, channels)):
            writer.add(picture, row(number))
        writer.reject("archive.zip", 'a "name", with\nall.jpg', "no face found", "")
        writer.finish(card(count, channels))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("count", [1, 5, ROWS, ROWS + 3])
def test_what_was_written_is_read(tmp_path: Path, count: int, channels: int) -> None:
    faces = load_faces(write(tmp_path / "faces", count, channels))
    np.testing.assert_array_equal(faces.images, pictures(count, channels))
    assert faces.index.to_pylist() == [row(number) for number in range(count)]
    assert faces.card == card(count, channels)
    assert (len(faces), faces.size, faces.channels) == (count, 6, channels)
    assert faces.eyes == ((0.29, 0.37), (0.71, 0.37))


def test_a_face_set_of_faces_that_were_aligned_already_has_no_landmarks(tmp_path: Path) -> None:
    nowhere = {"score": None, **dict.fromkeys(LANDMARKS)}
    with FaceSetWriter(tmp_path / "faces", 6, 1) as writer:
        writer.add(pictures(1, 1)[0], row(0) | nowhere)
        writer.finish(msgspec.structs.replace(card(1, 1), aligned=True, eyes=None, finder=None))
    faces = load_faces(tmp_path / "faces")
    assert faces.index.to_pylist() == [row(0) | nowhere]
    assert (faces.eyes, faces.card.aligned) == (None, True)


def test_a_face_set_of_the_first_format_is_still_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "faces")
    columns = list(SCHEMA)[:-1]
    full = [field.with_nullable(field.name in LABELS) for field in columns]
    index(lambda table: table.drop([GROUP]).cast(pa.schema(full)))(folder)
    carded(format=1)(folder)
    faces = load_faces(folder)
    assert faces.index.to_pylist() == [row(number) for number in range(5)]
    assert faces.card.near_duplicates is None
    np.testing.assert_array_equal(faces.images, pictures(5, 1))


def test_images_are_those_that_numpy_would_have_saved(tmp_path: Path) -> None:
    folder = write(tmp_path / "faces")
    np.save(tmp_path / "saved.npy", pictures(5, 1))
    assert (folder / IMAGES).read_bytes() == (tmp_path / "saved.npy").read_bytes()


def test_images_stay_on_disk_and_cannot_be_changed(tmp_path: Path) -> None:
    images = load_faces(write(tmp_path / "faces")).images
    assert isinstance(images[:], np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        images[0][0, 0] = 1


def test_splits_are_places_of_pictures(tmp_path: Path) -> None:
    faces = load_faces(write(tmp_path / "faces"))
    assert faces.split("train").tolist() == [0, 1, 3]
    assert faces.split("valid").tolist() == [2]
    assert faces.split("test").tolist() == [4]
    assert faces.split("all").tolist() == [0, 1, 2, 3, 4]
    assert sorted(np.concatenate([faces.split(split) for split in SPLITS])) == [0, 1, 2, 3, 4]
    with pytest.raises(FaceSetError, match="no split 'dev'; it has train, valid, test and all"):
        faces.split("dev")  # type: ignore[arg-type]


def test_the_report_is_a_table_for_people(tmp_path: Path) -> None:
    with (write(tmp_path / "faces") / REJECTED).open(newline="", encoding="utf-8") as file:
        header, left_out = csv.reader(file)
    assert header == ["source", "name", "reason", "detail"]
    assert left_out == ["archive.zip", 'a "name", with\nall.jpg', "no face found", ""]


def test_an_unfinished_face_set_is_nothing_to_read(tmp_path: Path) -> None:
    with FaceSetWriter(tmp_path / "faces", 6, 1) as writer:
        writer.add(pictures(1, 1)[0], row(0))
    assert [path.name for path in tmp_path.iterdir()] == [".faces.partial"]


def test_a_face_set_without_pictures_leaves_nothing(tmp_path: Path) -> None:
    with FaceSetWriter(tmp_path / "faces", 6, 1):
        pass
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "faces").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("faces", "link"):
        with pytest.raises(FaceSetError, match=f"{name} exists already; name a folder that does"):
            write(tmp_path / name)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FaceSetError, match=r"file/faces cannot be written: (Not a dir|File exis)"):
        write(tmp_path / "file" / "faces")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk")
def test_a_full_disk_is_said_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with FaceSetWriter(tmp_path / "faces", 6, 1) as writer:
        for number, picture in enumerate(pictures(5, 1)):
            writer.add(picture, row(number))
        writer.reject("archive.zip", 'a "name", with\nall.jpg', "no face found", "")
        full = tmp_path / ".faces.partial/set" / CARD
        full.symlink_to("/dev/full")
        with pytest.raises(
            FaceSetError,
            match="cannot be written: No space left on device; make room and repeat the command",
        ):
            writer.finish(card(5, 1))
    full.unlink()
    with FaceSetWriter(tmp_path / "faces", 6, 1) as writer:
        assert len(list(writer.recorded())) == writer.photographs == 6
        writer.finish(card(5, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["faces"]
    write(tmp_path / "whole")
    for path in (tmp_path / "whole").iterdir():
        assert (tmp_path / "faces" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("picture", [np.zeros((6, 5), np.uint8), np.zeros((6, 6), np.float32)])
def test_a_picture_of_another_kind_is_a_mistake(tmp_path: Path, picture: NDArray[Any]) -> None:
    with (
        pytest.raises(ValueError, match=r"expected uint8 \(6, 6\)"),
        FaceSetWriter(tmp_path / "faces", 6, 1) as writer,
    ):
        writer.add(picture, row(0))


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def holding(name: str, content: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return damage


def cut(name: str) -> Callable[[Path], None]:
    return lambda folder: holding(name, (folder / name).read_bytes()[:-20])(folder)


def images(array: NDArray[Any]) -> Callable[[Path], None]:
    return lambda folder: np.save(folder / IMAGES, array)


def index(change: Callable[[Any], Any]) -> Callable[[Path], None]:
    return lambda folder: pq.write_table(change(pq.read_table(folder / INDEX)), folder / INDEX)


def carded(**changes: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        document = json.loads((folder / CARD).read_text()) | changes
        (folder / CARD).write_text(json.dumps(document))

    return change


def resplit(table: Any) -> Any:
    splits = pa.array(["train"] * 4 + ["dev"])
    return table.set_column(3, SCHEMA.field("split"), splits)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (without(CARD), r"is no face set: its card\.json cannot be read \(No such file"),
        (without(IMAGES), r"images\.npy cannot be read: No such file"),
        (without(INDEX), r"index\.parquet cannot be read: .*No such file"),
        (holding(CARD, b""), r"card\.json does not describe a face set"),
        (holding(CARD, b"[1]"), r"card\.json does not describe a face set"),
        (holding(CARD, b"\xff"), r"card\.json does not describe a face set"),
        (carded(format=3), r"card\.json is of format 3; this version of the package reads 1 and 2"),
        (carded(size="48"), r"card\.json does not describe a face set: .*size"),
        (carded(colour=1), r"card\.json does not describe a face set: .*colour"),
        (carded(count=0), "a face set has at least one picture"),
        (carded(channels=2), "a face set has at least one picture, .* 1 or 3 channels"),
        (carded(count=4), r"holds an array of shape \[5, 6, 6\], but card\.json says \[4, 6, 6\]"),
        (carded(channels=3), r"of shape \[5, 6, 6\], but card\.json says \[5, 6, 6, 3\]"),
        (cut(IMAGES), r"images\.npy is damaged"),
        (holding(IMAGES, b""), r"images\.npy is damaged"),
        (holding(IMAGES, b"no array"), r"images\.npy is damaged"),
        (images(np.zeros((5, 6, 6))), r"images\.npy must hold one array of bytes \(uint8\)"),
        (images(np.array([{}])), r"images\.npy is damaged"),
        (cut(INDEX), r"index\.parquet is damaged"),
        (holding(INDEX, b"no table"), r"index\.parquet is damaged"),
        (index(lambda table: table.slice(0, 3)), r"has 3 rows for 5 pictures of card\.json"),
        (index(lambda table: table.drop(["age"])), "is not the index of a face set: it lacks age"),
        (
            index(lambda table: table.set_column(4, "score", table["nose_x"].cast("double"))),
            "is not the index of a face set: it has columns of other types",
        ),
        (index(resplit), "names the split 'dev', which does not exist"),
    ],
)
def test_a_damaged_face_set_is_refused(
    tmp_path: Path, damage: Callable[[Path], None], sentence: str
) -> None:
    folder = write(tmp_path / "faces")
    damage(folder)
    with pytest.raises(FaceSetError, match=sentence) as caught:
        load_faces(folder)
    assert str(folder) in str(caught.value)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaceSetError, match=r"there is no face set '.*nothing'; make one"):
        load_faces(tmp_path / "nothing")


@pytest.mark.slow
def test_reading_a_face_set_takes_neither_opencv_nor_pillow() -> None:
    program = (
        "import sys, morphing_faces.faces.set.faceset; print({'cv2', 'PIL'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
