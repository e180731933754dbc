"""Zip archives with something wrong: one sentence, or one line for the member that is bad."""

import zipfile
from pathlib import Path

import pytest

from morphing_faces.faces.readers import open_sources
from morphing_faces.faces.rejection import RejectedError
from tests.faces.readers.reading import refusal

PICTURE = bytes(range(256)) * 8
LIST, MEMBER = b"PK\1\2", b"PK\3\4"


def packed(path: Path, method: int = zipfile.ZIP_STORED) -> bytearray:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.jpg", b"whole")
        archive.writestr("bxx.jpg", PICTURE)
    return bytearray(path.read_bytes())


def told(path: Path) -> list[str]:
    """What every member has, or why it cannot be read."""
    found = []
    with open_sources([path]) as photographs:
        for photograph in photographs:
            try:
                found.append(str(len(photograph.read())))
            except RejectedError as error:
                found.append(error.detail)
    return found


def test_a_name_in_another_encoding_than_it_claims_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "name.zip"
    data = packed(path)
    entry = data.rindex(LIST)
    data[entry + 9] |= 8
    for start in (entry + 47, data.rindex(MEMBER) + 31):
        data[start : start + 2] = b"\xe4\xf6"
    path.write_bytes(data)
    assert told(path) == ["5", str(len(PICTURE))]


def test_a_name_that_differs_before_its_member_costs_that_member(tmp_path: Path) -> None:
    path = tmp_path / "name.zip"
    data = packed(path)
    entry = data.rindex(LIST)
    data[entry + 9] |= 8
    data[entry + 47 : entry + 49] = b"\xe4\xf6"
    path.write_bytes(data)
    assert told(path) == ["5", "damaged in its archive"]


@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\n" * 100], ids=["plain", "unpacks itself"])
def test_a_version_that_nobody_knows_costs_nothing(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "version.zip"
    data = packed(path)
    data[data.rindex(LIST) + 6] = 90
    path.write_bytes(before + data)
    assert told(path) == ["5", str(len(PICTURE))]


def test_a_list_of_contents_that_no_mending_saves_is_told(tmp_path: Path) -> None:
    path = tmp_path / "version.zip"
    data = packed(path)
    data[data.rindex(LIST) + 6] = 90
    data[data.index(LIST)] ^= 1
    path.write_bytes(data)
    assert "neither a folder nor a whole zip archive" in refusal(path)


def test_a_name_that_is_wrong_before_its_member_costs_that_member(tmp_path: Path) -> None:
    path = tmp_path / "inside.zip"
    data = packed(path)
    start = data.rindex(MEMBER)
    data[start + 7] |= 8
    data[start + 31 : start + 33] = b"\xe4\xf6"
    path.write_bytes(data)
    assert told(path) == ["5", "damaged in its archive"]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_bytes_cost_their_member(tmp_path: Path, method: int) -> None:
    path = tmp_path / "damaged.zip"
    data = packed(path, method)
    start = data.rindex(MEMBER) + 30 + len("bxx.jpg") + 8
    data[start : start + 20] = b"\xff" * 20
    path.write_bytes(data)
    assert told(path) == ["5", "damaged in its archive"]


def test_a_way_of_packing_that_is_not_known_costs_its_member(tmp_path: Path) -> None:
    """AES, zstd (of before 3.14) and Deflate64 are such ways."""
    path = tmp_path / "deflate64.zip"
    data = packed(path)
    data[data.rindex(LIST) + 10] = data[data.rindex(MEMBER) + 8] = 9
    path.write_bytes(data)
    assert told(path) == [
        "5",
        "packed in a way that is not read; unpack the archive by other means",
    ]


def test_a_member_without_a_name_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "nameless.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x"), b"")
        archive.writestr("a.jpg", b"whole")
    data = bytearray(path.read_bytes())
    entry = data.index(LIST)
    data[entry + 28], data[entry + 30] = 0, 1  # the letter becomes an extra field of one byte
    path.write_bytes(data)
    assert told(path) in (["5"], ["damaged in its archive"])


def test_a_path_that_leads_out_of_the_archive_is_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../a.jpg", "b/../c.jpg", "./d.jpg", "/e.jpg"):
            archive.writestr(name, name)
    assert len(told(path)) == 4
    assert [file.name for file in tmp_path.iterdir()] == ["out.zip"]
