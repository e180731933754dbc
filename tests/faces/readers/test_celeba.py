"""CelebA, in a folder made here with its documented tables."""

import gzip
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.faces.labels import Labels
from tests.faces.readers.reading import pictures, png, prepared, refusal, seen

NAMES = [f"{number:06d}.jpg" for number in range(1, 5)]
ATTRIBUTES = """4
5_o_Clock_Shadow Male Smiling Young
000001.jpg -1 -1  1  1
000002.jpg -1 -1 -1  1
000003.jpg  1  1  1 -1
000004.jpg -1  1 -1  1
"""
PERSONS = "000001.jpg 2880\n000002.jpg 2937\n000003.jpg 2880\n000004.jpg 5\n"
PARTS = "000001.jpg 0\n000002.jpg 1\n000003.jpg 2\n000004.jpg 0\n"
KNOWN = [
    (Labels(gender="female", expression="happy", person="celeba/2880"), "train"),
    (Labels(gender="female", person="celeba/2937"), "valid"),
    (Labels(gender="male", expression="happy", person="celeba/2880"), "test"),
    (Labels(gender="male", person="celeba/5"), "train"),
]


def make(root: Path, *, packed: bool = False, apart: bool = False) -> Path:
    images = root / ("Img" if apart else "")
    for folder in (images, root / "Anno", root / "Eval"):
        folder.mkdir(parents=True, exist_ok=True)
    if packed:
        with zipfile.ZipFile(images / "img_align_celeba.zip", "w") as archive:
            for number, name in enumerate(NAMES):
                archive.writestr(f"img_align_celeba/{name}", png(number))
    else:
        (images / "img_align_celeba").mkdir()
        for number, name in enumerate(NAMES):
            (images / "img_align_celeba" / name).write_bytes(png(number))
    (root / ("Anno" if apart else "") / "list_attr_celeba.txt").write_text(ATTRIBUTES)
    (root / ("Anno" if apart else "") / "identity_CelebA.txt").write_text(PERSONS)
    (root / ("Eval" if apart else "") / "list_eval_partition.txt").write_text(PARTS)
    return root


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_pictures_come_with_what_the_tables_say(tmp_path: Path, packed: bool, apart: bool) -> None:
    root = make(tmp_path / "celeba", packed=packed, apart=apart)
    found = seen(root)
    assert [one.contents for one in found] == [png(number) for number in range(4)]
    assert [(one.labels, one.split) for one in found] == KNOWN
    assert {one.source for one in found} == {"celeba"}
    assert seen(f"celeba:{root}") == found


def test_celeba_prepares_to_its_pictures(tmp_path: Path) -> None:
    faces = prepared(tmp_path / "faces", make(tmp_path / "celeba"))
    np.testing.assert_array_equal(faces.images, pictures(4))
    assert faces.index.column("gender").to_pylist() == ["female", "female", "male", "male"]


def test_persons_and_splits_are_not_needed(tmp_path: Path) -> None:
    root = make(tmp_path)
    (root / "identity_CelebA.txt").unlink()
    (root / "list_eval_partition.txt").unlink()
    assert {(one.labels.person, one.split) for one in seen(root)} == {(None, None)}


def test_attributes_are_needed(tmp_path: Path) -> None:
    root = make(tmp_path)
    (root / "list_attr_celeba.txt").unlink()
    assert (
        "has no list_attr_celeba.txt or .csv, which comes with CelebA; put it there, or"
        in refusal(root)
    )
    assert len(seen(f"folder:{root}/img_align_celeba")) == 4


def test_pictures_are_needed(tmp_path: Path) -> None:
    (tmp_path / "list_attr_celeba.txt").write_text(ATTRIBUTES)
    assert "has no pictures" in refusal(f"celeba:{tmp_path}")


def with_commas(text: str, heading: str) -> str:
    """A table as Kaggle gives it out."""
    lines = [line.split() for line in text.splitlines()]
    return "\n".join([heading, *(",".join(line) for line in lines)]) + "\n"


def as_kaggle(root: Path, ending: str = ".csv") -> Path:
    make(root)
    heading, *lines = ATTRIBUTES.splitlines()[1:]
    tables = {
        "list_attr_celeba": with_commas("\n".join(lines), "image_id," + ",".join(heading.split())),
        "identity_CelebA": with_commas(PERSONS, "image_id,identity"),
        "list_eval_partition": with_commas(PARTS, "image_id,partition"),
    }
    for stem, text in tables.items():
        (root / f"{stem}.txt").unlink()
        (root / f"{stem}{ending}").write_text(text)
    return root


@pytest.mark.parametrize("ending", [".csv", ".txt"], ids=["tables", "saved under the old name"])
def test_tables_from_kaggle_are_read(tmp_path: Path, ending: str) -> None:
    found = seen(as_kaggle(tmp_path, ending))
    assert [(one.labels, one.split) for one in found] == KNOWN


def test_pictures_of_kaggle_lie_one_folder_deeper(tmp_path: Path) -> None:
    root = as_kaggle(tmp_path / "celeba")
    pictures = root / "img_align_celeba"
    pictures.rename(root / "inside")
    pictures.mkdir()
    (root / "inside").rename(pictures / "img_align_celeba")
    assert [(one.labels, one.split) for one in seen(root)] == KNOWN


def test_packed_tables_are_read(tmp_path: Path) -> None:
    """As they are handed on, too: without the count, and with headings of their own."""
    root = make(tmp_path)
    with zipfile.ZipFile(root / "list_attr_celeba.zip", "w") as archive:
        archive.writestr("list_attr_celeba.txt", ATTRIBUTES.partition("\n")[2])
    (root / "identity_CelebA.txt.gz").write_bytes(
        gzip.compress(f"image identity\n{PERSONS}".encode())
    )
    for name in ("list_attr_celeba.txt", "identity_CelebA.txt"):
        (root / name).unlink()
    assert [(one.labels, one.split) for one in seen(root)] == KNOWN


def test_pictures_with_a_second_ending_in_any_folder_are_joined(tmp_path: Path) -> None:
    root = make(tmp_path)
    (root / "Training/male").mkdir(parents=True)
    for name in NAMES:
        (root / "img_align_celeba" / name).rename(root / "Training/male" / f"{name}.jpg")
    (root / "img_align_celeba").rmdir()
    assert [(one.labels, one.split) for one in seen(root)] == KNOWN


@pytest.mark.parametrize("table", ["list_attr_celeba", "identity_CelebA", "list_eval_partition"])
def test_a_table_of_which_no_line_can_be_read_is_refused(tmp_path: Path, table: str) -> None:
    path = make(tmp_path) / f"{table}.txt"
    path.write_text(re.sub(r"\.jpg +", ".jpg;", path.read_text()))
    assert refusal(tmp_path) == f"{path} is damaged: no line of it can be read"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_a_table(tmp_path: Path, encoding: str) -> None:
    root = as_kaggle(tmp_path)
    for path in root.glob("*.csv"):
        path.write_text(path.read_text(), encoding=encoding)
    assert [(one.labels, one.split) for one in seen(root)] == KNOWN


@pytest.mark.parametrize(
    ("name", "content"),
    [("identity_CelebA.txt.gz", b"no gzip"), ("identity_CelebA.zip", b"no zip")],
)
def test_a_packed_table_that_is_damaged_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    root = make(tmp_path)
    (root / "identity_CelebA.txt").unlink()
    (root / name).write_bytes(content)
    assert f"{root / name} cannot be read" in refusal(root)


def test_a_table_without_the_attributes_is_refused(tmp_path: Path) -> None:
    root = make(tmp_path)
    for text in ("", "4\n", "4\nMale Young\n000001.jpg 1 1\n"):
        (root / "list_attr_celeba.txt").write_text(text)
        assert "is damaged: its first or second line must name Male and Smiling" in refusal(root)


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("list_attr_celeba.txt", "000002.jpg -1 -1 -1  1", "000002.jpg -1 -1"),
        ("list_attr_celeba.txt", "000002.jpg -1 -1 -1  1", "000002.jpg -1 yes -1 1"),
        ("identity_CelebA.txt", "000002.jpg 2937", "000002.jpg Ann"),
        ("list_eval_partition.txt", "000002.jpg 1", "000002.jpg 3"),
        ("list_eval_partition.txt", "000002.jpg 1", "000002.jpg"),
    ],
)
def test_a_picture_with_a_damaged_line_is_left_out(
    tmp_path: Path, table: str, old: str, new: str
) -> None:
    root = make(tmp_path)
    (root / table).write_text((root / table).read_text().replace(old, new))
    one, damaged, *others = seen(root)
    assert damaged.contents == "not readable: its line in a table of CelebA is damaged"
    assert [(whole.labels, whole.split) for whole in (one, *others)] == [KNOWN[0], *KNOWN[2:]]


def test_a_picture_without_a_line_has_no_labels(tmp_path: Path) -> None:
    root = make(tmp_path)
    (root / "img_align_celeba/999999.jpg").write_bytes(png(5))
    *_, last = seen(root)
    assert (last.labels, last.split) == (Labels(), None)
