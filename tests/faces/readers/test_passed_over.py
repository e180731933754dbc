"""What sources hold besides photographs is counted and told; nothing is lost in silence."""

import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from morphing_faces.cli.app import main
from morphing_faces.faces.readers import open_sources
from morphing_faces.faces.readers.passed_over import called
from morphing_faces.faces.set.faceset import load_faces
from tests.faces.readers.reading import png, refusal, seen

FILES = {
    "a.png": png(0),
    "IMG_0001": png(1),
    "README": b"words",
    "notes.txt": b"words",
    "clip.MOV": b"\0\0\0\x14ftypqt  ",
    ".hidden.png": png(2),
    "letter.2024-01-01": b"words",
    "120_1_0_20170101000000000.png": png(3),
    "116_1_0_20170101000000000.png": png(4),
}
OLD = "ages above 116 in names, which count as unknown"
KINDS = {
    "files without an ending": 1,
    ".txt": 1,
    ".mov": 1,
    "hidden files and folders": 1,
    "files with other endings": 1,
    OLD: 1,
}
NAMES = [*sorted(name for name in FILES if name.endswith(".png") and name[0] != "."), "IMG_0001"]


def passed_over(spec: Path | str) -> Mapping[str, int]:
    """What the one source says when it was read to the end, twice."""
    with open_sources([spec]) as sources:
        for _ in range(2):
            for photograph in sources:
                photograph.read()
        return sources.passed_over_in_all


def a_folder(path: Path) -> Path:
    path.mkdir()
    for name, content in FILES.items():
        (path / name).write_bytes(content)
    return path


def a_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("folder")
        for name, content in FILES.items():
            archive.writestr(f"folder/{name}", content)
    return path


def a_tar(path: Path) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, content in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("make", "name"), [(a_folder, "f"), (a_zip, "f.zip"), (a_tar, "f.tar")], ids=["f", "zip", "tar"]
)
def test_what_is_no_photograph_is_counted_by_its_kind(
    make: Callable[[Path], Path], name: str, tmp_path: Path
) -> None:
    source = make(tmp_path / name)
    assert dict(passed_over(source)) == KINDS
    assert sorted(Path(found.name).name for found in seen(source)) == sorted(NAMES)
    ages = {Path(found.name).name: found.labels.age for found in seen(source)}
    assert ages["120_1_0_20170101000000000.png"] is None
    assert ages["116_1_0_20170101000000000.png"] == 116


def test_links_and_closed_folders_are_counted(tmp_path: Path) -> None:
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "phone"
    elsewhere.mkdir()
    folder.mkdir()
    (elsewhere / "b.png").write_bytes(png(1))
    (folder / "linked").symlink_to(elsewhere)
    (folder / "linked.png").symlink_to(elsewhere)
    (folder / "nowhere").symlink_to(tmp_path / "nothing")
    (folder / ".thumbnails").mkdir()
    said = refusal(folder)
    assert said.startswith(f"{folder} has no pictures; passed over: 2 linked folders, 1 ")
    (folder / "a.png").write_bytes(png(0))
    assert dict(passed_over(folder)) == {
        "linked folders": 2,
        "broken links and special files": 1,
        "hidden files and folders": 1,
    }
    with tarfile.open(tmp_path / "f.tar", "w") as archive:
        archive.add(folder / "a.png", "a.png")
        archive.add(folder / "linked", "linked")
    assert dict(passed_over(tmp_path / "f.tar")) == {"links": 1}


def test_further_columns_of_pictures_are_counted(tmp_path: Path) -> None:
    rows = {"image": [png(0), png(1)], "photo": [png(2), png(3)]}
    pq.write_table(pa.table(rows), tmp_path / "two.parquet")
    assert dict(passed_over(tmp_path / "two.parquet")) == {"further columns of pictures": 1}


def test_a_shard_counts_what_belongs_to_no_example(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "shard.tar", "w") as archive:
        for name, content in (("0.png", png(0)), ("0.cls", b"1"), ("0.npy", b""), ("1.mp4", b"")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    assert dict(passed_over(f"webdataset:{tmp_path / 'shard.tar'}")) == {".npy": 1, ".mp4": 1}


@pytest.mark.slow
def test_the_summary_the_report_and_the_figures_say_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = a_folder(tmp_path / "phone"), tmp_path / "faces"
    (folder / "damaged.heic").write_bytes(bytes(4) + b"ftypheic" + bytes(50))
    (folder / "empty.jpg").touch()
    (folder / "void.jpg").touch()
    words = ["prepare", str(folder), "--out", str(out), "--aligned", "--workers", "1"]
    assert main(words) == 0
    said = capsys.readouterr().out.splitlines()
    assert "        3  not readable, such as: the file is empty" in said
    lines = said[said.index("passed over:") + 1 : -1]
    assert set(lines) == {f"        1  {called(kind, 1)}" for kind in KINDS}
    assert load_faces(out).card.sources[0].passed_over == KINDS
    report = (out / "report.html").read_text()
    assert "<h2>Passed over</h2>" in report
    assert f"<tr><td>{called(OLD, 1)}</td><td>1</td></tr>" in report


@pytest.mark.slow
def test_the_commonest_reason_is_in_the_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "secret.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.jpg", png(number))
        archive.writestr("note.txt", b"")
    data = bytearray((tmp_path / "secret.zip").read_bytes())
    at = -1
    while (at := data.find(b"PK\1\2", at + 1)) >= 0:
        data[at + 8] |= 1
    (tmp_path / "secret.zip").write_bytes(data)
    words = ["prepare", str(tmp_path / "secret.zip"), "--out", str(tmp_path / "f"), "--aligned"]
    assert main([*words, "--workers", "1"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "morphing-faces: none of 3 photographs shows a face to keep (not readable: 3, such as: "
        "under a password; unpack the archive first); passed over: 1 .txt"
    )


@pytest.mark.slow
def test_figures_are_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_folder(tmp_path / "phone")
    (folder / "empty.jpg").touch()
    words = ["prepare", str(folder), "--out", str(tmp_path / "f"), "--aligned", "--workers", "1"]
    assert main([*words, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["passed_over"] == KINDS
    assert figures["commonest"] == {"not readable": "the file is empty"}
