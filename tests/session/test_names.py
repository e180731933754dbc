"""Names of files as terminals and file managers give them, and as long as a file system takes."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from morphing_faces.cli.app import main
from morphing_faces.errors import CommandError, FileError
from morphing_faces.points.resolve import Portrait
from morphing_faces.session.language import split
from morphing_faces.storage.files import named_path, user_path
from tests.session.playing import Playing
from tests.session.test_pictures import Readable

NAME = "It's my holiday (1) & more, größer.png"
LONGEST = 255
"""Bytes of a name on the usual file systems."""


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    return Playing(Readable(), tmp_path / "home")


def draw(path: Path) -> Path:
    Image.new("L", (60, 60), 120).save(path, "PNG")
    return path


SHELLS: dict[str, Callable[[str], str]] = {
    "backslashes": lambda path: "".join(c if c.isalnum() or c in "/._" else f"\\{c}" for c in path),
    "backslashes where they must be": lambda path: "".join(
        f"\\{c}" if c in " '()&" else c for c in path
    ),
    "apostrophes": lambda path: "'" + path.replace("'", "'\\''") + "'",
    "quotation marks": lambda path: f'"{path}"',
    "an address": lambda path: f"file://{quote(path)}",
    "an address on this computer": lambda path: f"FILE://localhost{quote(path)}",
    "an address without a host": lambda path: f"file:{quote(path)}",
}


@pytest.mark.parametrize("way", SHELLS)
def test_a_file_that_is_dropped_on_the_terminal_is_taken(
    playing: Playing, tmp_path: Path, way: str
) -> None:
    path = draw(tmp_path / NAME)
    said = playing.session.execute(f"photo {SHELLS[way](str(path))}")
    assert said.startswith("the face in ")
    portrait = playing.morpher.origin
    assert isinstance(portrait, Portrait)
    assert portrait.name == str(path)
    assert playing.session.execute(f"morph {SHELLS[way](str(path))} {SHELLS[way](str(path))}")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"photo My\ Holiday.jpg 2", ["photo", "My Holiday.jpg", "2"]),
        (r"photo C:\Users\me\a.jpg", ["photo", r"C:\Users\me\a.jpg"]),
        (r"photo \\server\share\a.jpg", ["photo", r"\\server\share\a.jpg"]),
        (r"say don't\ ask", ["say", "don't\\", "ask"]),
    ],
)
def test_a_backslash_is_a_shells_only_before_a_space_or_a_sign(line: str, words: list[str]) -> None:
    assert split(line) == words


def test_on_windows_a_backslash_is_of_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("morphing_faces.session.language.WINDOWS", True)
    assert split(r'photo "C:\My pictures\(1).jpg" 2') == ["photo", r"C:\My pictures\(1).jpg", "2"]
    monkeypatch.setattr("morphing_faces.storage.files.WINDOWS", True)
    assert named_path(r"C:\a.jpg") == r"C:\a.jpg"


def test_an_address_of_another_computer_is_refused() -> None:
    with pytest.raises(FileError, match="is on the computer 'nas'; only files of"):
        user_path("file://nas/me.jpg")


def test_bytes_that_are_no_text_stay_what_they_are() -> None:
    assert os.fsencode(user_path("file:///tmp/%FF.jpg")) == b"/tmp/\xff.jpg"


@pytest.mark.slow
def test_the_command_line_takes_addresses_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my holiday").mkdir()
    draw(tmp_path / "my holiday" / "1.png")
    address = f"file://{quote(str(tmp_path))}"
    words = ["prepare", f"{address}/my%20holiday", "--out", f"{address}/my%20faces", "--aligned"]
    assert main([*words, "--workers", "1"]) == 0
    assert (tmp_path / "my faces" / "index.parquet").is_file()
    words = ["prepare", f"folder:{address}/my%20holiday", "--out", str(tmp_path / "2"), "--aligned"]
    assert main([*words, "--workers", "1"]) == 0
    assert main(["prepare", "file://nas/photos", "--out", str(tmp_path / "3")]) == 2
    assert "is on the computer 'nas'" in capsys.readouterr().err


@pytest.mark.slow
def test_names_of_255_bytes_are_read_and_written(playing: Playing, tmp_path: Path) -> None:
    name = "ü" * ((LONGEST - len(".png")) // 2) + "x.png"
    assert len(os.fsencode(name)) == LONGEST
    path = draw(tmp_path / name)
    playing.session.execute(f"photo {path}")
    (tmp_path / "out").mkdir()
    playing.session.execute(f"picture {tmp_path / 'out' / name}")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]
    playing.session.execute(f"load {tmp_path / 'out' / name}")
    (tmp_path / "source").mkdir()
    draw(tmp_path / "source" / name)
    faces = tmp_path / name.removesuffix(".png")
    words = ["prepare", str(tmp_path / "source"), "--out", str(faces), "--aligned"]
    assert main([*words, "--workers", "1"]) == 0
    assert faces.is_dir()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x" * 256, "x" * 100_000, "a/" * 50_000])
def test_names_that_are_too_long_get_a_sentence(
    playing: Playing, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for line in (f"photo /{name}.png", f"picture /{name}.png", f"load /{name}.png"):
        with pytest.raises((FileError, CommandError), match=r"too long|no folder|name it"):
            playing.session.execute(line)
    assert main(["prepare", f"/{name}", "--out", str(tmp_path / "f")]) == 2
    assert main(["prepare", str(tmp_path), "--out", f"/{name}"]) == 2
    assert "Traceback" not in capsys.readouterr().err
