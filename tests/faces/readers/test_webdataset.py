import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces.faces.labels import Labels
from tests.faces.readers.reading import pictures, png, prepared, refusal, seen
from tests.faces.readers.test_tars import pack


def as_json(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def shard(path: Path, first: int, count: int = 2) -> Path:
    files = {}
    for number in range(first, first + count):
        fields = {"age": 20 + number, "gender": "Female", "race": "Asian", "person": number}
        files[f"{number:06d}.json"] = as_json(**fields)
        files[f"{number:06d}.png"] = png(number)
        files[f"{number:06d}.cls"] = b"3"
    return pack(path, files)


def test_labels_come_from_the_files_beside_a_picture(tmp_path: Path) -> None:
    files = {
        "a/1.png": png(0),
        "a/1.json": as_json(age=30, expression="happiness", identity="Ann", extra=[1]),
        "a/2.cls": b"sad\n",
        "a/2.png": png(1),
        "a/2.txt": b"a person who looks out of a window",
        "a/3.png": png(2),
        "b/Bob_0001.big.png": png(3),
        "b/Bob_0001.txt": b"Male",
    }
    found = seen(pack(tmp_path / "a.tar", files))
    assert [(one.name, one.labels) for one in found] == [
        ("a/1.png", Labels(age=30, expression="happy", person="Ann")),
        ("a/2.png", Labels(expression="sad")),
        ("a/3.png", Labels()),
        ("b/Bob_0001.big.png", Labels(gender="male")),
    ]
    assert [one.contents for one in found] == [png(number) for number in range(4)]


def test_labels_in_a_name_remain_where_the_files_say_nothing(tmp_path: Path) -> None:
    name = "21_1_2_20170116182824618"
    archive = pack(tmp_path / "a.tar", {f"{name}.png": png(0), f"{name}.json": as_json(age=22)})
    assert [one.labels for one in seen(archive)] == [Labels(22, "female", "asian")]


@pytest.mark.parametrize("spec", ["shards", "webdataset:shards", "shards/faces-{008..010}.tar"])
def test_shards_are_one_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    (tmp_path / "shards").mkdir()
    for number in (10, 8, 9):
        shard(tmp_path / f"shards/faces-{number:03d}.tar", 2 * number)
    monkeypatch.chdir(tmp_path)
    found = seen(spec)
    assert [one.name for one in found] == [
        f"faces-{number // 2:03d}.tar/{number:06d}.png" for number in range(16, 22)
    ]
    assert {one.source for one in found} == {Path(spec).name.removeprefix("webdataset:")}
    assert found[-1].labels == Labels(41, "female", "asian", None, "21")


def test_shards_prepare_to_the_pictures_in_them(tmp_path: Path) -> None:
    (tmp_path / "shards").mkdir()
    shard(tmp_path / "shards/1.tar", 2, 3)
    shard(tmp_path / "shards/0.tar", 0, 2)
    faces = prepared(tmp_path / "faces", tmp_path / "shards")
    np.testing.assert_array_equal(faces.images, pictures(5))
    assert faces.index.column("age").to_pylist() == [20, 21, 22, 23, 24]


@pytest.mark.parametrize("damage", [b"{", b"[1]", b"\xff", b'"x"'])
def test_a_picture_whose_labels_are_damaged_is_left_out(tmp_path: Path, damage: bytes) -> None:
    files = {"1.png": png(0), "1.json": damage, "2.png": png(1), "2.json": b"{}"}
    left_out, kept = seen(pack(tmp_path / "a.tar", files))
    assert str(left_out.contents).startswith("not readable: its labels are damaged: ")
    assert kept.contents == png(1)


def test_shards_that_are_missing_or_damaged_are_refused(tmp_path: Path) -> None:
    for number in range(2):
        shard(tmp_path / f"{number}.tar", number)
    assert f"there is no shard '{tmp_path}/2.tar'" == refusal(tmp_path / "{0..2}.tar")
    (tmp_path / "1.tar").write_bytes((tmp_path / "1.tar").read_bytes()[:3000])
    assert "1.tar is no whole tar archive" in refusal(tmp_path / "{0..1}.tar")
    (tmp_path / "empty").mkdir()
    assert "has no shards: no file in it ends in .tar" in refusal(f"webdataset:{tmp_path}/empty")


def test_files_that_all_have_one_key_are_no_examples(tmp_path: Path) -> None:
    files = {f"video.{number}.png": png(0) for number in range(200)}
    archive = pack(tmp_path / "a.tar", files)
    assert "more than 100 files in a row have the key 'video'" in refusal(f"webdataset:{archive}")
    assert len(seen(archive)) == 200
