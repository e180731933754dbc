import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers import tars
from tests.faces.readers.reading import pictures, png, prepared, refusal, seen

FILES = {
    "lfw/Ann/Ann_0001.png": png(0),
    "lfw/.hidden.png": png(1),
    "lfw/list.txt": b"Ann 1",
    "lfw/Ann/Ann_0000.png": png(2),
    "21_1_2_20170116182824618.png": png(3),
}


def pack(path: Path, files: dict[str, bytes] = FILES, mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, contents in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(contents)
            archive.addfile(member, io.BytesIO(contents))
        folder = tarfile.TarInfo("folder.jpg")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        link = tarfile.TarInfo("link.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.tar", "w"),
        ("a.tar.gz", "w:gz"),
        ("a.tgz", "w:gz"),
        ("a.tar.bz2", "w:bz2"),
        ("a.tar.xz", "w:xz"),
        ("without a suffix", "w:gz"),
    ],
)
def test_pictures_come_in_the_order_of_the_archive(tmp_path: Path, name: str, mode: str) -> None:
    archive = pack(tmp_path / name, mode=mode)
    found = seen(archive)
    assert [(one.source, one.name, one.contents) for one in found] == [
        (name, "lfw/Ann/Ann_0001.png", png(0)),
        (name, "lfw/Ann/Ann_0000.png", png(2)),
        (name, "21_1_2_20170116182824618.png", png(3)),
    ]
    assert [one.labels for one in found] == [
        Labels(person="Ann"),
        Labels(person="Ann"),
        Labels(age=21, gender="female", ethnicity="asian"),
    ]
    assert seen(f"tar:{archive}") == seen(f"lfw:{archive}") == found


def test_a_tar_prepares_to_the_pictures_in_it(tmp_path: Path) -> None:
    faces = prepared(tmp_path / "faces", pack(tmp_path / "a.tgz", mode="w:gz"))
    np.testing.assert_array_equal(faces.images, pictures(4)[[0, 2, 3]])


def test_photographs_can_be_read_after_the_next_was_taken(tmp_path: Path) -> None:
    photographs = list(tars.Tar(pack(tmp_path / "a.tar"), "a"))
    assert [photograph.read() for photograph in photographs] == [png(0), png(2), png(3)]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_an_archive_that_is_cut_short_anywhere_is_refused(tmp_path: Path, mode: str) -> None:
    whole = pack(tmp_path / "whole.tar", mode=mode).read_bytes()
    end = len(whole.rstrip(b"\0") if mode == "w" else whole)
    for part in (0.02, 0.3, 0.5, 0.9, 0.99):
        damaged = tmp_path / "damaged.tar"
        damaged.write_bytes(whole[: int(part * end)])
        assert "damaged.tar is no whole tar archive" in refusal(damaged)


def test_an_archive_that_stops_between_two_files_is_refused(tmp_path: Path) -> None:
    whole = pack(tmp_path / "whole.tar").read_bytes()
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(whole[: whole.index(b"21_1_2")])
    assert "damaged.tar is no whole tar archive" in refusal(damaged)


def test_other_files_by_the_name_of_an_archive_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(b"This is text." * 100)
    assert "a.tar.gz is no whole tar archive" in refusal(tmp_path / "a.tar.gz")
    empty = pack(tmp_path / "empty.tar", {"a.txt": b""})
    assert "empty.tar has no pictures" in refusal(empty)


def test_a_picture_of_absurd_length_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tars, "MAX_BYTES", 100)
    (photograph,) = tars.Tar(pack(tmp_path / "a.tar", {"a.png": png(0)}), "a")
    assert photograph.size == len(png(0))
    assert not photograph.read()
