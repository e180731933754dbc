"""Film writers, each read back by a library that did not write the file."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from morphing_faces.errors import FileError, MissingExtraError
from morphing_faces.pictures.film import FASTEST, SUFFIXES, check_film, held, write_film
from morphing_faces.pictures.webp import LARGEST, WebP
from morphing_faces.types import Pixels
from tests.pictures.read_back import NOT_A_PHOTOGRAPH, SOFTWARE, SOURCE_TYPE, read_film, said_in

TOLERANCE = {
    # Mean and largest difference in grey levels of 255 from a smooth picture.
    ".gif": (0.6, 1),  # 127 shades: every other level, and so at most one beside it
    ".webp": (2, 12),  # a quantiser at quality 85
    ".mp4": (2, 12),  # x264 at a rate factor of 18, and 220 levels of luma for 256
}
COLOUR_TOLERANCE = {
    ".gif": (2.5, 16),  # 256 colours of the picture's own
    ".webp": (2.5, 20),  # one colour for four pixels
    ".mp4": (2.5, 24),  # the same
}


def smooth(number: int, height: int = 48, width: int = 64, *, colour: bool = False) -> Pixels:
    """A picture of smooth waves, which move with the number."""
    y, x = np.mgrid[:height, :width]
    waves = [
        127.5 + 90 * np.sin(x / 9 + number / 5 + channel / 3) * np.cos(y / 11)
        for channel in range(3)
    ]
    picture: Pixels = np.rint(np.stack(waves, 2) if colour else waves[0]).astype(np.uint8)
    return picture


def film(path: Path, count: int, fps: int, height: int = 48, width: int = 64) -> list[Pixels]:
    pictures = [smooth(number, height, width) for number in range(count)]
    write_film(path, pictures, fps)
    return pictures


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_grey_film_shows_its_pictures(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    pictures = film(path, 12, 25)
    frames = read_film(path).frames
    assert frames.shape == (12, 48, 64, 3)
    apart = np.abs(frames.astype(int) - np.stack(pictures)[..., None])
    assert apart.mean() < TOLERANCE[suffix][0]
    assert apart.max() <= TOLERANCE[suffix][1]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_film_in_colours_shows_them(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    pictures = [smooth(number, colour=True) for number in range(5)]
    write_film(path, pictures, 25)
    apart = np.abs(read_film(path).frames.astype(int) - np.stack(pictures))
    assert apart.mean() < COLOUR_TOLERANCE[suffix][0]
    assert apart.max() <= COLOUR_TOLERANCE[suffix][1]


@pytest.mark.parametrize("level", [0, 1, 127, 254, 255])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_black_is_black_and_white_white(suffix: str, level: int, tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    write_film(path, [np.full((32, 32), level, np.uint8)], 25)
    assert np.abs(read_film(path).frames.astype(int) - level).max() <= 1


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (47, 33), (64, 65)])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_size_does(suffix: str, size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    pictures = film(path, 3, 25, *size)
    height, width = read_film(path).frames.shape[1:3]
    if suffix == ".mp4":  # a row or a column more, where there is an odd number of them
        assert (height, width) == (size[0] + size[0] % 2, size[1] + size[1] % 2)
        inside = read_film(path).frames[0, : size[0], : size[1], 0]
        assert np.abs(inside.astype(int) - pictures[0]).mean() < TOLERANCE[suffix][0]
    else:
        assert (height, width) == size


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "fps"),
    [(suffix, fps) for suffix in SUFFIXES for fps in (1, 7, 24, 30, FASTEST[suffix])],
)
def test_no_error_in_time_adds_up(suffix: str, fps: int, tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    count = 2 * fps + 1
    film(path, count, fps, 16, 16)
    seconds = read_film(path).seconds
    grain = {".gif": 0.01, ".webp": 0.001, ".mp4": 0.0}[suffix]
    assert len(seconds) == count
    assert sum(seconds) == pytest.approx(count / fps, abs=grain / 2 + 1e-9)
    assert max(abs(each - 1 / fps) for each in seconds) <= grain + 1e-9
    assert suffix == ".mp4" or min(seconds) > 0.01  # or else players show them for 0.1 s


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_picture_that_stands_is_shown_as_long(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    write_film(path, [smooth(0)] * 20 + [smooth(9)] * 2 + [smooth(0)] * 8, 10)
    read = read_film(path)
    assert sum(read.seconds) == pytest.approx(3)
    expected = [0.1] * 30 if suffix == ".mp4" else [2.0, 0.2, 0.8]
    assert read.seconds == pytest.approx(expected)
    last = np.abs(read.frames[-1].astype(int) - smooth(0)[..., None])
    assert last.mean() < TOLERANCE[suffix][0]


def test_pictures_are_held_together_up_to_a_limit() -> None:
    first, second = smooth(0), smooth(1)
    runs = list(held([first, first, second, first, first, first], 2))
    assert [count for _, count in runs] == [2, 1, 2, 1]
    assert list(held([], 2)) == []


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_it_plays_for_ever(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    film(path, 3, 25)
    with Image.open(path) as image:
        assert image.info["loop"] == 0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_says_that_a_model_made_it(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"film{suffix}"
    film(path, 3, 25)
    said = said_in(path)
    assert SOFTWARE in said
    assert NOT_A_PHOTOGRAPH in said
    assert suffix != ".webp" or SOURCE_TYPE in said


def test_an_mp4_film_plays_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    film(path, 5, 25)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")  # it starts before all of it is there
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.color_range, context.colorspace) == (1, 1)  # limited, BT.709
        assert (context.color_primaries, context.color_trc) == (1, 1)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_pictures_make_the_same_file(suffix: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for path in paths:
        film(path, 10, 25)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_what_is_interrupted_leaves_nothing(
    suffix: str, error: type[BaseException], tmp_path: Path
) -> None:
    def pictures() -> Iterator[Pixels]:
        yield from map(smooth, range(5))
        raise error

    path = tmp_path / f"film{suffix}"
    path.write_bytes(b"what was there")
    with pytest.raises(error):
        write_film(path, pictures(), 25)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"what was there"


@pytest.mark.slow
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_is_said_and_leaves_nothing(suffix: str, tmp_path: Path) -> None:
    program = (
        "import resource, sys, pathlib, numpy\n"
        "from morphing_faces.errors import FileError\n"
        "from morphing_faces.pictures.film import write_film\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, resource.RLIM_INFINITY))\n"
        "rng = numpy.random.default_rng(0)\n"
        "noise = (rng.integers(0, 256, (64, 64), 'uint8') for _ in range(100))\n"
        "try:\n    write_film(pathlib.Path(sys.argv[1]), noise, 25)\n"
        "except FileError as error:\n    print(error)\n"
    )
    path = tmp_path / f"film{suffix}"
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    reason = os.strerror(errno.EFBIG)
    assert done.stdout == f"{path} cannot be written: {reason}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no folder"):
        write_film(tmp_path / "nowhere" / "film.gif", [smooth(0)], 25)
    folder = tmp_path / "film.gif"
    folder.mkdir()
    with pytest.raises(FileError, match="is a folder"):
        write_film(folder, [smooth(0)], 25)


@pytest.mark.parametrize(
    ("name", "fps", "said"),
    [
        ("film.avi", 25, "a film is one of .mp4, .gif, .webp, got 'film.avi'"),
        ("film", 25, "a film is one of"),
        ("film.gif", 51, ".gif films have 1 to 50 frames a second, got 51"),
        ("film.webp", 91, ".webp films have 1 to 90 frames a second, got 91"),
        ("film.mp4", 0, ".mp4 films have 1 to 240 frames a second, got 0"),
    ],
)
def test_what_is_no_film_is_said(name: str, fps: int, said: str) -> None:
    with pytest.raises(FileError, match=said):
        check_film(Path(name), fps)


def test_without_its_library_an_mp4_film_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'morphing-faces\[film\]'"):
        check_film(Path("film.mp4"), 25)
    check_film(Path("film.gif"), 25)


def test_a_webp_film_ends_where_its_format_does(tmp_path: Path) -> None:
    writing = WebP(tmp_path / "film.webp", 25)
    writing.add(smooth(0))
    writing._file.seek(LARGEST - 10)  # a file with a hole, which takes no room
    with pytest.raises(OSError, match="at most 4 GB"):
        writing.add(smooth(1))
    writing.drop()
