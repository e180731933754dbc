"""Sources by name and recognised by themselves, and what is said where there is none."""

from pathlib import Path

import pytest

from morphing_faces.cli.app import main
from morphing_faces.faces.readers import open_sources
from morphing_faces.faces.readers.registry import READERS
from tests.faces.readers.reading import png, refusal, seen


def test_an_unknown_reader_is_refused_with_those_there_are() -> None:
    sentence = "there is no reader 'imagenet' for 'imagenet:x'; there are folder, zip, tar, "
    assert refusal("imagenet:x").startswith(sentence)
    assert refusal("imagenet:x").endswith(", ".join(READERS))


def test_a_path_with_a_colon_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tfd:faces").mkdir()
    (tmp_path / "tfd:faces/a.png").write_bytes(png(0))
    monkeypatch.chdir(tmp_path)
    assert [one.contents for one in seen("tfd:faces")] == [png(0)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tfd", "Josh Susskind"),
        ("fer2013", "Challenges in Representation Learning: Facial Expression Recognition"),
        ("celeba", "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html"),
        ("utkface", "https://susanqq.github.io/UTKFace/"),
        ("lfw", "http://vis-www.cs.umass.edu/lfw/"),
    ],
)
def test_what_is_fetched_by_hand_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    for spec in (name, f"{name}:{tmp_path}/nothing"):
        assert main(["prepare", spec, "--out", str(tmp_path / "faces")]) == 2
        (sentence,) = capsys.readouterr().err.splitlines()
        assert said in sentence
        assert f"{name}:" in sentence  # how to name it then
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("reader", ["folder", "zip", "tar", "npy", "parquet", "arrow"])
def test_nothing_at_a_path_is_said(tmp_path: Path, reader: str) -> None:
    assert refusal(f"{reader}:{tmp_path}/x") == f"there is nothing at '{tmp_path}/x'"


@pytest.mark.slow
@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != "hf"])
def test_a_file_of_another_kind_is_refused_by_every_reader(tmp_path: Path, reader: str) -> None:
    (tmp_path / "text").write_text("This is text.\n" * 100)
    assert str(tmp_path / "text") in refusal(f"{reader}:{tmp_path}/text")


@pytest.mark.slow
@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != "hf"])
def test_an_empty_folder_is_refused_by_every_reader(tmp_path: Path, reader: str) -> None:
    assert str(tmp_path) in refusal(f"{reader}:{tmp_path}")


def test_a_file_of_no_known_kind_is_refused_with_the_readers(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("")
    assert "name a reader before it: folder, zip, tar" in refusal(tmp_path / "notes.txt")


def test_sources_know_how_many_photographs_they_have_where_they_can(tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    (tmp_path / "album/a.png").write_bytes(png(0))
    (tmp_path / "fer2013.csv").write_text("pixels\n1 2 3\n")
    album, table = tmp_path / "album", tmp_path / "fer2013.csv"
    with open_sources([album, album]) as photographs:
        assert (photographs.count, photographs.names) == (2, ("album", "album (2)"))
    with open_sources([album, table]) as photographs:
        assert photographs.count is None


def test_a_reader_without_a_path_is_refused() -> None:
    assert refusal("npy:") == "'npy:' lacks the path that the reader npy is to read"
    assert "Josh Susskind" in refusal("tfd:")
