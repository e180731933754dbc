"""Persons are on one side, cameras are not."""

from pathlib import Path

import pytest

from morphing_faces.faces.set.faceset import FaceSet
from tests.faces.readers.reading import png, prepared

COUNT = 60


def set_of(root: Path, *folders: str) -> FaceSet:
    for number in range(COUNT):
        folder = folders[number % len(folders)]
        path = root / "card" / folder / f"{folder}_{number:04d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(number))
    return prepared(root / "faces", root / "card")


@pytest.mark.slow
@pytest.mark.parametrize(
    "folders",
    [
        ("IMG",),
        ("100CANON", "101CANON"),
        ("2024_01", "2024_02"),
        ("Aaron_Eckhart",),
        ("Aaron_Eckhart", "IMG"),
    ],
    ids=" and ".join,
)
def test_a_camera_is_no_person(folders: tuple[str, ...], tmp_path: Path) -> None:
    faces = set_of(tmp_path, *folders)
    assert faces.column("person").null_count == COUNT
    assert all(len(faces.split(split)) for split in ("train", "valid", "test"))


def test_persons_of_one_name_count_where_others_have_two(tmp_path: Path) -> None:
    folders = ("Aaron_Eckhart", "Zoë_Ball", "Abdullah")
    faces = set_of(tmp_path, *folders)
    persons = faces.column("person").to_pylist()
    assert set(persons) == set(folders)
    splits = dict(zip(persons, faces.column("split").to_pylist(), strict=True))
    assert faces.column("split").to_pylist() == [splits[person] for person in persons]
