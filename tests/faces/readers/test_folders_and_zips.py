import os
import stat
import zipfile
from pathlib import Path

import pytest

from morphing_faces.errors import SourceError
from morphing_faces.faces.readers import MAX_BYTES, open_sources
from morphing_faces.faces.rejection import Reason, RejectedError


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def pack(archive: Path, *names: str) -> Path:
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, name)
    return archive


def listed(*sources: Path) -> list[tuple[str, str]]:
    with open_sources(sources) as photographs:
        return [(photograph.source, photograph.name) for photograph in photographs]


NAMES = ("b/2.jpg", "b/10.JPEG", "a.PNG", "c/d/e/x.jpg")
ORDER = ["a.PNG", "b/10.JPEG", "b/2.jpg", "c/d/e/x.jpg"]
OTHERS = ("notes.txt", "b/.hidden.jpg", ".thumbs/1.jpg", "__MACOSX/a.png", "jpg", "x.psd")


def test_a_folder_is_searched_to_its_depths_in_one_order(tmp_path: Path) -> None:
    folder = make(tmp_path / "set", *NAMES, *OTHERS)
    assert listed(folder) == [("set", name) for name in ORDER]


def test_an_archive_is_searched_the_same(tmp_path: Path) -> None:
    archive = pack(tmp_path / "set.zip", *NAMES, *OTHERS, "folder.jpg/")
    assert listed(archive) == [("set.zip", name) for name in ORDER]


def test_sources_come_in_the_order_given_and_are_read_while_open(tmp_path: Path) -> None:
    folder, archive = make(tmp_path / "f", "1.jpg"), pack(tmp_path / "a.zip", "2.jpg")
    with open_sources([folder, archive]) as photographs:
        assert [photograph.read() for photograph in photographs] == [b"1.jpg", b"2.jpg"]
        assert [photograph.size for photograph in photographs] == [5, 5]
    assert listed(archive, folder) == [("a.zip", "2.jpg"), ("f", "1.jpg")]


def test_sources_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    one, other = make(tmp_path / "1/faces", "a.jpg"), make(tmp_path / "2/faces", "a.jpg")
    assert listed(one, other) == [("faces", "a.jpg"), ("faces (2)", "a.jpg")]


def test_a_name_that_is_no_text_is_still_listed_and_read(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.jpg")).write_bytes(b"coffee")
    with open_sources([tmp_path]) as photographs:
        (photograph,) = photographs
        assert photograph.name == "caf?.jpg"
        assert photograph.read() == b"coffee"


def test_a_pipe_is_no_photograph(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    assert listed(tmp_path) == [(tmp_path.name, "a.jpg")]


def test_a_link_to_nowhere_says_so_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere")
    with open_sources([tmp_path]) as (photograph,), pytest.raises(RejectedError) as caught:
        photograph.read()
    assert str(caught.value) == "not readable: No such file or directory"


def test_a_link_to_its_own_folder_does_not_go_round_for_ever(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    (tmp_path / "again").symlink_to(tmp_path)
    assert listed(tmp_path) == [(tmp_path.name, "a.jpg")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg").joinpath("a.jpg").chmod(stat.S_IWUSR)
    with open_sources([tmp_path]) as (photograph,), pytest.raises(RejectedError) as caught:
        photograph.read()
    assert caught.value.detail == "Permission denied"


def test_a_file_of_absurd_length_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with open_sources([tmp_path]) as (photograph,), pytest.raises(RejectedError) as caught:
        photograph.read()
    assert caught.value.reason is Reason.TOO_LARGE


def test_a_damaged_member_of_an_archive_says_so_when_it_is_read(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", "1.jpg", "2.jpg")
    archive.write_bytes(archive.read_bytes().replace(b"1.jpg1.jpg", b"1.jpgX.jpg"))
    with open_sources([archive]) as (damaged, whole):
        assert whole.read() == b"2.jpg"
        with pytest.raises(RejectedError) as caught:
            damaged.read()
    assert caught.value.detail == "damaged in its archive"


def test_a_member_under_a_password_says_so_when_it_is_read(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", "1.jpg")
    data = bytearray(archive.read_bytes())
    data[6] |= 1  # the flag for encryption in the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory of the archive
    archive.write_bytes(data)
    with open_sources([archive]) as (photograph,), pytest.raises(RejectedError) as caught:
        photograph.read()
    assert caught.value.detail == "under a password; unpack the archive first"


@pytest.mark.parametrize("cut", [0, 1, 50, -1, -30])
def test_an_archive_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    archive = pack(tmp_path / "a.zip", "1.jpg", "2.jpg")
    archive.write_bytes(archive.read_bytes()[:cut])
    with pytest.raises(SourceError, match=r"a\.zip is neither a folder nor a whole zip archive"):
        listed(archive)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no folder or file '.*nothing'"):
        listed(tmp_path / "nothing")


def test_a_source_without_pictures_is_refused(tmp_path: Path) -> None:
    pack(make(tmp_path, "notes.txt") / "faces.zip", "1.jpg")
    with pytest.raises(SourceError, match=r"has no pictures; passed over: 1 \.zip, 1 \.txt"):
        listed(tmp_path)
    with pytest.raises(SourceError, match=r"empty\.zip has no pictures"):
        listed(tmp_path / "faces.zip", pack(tmp_path / "empty.zip"))


def test_no_source_at_all_is_refused() -> None:
    with pytest.raises(SourceError, match="name at least one folder or zip archive"):
        listed()
