"""Data sets of the datasets library, made here; nothing in these tests goes to the Hub."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from morphing_faces.faces.labels import Labels
from tests.faces.readers.reading import pictures, png, prepared, refusal, seen

datasets = pytest.importorskip("datasets")


def rows(first: int = 0, count: int = 4) -> Any:
    """A data set with classes, whose pictures are the files png() makes."""
    numbers = range(first, first + count)
    return datasets.Dataset.from_dict(
        {
            "number": list(numbers),
            "image": [{"bytes": png(number), "path": None} for number in numbers],
            "age": [20 + number for number in numbers],
            "gender": [number % 2 for number in numbers],
            "race": [0 for _ in numbers],
            "emotion": [1 - number % 2 for number in numbers],
            "celeb_id": [7 * number for number in numbers],
        },
        features=datasets.Features(
            {
                "number": datasets.Value("int64"),
                "image": datasets.Image(),
                "age": datasets.Value("int32"),
                "gender": datasets.ClassLabel(names=["Male", "Female"]),
                "race": datasets.ClassLabel(names=["East Asian", "White"]),
                "emotion": datasets.ClassLabel(names=["happiness", "neutral"]),
                "celeb_id": datasets.Value("int64"),
            }
        ),
    )


FIRST = Labels(20, "male", "east asian", "neutral", "0")
SECOND = Labels(21, "female", "east asian", "happy", "7")


def write(path: Path, **columns: Any) -> Path:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def test_a_parquet_file_has_pictures_and_labels_in_its_columns(tmp_path: Path) -> None:
    rows().to_parquet(tmp_path / "faces.parquet")
    found = seen(tmp_path / "faces.parquet")
    assert [one.contents for one in found] == [png(number) for number in range(4)]
    assert [one.name for one in found[:2]] == ["train/000000", "train/000001"]
    assert [one.labels for one in found[:2]] == [FIRST, SECOND]
    assert {(one.source, one.split) for one in found} == {("faces.parquet", None)}
    assert seen(f"parquet:{tmp_path / 'faces.parquet'}") == found


def test_the_names_of_files_in_a_folder_tell_the_splits(tmp_path: Path) -> None:
    folder = tmp_path / "set" / "data"
    folder.mkdir(parents=True)
    for first, part in enumerate(("train", "validation", "test")):
        rows(first, 1).to_parquet(folder / f"{part}-00000-of-00001.parquet")
    found = seen(tmp_path / "set")
    assert {one.contents: one.split for one in found} == {
        png(0): "train",
        png(1): "valid",
        png(2): "test",
    }
    assert seen(tmp_path / "set") == found


@pytest.mark.parametrize("parted", [False, True])
def test_a_folder_that_the_library_saved_is_read(tmp_path: Path, parted: bool) -> None:
    saved = datasets.DatasetDict(train=rows(), test=rows(4, 2)) if parted else rows()
    saved.save_to_disk(tmp_path / "set")
    found = seen(tmp_path / "set")
    assert [one.contents for one in found] == [png(number) for number in range(6 if parted else 4)]
    assert found[1].labels == SECOND
    assert [one.split for one in found] == (["train"] * 4 + ["test"] * 2 if parted else [None] * 4)
    assert seen(f"arrow:{tmp_path / 'set'}") == found


def test_a_parquet_file_prepares_to_the_pictures_in_it(tmp_path: Path) -> None:
    rows().to_parquet(tmp_path / "faces.parquet")
    faces = prepared(tmp_path / "faces", tmp_path / "faces.parquet")
    np.testing.assert_array_equal(faces.images, pictures(4))
    assert faces.index.column("age").to_pylist() == [20, 21, 22, 23]


def test_columns_of_bytes_are_pictures_by_their_name(tmp_path: Path) -> None:
    files = [png(0), None, png(2)]
    labels = ["surprised", "Female", "a dog"]
    path = write(tmp_path / "a.parquet", other=[b"x"] * 3, jpg=files, label=labels, age=[1, 2, 3])
    first, second, third = seen(path)
    assert (first.contents, third.contents) == (png(0), png(2))
    assert second.contents == "not readable: the row has no picture"
    assert [one.labels for one in (first, second, third)] == [
        Labels(age=1, expression="surprise"),
        Labels(age=2, gender="female"),
        Labels(age=3),
    ]


def test_pictures_that_lie_elsewhere_are_left_out_and_those_beside_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(1))
    paths = [str(tmp_path / "a.png"), "https://example.org/a.png", str(tmp_path / "b.png")]
    values = [{"bytes": None, "path": path} for path in paths]
    kind = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    path = write(tmp_path / "a.parquet", image=pa.array(values, kind))
    beside, elsewhere, nowhere = seen(path)
    assert beside.contents == png(1)
    assert elsewhere.contents == "not readable: the picture lies at an address elsewhere"
    assert nowhere.contents == "not readable: the row names a file that is not there"


def test_a_table_without_pictures_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", name=["Ann"], age=[30])
    assert refusal(path) == f"{path} has no column of pictures; its columns are name, age"


def test_a_table_without_rows_has_no_pictures(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kind = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    pq.write_table(pa.table({"image": pa.array([], kind)}), tmp_path / "a.parquet")
    assert "a.parquet has no pictures" in refusal(tmp_path / "a.parquet")


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    rows().to_parquet(tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    for damaged in (b"", b"PAR1 nothing", whole[:-100]):
        (tmp_path / "a.parquet").write_bytes(damaged)
        assert "a.parquet is no data set that can be read (" in refusal(tmp_path / "a.parquet")
    (tmp_path / "set").mkdir()
    (tmp_path / "set/state.json").write_text("{}")
    assert "set is no data set that can be read (" in refusal(tmp_path / "set")


@pytest.mark.slow
def test_a_hub_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "morphing_faces.cli", "prepare", "hf:owner/name@train"]
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "faces")],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (sentence,) = done.stderr.splitlines()
    assert "hf:owner/name@train cannot be read from the Hugging Face Hub (" in sentence


@pytest.mark.parametrize("address", ["hf:", "hf:@train", "hf:owner/name@:train"])
def test_an_address_without_a_name_is_refused(address: str) -> None:
    assert "a data set of the Hub is named hf:owner/name, hf:owner/name@part" in refusal(address)


@pytest.mark.slow
def test_without_the_library_its_extra_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", image=[png(0)])
    program = f"""
import sys
sys.modules["datasets"] = None
from morphing_faces.cli.app import main
sys.exit(main(["prepare", {str(path)!r}, "--out", {str(tmp_path / "faces")!r}]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2
    assert "needs the package 'datasets', which is not installed" in done.stderr
    assert "pip install 'morphing-faces[datasets]'" in done.stderr
