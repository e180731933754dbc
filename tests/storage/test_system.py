"""What Windows and macOS do otherwise, tried here by telling the writer that it is there."""

import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from morphing_faces.errors import FileError
from morphing_faces.storage import disk, system
from morphing_faces.storage.files import write_whole
from morphing_faces.storage.folders import write_folder


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders are not opened there, nor renamed over another, nor removed by descriptors."""
    real_open, real_rename = os.open, os.rename

    def open_(path: str | Path, flags: int, *rest: int, **options: int) -> int:
        if tmp_path in Path(path).parents and Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, flags, *rest, **options)

    def rename(source: Path, target: Path) -> None:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "File exists")
        real_rename(source, target)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.setattr(shutil, "_use_fd_functions", False)
    monkeypatch.delattr(os, "link")
    monkeypatch.setattr(disk, "WINDOWS", True)
    monkeypatch.setattr(system, "WINDOWS", True)


@pytest.mark.usefixtures("windows")
def test_files_and_folders_are_written_on_windows(tmp_path: Path) -> None:
    write_whole(tmp_path / "me.json", b"1", "name another")
    with pytest.raises(FileError, match="exists already; name another"):
        write_whole(tmp_path / "me.json", b"2", "name another")
    write_whole(tmp_path / "me.json", b"3")
    (tmp_path / "site").mkdir()
    write_folder(tmp_path / "site", {"a/b.js": b"4"})
    with pytest.raises(FileError, match="site cannot be written: "):
        write_folder(tmp_path / "site", {"a/b.js": b"5"})
    found = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert found == {"me.json": b"3", "site/a/b.js": b"4"}


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    "name",
    ["con.json", "NUL", "aux.png", "com1.gif", "LPT¹.mp4", "a:b.png", "what?.png", "x.png.", "x "],
)
def test_names_that_windows_keeps_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Windows has no files called"):
        write_whole(tmp_path / name, b"1")
    with pytest.raises(FileError, match="Windows has no files called"):
        write_folder(tmp_path / name, {"x": b"1"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("name", ["console.json", "com.png", "nullam", "auxiliary.gif", "COM10"])
def test_names_like_them_are_not(name: str, tmp_path: Path) -> None:
    write_whole(tmp_path / name, b"1")


@pytest.mark.usefixtures("windows")
def test_a_file_that_somebody_reads_is_replaced_when_that_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "me.json", b"1")
    tries, real = [], os.replace

    def replace(source: Path, target: Path) -> None:
        tries.append(target)
        if len(tries) < 4:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(disk, "PAUSE", 0)
    write_whole(tmp_path / "me.json", b"2")
    assert (tmp_path / "me.json").read_bytes() == b"2"
    tries.clear()
    monkeypatch.setattr(disk, "TRIES", 2)
    with pytest.raises(FileError, match=r"me\.json cannot be written: The process"):
        write_whole(tmp_path / "me.json", b"3")
    assert (tmp_path / "me.json").read_bytes() == b"2"


def test_names_that_windows_keeps_are_names_elsewhere(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("this is Windows")
    write_whole(tmp_path / "con.json", b"1")


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_without_hard_links_nothing_is_written_over_either(
    error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "link", link)
    write_whole(tmp_path / "me.json", b"1", "name another")
    with pytest.raises(FileError, match="exists already; name another"):
        write_whole(tmp_path / "me.json", b"2", "name another")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("me.json", b"1")]


@pytest.mark.parametrize("error", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_that_cannot_sync_is_written_to(
    error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_descriptor: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", fsync)
    write_whole(tmp_path / "me.json", b"1")
    assert (tmp_path / "me.json").read_bytes() == b"1"


def test_on_macos_the_disk_empties_its_cache_once_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full: list[int] = []
    mac = SimpleNamespace(F_FULLFSYNC=51, fcntl=lambda descriptor, _: full.append(descriptor))
    monkeypatch.setattr(disk, "fcntl", mac)
    write_folder(tmp_path / "site", {f"{number}.js": b"x" for number in range(9)})
    assert len(full) == 2  # when all is written, and when it has its name
    full.clear()
    write_whole(tmp_path / "me.json", b"1")
    assert len(full) == 2


def test_macos_on_a_file_system_that_knows_no_such_thing_syncs_as_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fcntl(*_: object) -> None:
        raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")

    synced, real = list[int](), os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(descriptor)
        real(descriptor)

    monkeypatch.setattr(disk, "fcntl", SimpleNamespace(F_FULLFSYNC=51, fcntl=fcntl))
    monkeypatch.setattr(os, "fsync", fsync)
    write_whole(tmp_path / "me.json", b"1")
    assert len(synced) == 2
