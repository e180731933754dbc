"""`morphing-faces render`, as its user runs it."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pexpect
import pytest
from PIL import Image

from morphing_faces import Morpher
from morphing_faces.cli.app import main
from morphing_faces.errors import FileError, SourceError
from morphing_faces.model.config import FORMAT, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.directions import Direction
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.write import write_model
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.pictures.film import write_film
from morphing_faces.pictures.grid import Grid
from morphing_faces.pictures.render import make, plan
from morphing_faces.pictures.sequences import random_points
from morphing_faces.pictures.still import face_png
from morphing_faces.points.document import describe, read_point_file
from morphing_faces.points.link import link
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections
from tests.pictures.read_back import NOT_A_PHOTOGRAPH, SOFTWARE, SOURCE_TYPE, read_film, said_in
from tests.tiny import LATENT, layer, tiny_directions, tiny_model

COMMAND = [sys.executable, "-m", "morphing_faces.cli", "render"]
PATIENCE = 60

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MORPHING_FACES_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def run(tiny_folder: Path, out: Path, home: Path) -> Run:  # noqa: ARG001
    """Run the command in the folder `out`, with the tiny model; texts are words between spaces."""

    def run(*words: object) -> "subprocess.CompletedProcess[str]":
        command = [*COMMAND, *" ".join(map(str, words)).split(), "--model", str(tiny_folder)]
        return subprocess.run(command, capture_output=True, text=True, cwd=out, check=False)

    return run


def made(run: Run, *words: object) -> dict[str, Any]:
    """What a command says that it has written, as JSON."""
    done = run(*words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def grey(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def tile(face: np.ndarray, side: int) -> np.ndarray:
    return enlarge(face, side, side)


@pytest.mark.slow
def test_a_sheet_shows_the_faces_of_its_seed(run: Run, out: Path, tiny: ModelFolder) -> None:
    written = made(run, "sheet --rows 2 --columns 3 --size 64 --seed 5 --out s.png")
    picture = grey(out / "s.png")
    assert (written["width"], written["height"]) == picture.shape[::-1] == (196, 130)
    assert (written["faces"], written["seed"], written["model"]) == (6, 5, "tiny")
    assert written["bytes"] == (out / "s.png").stat().st_size
    for number, z in enumerate(random_points(tiny, 5, "fitted", 6)):
        top, left = 66 * (number // 3), 66 * (number % 3)
        wanted = tile(tiny.decode(z[None])[0], 64)
        assert np.array_equal(picture[top : top + 64, left : left + 64], wanted)


@pytest.mark.slow
def test_without_a_seed_it_says_which_one_makes_the_same_again(run: Run, out: Path) -> None:
    said = run("sheet", "--out", "a.png").stdout
    seed = re.search(r"; --seed (\d+) makes it again$", said.strip())
    assert seed is not None
    assert run("sheet", "--out", "b.png", "--seed", seed[1]).returncode == 0
    assert (out / "a.png").read_bytes() == (out / "b.png").read_bytes()
    run("sheet", "--out", "c.png")
    assert (out / "a.png").read_bytes() != (out / "c.png").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "sheet --seed 1 --out {}.png",
        "traverse --seed 1 --out {}.png",
        "traverse --seed 1 --seconds 0.4 --size 32 --out {}.mp4",
        "walk --seed 1 --seconds 0.5 --size 64 --out {}.mp4",
        "walk --seed 1 --seconds 0.5 --size 64 --out {}.gif",
        "walk --seed 1 --seconds 0.5 --size 64 --loop --out {}.webp",
    ],
)
def test_the_same_seed_makes_the_same_bytes(words: str, run: Run, out: Path) -> None:
    for name in ("a", "b"):
        assert run(words.format(name)).returncode == 0
    first, second = sorted(out.iterdir())
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.slow
def test_a_picture_of_one_face_carries_its_point_and_a_sheet_none(
    run: Run, out: Path, tiny: ModelFolder
) -> None:
    assert run("sheet --rows 1 --columns 1 --seed 5 --out one.png").returncode == 0
    assert np.array_equal(read_point_file(out / "one.png", tiny).z, Morpher(tiny, 5).z)
    run("sheet --rows 1 --columns 2 --seed 5 --out two.png")
    with Image.open(out / "two.png") as image:
        assert "morphing-faces" not in image.info
    for name in ("one.png", "two.png"):
        said = said_in(out / name)
        assert all(words in said for words in (SOFTWARE, NOT_A_PHOTOGRAPH, SOURCE_TYPE))


@pytest.mark.slow
def test_a_traversal_has_a_row_for_each_dimension(run: Run, out: Path, tiny: ModelFolder) -> None:
    words = "traverse --rows 4,0-1 --columns 3 --range 2 --seed 5 --size 64 --no-labels --out t.png"
    assert made(run, words)["faces"] == 9
    picture = grey(out / "t.png")
    assert picture.shape == (196, 196)
    for row, rank in enumerate((4, 0, 1)):
        for column, value in enumerate((-2, 0, 2)):
            z = Morpher(tiny, 5).z.copy()
            z[tiny.interesting[rank].index] = value
            top, left = 66 * row, 66 * column
            wanted = tile(tiny.decode(z[None])[0], 64)
            assert np.array_equal(picture[top : top + 64, left : left + 64], wanted)


@pytest.mark.slow
def test_a_traversal_goes_along_directions_and_says_what_they_drag(
    tmp_path: Path, out: Path
) -> None:
    model = ModelFolder(tiny_model(tmp_path / "directed", directions=tiny_directions()))
    words = "traverse --rows age,happy --columns 2 --range 1 --middle --size 64 --no-labels"
    command = [*COMMAND, *words.split(), "--out", str(out / "t.png"), "--model", str(model.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "age drags along happy -0.50\n"
    assert "--seed" not in done.stdout
    picture = grey(out / "t.png")
    for row, direction in enumerate(model.directions[:2]):
        for column, reading in enumerate((-1, 1)):
            z = direction.at(np.zeros(LATENT, np.float32), reading)
            top, left = 66 * row, 66 * column
            wanted = tile(model.decode(z[None])[0], 64)
            assert np.array_equal(picture[top : top + 64, left : left + 64], wanted)


@pytest.mark.slow
def test_a_traversal_goes_along_a_direction_of_the_users_own(
    run: Run, out: Path, tiny: ModelFolder, home: Path
) -> None:
    smirk = Direction("smirk", "own", np.full(LATENT, 0.25, np.float32))
    UserDirections(tiny, home).keep(smirk)
    words = "traverse --rows smirk --columns 2 --range 1 --middle --size 64 --no-labels"
    made(run, f"{words} --out t.png")
    z = smirk.at(np.zeros(LATENT, np.float32), 1)
    assert np.array_equal(grey(out / "t.png")[:, 66:], tile(tiny.decode(z[None])[0], 64))


@pytest.mark.slow
def test_a_film_of_a_traversal_swings_every_face(run: Run, out: Path, tiny: ModelFolder) -> None:
    words = "traverse --rows 0,1 --seconds 1 --fps 8 --size 48 --seed 5 --no-labels --out t.gif"
    written = made(run, words)
    assert (written["frames"], written["faces"], written["seconds"]) == (8, 2, 1.0)
    frames = read_film(out / "t.gif").frames[..., 0]
    assert frames.shape == (8, 48, 97)
    for number, value in ((0, 0), (2, 2.5), (6, -2.5)):
        for column, rank in enumerate((0, 1)):
            z = Morpher(tiny, 5).z.copy()
            z[tiny.interesting[rank].index] = value
            wanted = tile(tiny.decode(z[None])[0], 48).astype(int)
            left = 49 * column
            assert np.abs(frames[number, :, left : left + 48] - wanted).max() <= 1


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["mp4", "gif", "webp"])
def test_a_walk_is_that_of_the_window(suffix: str, run: Run, out: Path, tiny: ModelFolder) -> None:
    written = made(run, f"walk --seconds 1.5 --fps 10 --size 64 --seed 5 --out w.{suffix}")
    assert (written["frames"], written["seconds"]) == (15, 1.5)
    read = read_film(out / f"w.{suffix}")
    assert read.frames.shape == (15, 64, 64, 3)
    assert sum(read.seconds) == pytest.approx(1.5)
    morpher, faces = Morpher(tiny, 5), []
    for _ in range(15):
        faces.append(tile(morpher.face(), 64))
        morpher.walk_step(0.2)
    write_film(out / f"same.{suffix}", faces, 10)  # whose loss is tested with the writers
    assert (out / f"w.{suffix}").read_bytes() == (out / f"same.{suffix}").read_bytes()


@pytest.mark.slow
def test_a_walk_that_loops_ends_beside_its_beginning(run: Run, out: Path) -> None:
    run("walk --loop --seconds 3 --fps 10 --size 48 --seed 5 --out w.gif")
    frames = read_film(out / "w.gif").frames.astype(int)
    steps = np.abs(np.diff(frames, axis=0)).mean(axis=(1, 2, 3))
    assert np.abs(frames[0] - frames[-1]).mean() <= 1.5 * steps.max()
    assert np.abs(frames[0] - frames[15]).mean() > 2 * steps.max()


@pytest.mark.slow
def test_a_strip_of_a_walk_shows_even_times(run: Run, out: Path, tiny: ModelFolder) -> None:
    run("walk --seconds 4 --columns 3 --size 32 --seed 5 --out w.png")
    picture = grey(out / "w.png")
    morpher = Morpher(tiny, 5)
    for column in range(3):
        wanted = tile(morpher.face(), 32)
        assert np.array_equal(picture[:, 33 * column : 33 * column + 32], wanted)
        morpher.walk_step(4)


@pytest.mark.slow
def test_a_morph_goes_through_everything_that_is_a_point(
    run: Run, out: Path, tiny: ModelFolder, home: Path
) -> None:
    points = random_points(tiny, 1, "standard", 4)
    shared = [Point(z, (0, 1), 1.0) for z in points]
    PointStore(home / "points").save("ann", shared[0], tiny)
    (out / "b.json").write_text(describe(shared[1], tiny))
    (out / "c.png").write_bytes(face_png(tiny.decode(points[2][None])[0], shared[2], tiny))
    words = ["morph", "ann", "b.json", "c.png", link(shared[3], tiny)]
    written = made(run, *words, "--fps 10 --seconds 3.1 --size 48 --out m.gif")
    assert written["frames"] == 31
    frames = read_film(out / "m.gif").frames[..., 0].astype(int)
    for number, z in zip((0, 10, 20, 30), points, strict=True):
        wanted = tile(tiny.decode(z[None])[0], 48)
        # A link has coordinates in steps of 1/256, which may round to the next level.
        assert np.abs(frames[number] - wanted).max() <= 2
    strip = made(run, *words, "--between 1 --size 32 --out m.png")
    assert (strip["faces"], strip["width"], strip["height"]) == (9, 98, 98)
    assert made(run, *words, "--loop --size 16 --fps 5 --out m.webp")["seconds"] == 12


@pytest.mark.slow
def test_a_morph_takes_photographs(run: Run, out: Path, tiny: ModelFolder) -> None:
    from morphing_faces.faces.find.finder_file import find_network
    from morphing_faces.session.photographs import PhotoEncoder
    from tests.faces.drawing import draw_face

    try:
        network = find_network()
    except SourceError as error:
        pytest.skip(str(error))
    Image.fromarray(draw_face()).save(out / "me.jpg")
    one = Morpher(tiny, 1)
    (out / "one.png").write_bytes(face_png(one.face(), Point(one.z, (0, 1), 1.0), tiny))
    camera = PhotoEncoder(tiny, network)
    for word, face in (("me.jpg", None), ("me.jpg:1", 1), ("me.jpg:60,80,90,81", (60, 80, 90, 81))):
        path = out / f"{word}.png"
        made(run, f"morph {word} one.png --between 1 --size 64 --out {path} --finder", network)
        z = camera.take(out / "me.jpg", face).z
        assert np.array_equal(grey(path)[:, :64], tile(tiny.decode(z[None])[0], 64))
    refused = run("morph me.jpg:2 one.png --out m.png --finder", network)
    assert "me.jpg has only one face, there is no number 2" in refused.stderr


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["png", "mp4", "gif", "webp"])
def test_what_is_there_stays_unless_it_is_to_be_replaced(suffix: str, run: Run, out: Path) -> None:
    path = out / f"w.{suffix}"
    path.write_bytes(b"mine")
    words = ["walk", "--seconds", "0.2", "--size", "16", "--out", path.name]
    refused = run(*words)
    assert refused.returncode == 2
    assert refused.stderr == (
        f"morphing-faces: {path.name} exists already; --replace writes over it\n"
    )
    assert path.read_bytes() == b"mine"
    assert run(*words, "--replace").returncode == 0
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize("suffix", ["png", "gif"])
def test_what_comes_while_a_file_is_made_stays(
    suffix: str, tiny: ModelFolder, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = out / f"w.{suffix}"
    job = plan(path, 0.2)
    path.write_bytes(b"mine")
    points = iter([np.zeros((1, LATENT), np.float32)] * 2)
    with pytest.raises(FileError, match="exists already; --replace writes over it"):
        make(job, Grid(1, 1, 16, 16), tiny, points)
    assert path.read_bytes() == b"mine"
    path.unlink()

    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")  # as on FAT

    monkeypatch.setattr(os, "link", no_links)
    points = iter([np.zeros((1, LATENT), np.float32)] * 2)
    assert make(job, Grid(1, 1, 16, 16), tiny, points).file == str(path)
    assert list(out.iterdir()) == [path]


@pytest.mark.slow
def test_a_link_that_leads_nowhere_is_not_written_over(run: Run, out: Path) -> None:
    (out / "w.png").symlink_to("nothing.png")
    assert "exists already" in run("sheet --rows 1 --columns 1 --out w.png").stderr
    assert (out / "w.png").is_symlink()


@pytest.mark.slow
def test_an_mp4_film_says_its_real_size(run: Run, out: Path) -> None:
    said = made(run, "walk --seconds 0.2 --size 17 --out w.mp4")
    assert (
        read_film(out / "w.mp4").frames[0].shape[:2] == (said["height"], said["width"]) == (18, 18)
    )


@pytest.mark.slow
def test_a_point_without_a_finite_face_makes_no_film(
    run: Run, out: Path, tiny: ModelFolder
) -> None:
    far = Point(np.full(LATENT, 3e38, np.float32), (0, 1), 1.0)
    (out / "far.json").write_text(describe(far, tiny))
    done = run("walk --point far.json --seconds 0.2 --out w.gif")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the decoder gives no finite face" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (out / "w.gif").exists()


@pytest.mark.slow
def test_an_answer_that_cannot_be_printed_is_an_error(out: Path, tiny_folder: Path) -> None:
    words = [*COMMAND, "sheet", "--out", "w.png", "--model", str(tiny_folder)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            words, stdout=full, stderr=subprocess.PIPE, text=True, cwd=out, check=False
        )
    assert done.returncode == 2
    assert done.stderr == (
        "morphing-faces: the answer cannot be printed: No space left on device\n"
    )
    assert (out / "w.png").exists()


@pytest.mark.slow
def test_names_that_are_no_text_are_printed_escaped(out: Path, tiny_folder: Path) -> None:
    name = b"q\xff.png"
    words = [*COMMAND, "sheet", "--out", os.fsdecode(name), "--model", str(tiny_folder)]
    strict = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    done = subprocess.run(words, capture_output=True, text=True, cwd=out, env=strict, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("q\\udcff.png: 32 faces")
    assert [os.fsencode(path.name) for path in out.iterdir()] == [name]


@pytest.mark.slow
def test_damaged_names_do_not_keep_a_traversal_from_being_made(
    run: Run, home: Path, tiny: ModelFolder
) -> None:
    file = UserDirections(tiny, home).names_file
    file.parent.mkdir(parents=True)
    file.write_text("{")
    done = run("traverse --rows 0 --columns 2 --out w.png")
    assert done.returncode == 0
    assert f"{file} is damaged" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("sheet --out a.jpg", "must end in .png for a picture, or .mp4, .gif, .webp for a film"),
        ("sheet --out a", "must end in .png"),
        ("sheet --out a.mp4", "a sheet is a picture: name it a.png"),
        ("sheet --out no/a.png", "there is no folder no"),
        ("sheet --out a.png --rows 0", "--rows must be from 1 to 100, got 0"),
        ("sheet --out a.png --columns 101", "--columns must be from 1 to 100, got 101"),
        ("sheet --out a.png --columns 1.5", "--columns must be a whole number, got '1.5'"),
        ("sheet --out a.png --size 15", "--size must be from 16 to 2048, got 15"),
        ("sheet --out a.png --size 2049", "--size must be from 16 to 2048, got 2049"),
        ("sheet --out a.png --size 2048 --rows 9", "at most 100 million"),
        ("sheet --out a.png --seed -1", "--seed must be a whole number from 0 to 4294967295"),
        ("sheet", "--out"),
        ("sheet --seconds 3 --out a.png", "--seconds"),
        ("walk --out a.gif --seconds 0", "--seconds must be above 0 and at most 3600, got 0"),
        ("walk --out a.gif --seconds nan", "--seconds must be above 0 and at most 3600, got nan"),
        ("walk --out a.gif --seconds inf", "--seconds must be above 0"),
        ("walk --out a.gif --seconds 3601", "--seconds must be above 0"),
        ("walk --out a.gif --fps 51", ".gif films have 1 to 50 frames a second, got 51"),
        ("walk --out a.webp --fps 0", ".webp films have 1 to 90 frames a second, got 0"),
        ("walk --out a.png --fps 10", "--fps is for films, and a.png is a picture"),
        ("walk --out a.mp4 --columns 5", "--columns is for pictures, and a.mp4 is a film"),
        ("walk --out a.mp4 --steps-per-second 0", "--steps-per-second must be above 0"),
        ("walk --out a.mp4 --point nobody", "there is no point 'nobody'"),
        ("walk --out a.mp4 --point no.jpg", "no.jpg cannot be read"),
        ("traverse --out a.png --rows 29", "there are no dimensions 29; choose from 0 to 28"),
        ("traverse --out a.png --rows smirk", "there is no direction 'smirk'"),
        ("traverse --out a.png --rows ,", "--rows must name 1 to 100 of them, got 0"),
        ("traverse --out a.png --range 0", "--range must be above 0 and at most 100, got 0"),
        ("traverse --out a.png --range nan", "--range must be above 0"),
        ("traverse --out a.png --columns 1", "--columns must be from 2 to 100, got 1"),
        ("traverse --out a.png --seconds 3", "--seconds is for films, and a.png is a picture"),
        ("traverse --out a.png --point a --middle", "--point and --middle exclude each other"),
        ("traverse --out a.gif --size 2048 --rows 0-8", "a film has at most 4096 on a side"),
        ("morph --out a.gif", "a morph goes through 2 to 100 points, got 0"),
        ("morph one --out a.gif", "a morph goes through 2 to 100 points, got 1"),
        ("morph one two --out a.gif", "there is no point 'one'"),
        ("morph one two --between 0 --out a.png", "--between must be from 1 to 98, got 0"),
        ("morph one two --between 3 --out a.gif", "--between is for pictures"),
        ("morph one two --seconds 3 --out a.png", "--seconds is for films"),
        ("dance --out a.gif", "dance"),
    ],
)
def test_wrong_words_get_a_sentence(
    words: str,
    said: str,
    out: Path,
    tiny_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(out)
    monkeypatch.setenv("MORPHING_FACES_HOME", str(out.parent))
    assert main(["render", *words.split(), "--model", str(tiny_folder)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("morphing-faces: ")
    assert error.count("\n") == 1
    assert said in error
    assert list(out.iterdir()) == []


def test_without_its_library_an_mp4_film_names_the_extra(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    assert main(["render", "walk", "--out", str(out / "w.mp4")]) == 2
    assert "pip install 'morphing-faces[film]'" in capsys.readouterr().err


@pytest.mark.slow
def test_a_folder_that_may_not_be_written_is_said(run: Run, out: Path) -> None:
    out.chmod(0o500)
    folder = Path("/proc") if os.geteuid() == 0 else out  # where root may not, either
    done = run(f"walk --seconds 0.2 --out {folder}/w.gif")
    assert done.returncode == 2
    assert f"{folder}/w.gif cannot be written: " in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["mp4", "gif", "webp"])
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_what_is_interrupted_midway_leaves_nothing(
    suffix: str, number: signal.Signals, status: int, tiny_folder: Path, out: Path
) -> None:
    words = f"walk --seconds 3600 --size 256 --out w.{suffix} --model {tiny_folder}".split()
    with subprocess.Popen(
        [*COMMAND, *words], cwd=out, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not any(path.stat().st_size for path in out.iterdir()):  # it has begun to write
            assert process.poll() is None
        process.send_signal(number)
        output, error = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output, error) == (status, "", "")
    assert list(out.iterdir()) == []


@pytest.mark.slow
def test_a_bar_is_shown_on_a_terminal(tiny_folder: Path, out: Path) -> None:
    words = f"walk --seconds 1 --fps 20 --size 32 --out w.gif --model {tiny_folder}".split()
    said = io.StringIO()
    terminal = pexpect.spawn(
        sys.executable,
        [*COMMAND[1:], *words],
        cwd=str(out),
        encoding="utf-8",
        timeout=PATIENCE,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    terminal.logfile_read = said
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert "frames" in said.getvalue()
    assert "/20" in said.getvalue()
    assert "w.gif: 1.0 seconds, 20 frames" in said.getvalue()


def colour_model(folder: Path) -> Path:
    """A model of colour faces that are not square."""
    shape = (30, 20, 3)
    rng = np.random.default_rng(0)
    hidden = [layer(rng, 8, 16), layer(rng, 16, 16)]
    mean = layer(rng, 16, 30 * 20 * 3, scale=0.1)
    from morphing_faces.model.onnx.graphs import decoder_graph

    config = ModelConfig(
        format=FORMAT,
        name="colours",
        image=ImageConfig(*shape),
        latent_size=8,
        interesting=tuple(RankedDimension(index, 1.0, 0.0, 1.0) for index in range(3)),
        files={},
    )
    content = {DECODER: decoder_graph(hidden, mean, shape).SerializeToString()}
    write_model(folder, config, content, "# colours\n")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["png", "mp4", "gif", "webp"])
def test_faces_in_colours_that_are_not_square(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = colour_model(tmp_path / "colours")
    words = ["traverse", "--seed", "1", "--size", "60", "--no-labels", "--model", str(folder)]
    words += ["--out", str(tmp_path / f"t.{suffix}"), "--json"]
    words += ["--columns", "2"] if suffix == "png" else ["--seconds", "0.5", "--fps", "10"]
    assert main(["render", *words]) == 0
    written = json.loads(capsys.readouterr().out)
    if suffix == "png":
        assert (written["faces"], written["width"], written["height"]) == (6, 81, 182)
        assert grey(tmp_path / "t.png").shape == (182, 81, 3)
    else:
        frames = read_film(tmp_path / f"t.{suffix}").frames
        assert frames.shape[0] == written["frames"] == 5
        assert frames.shape[1:] in ((121, 81, 3), (122, 82, 3))  # even in an MP4 file
        model = ModelFolder(folder)
        z = Morpher(model, 1).z.copy()
        z[0] = 0
        # A random decoder's faces are noise, which is harder on every format than a face.
        wanted = enlarge(model.decode(z[None])[0], 40, 60).astype(int)
        assert np.abs(frames[0, :60, :40] - wanted).mean() < 8


@pytest.mark.slow
@pytest.mark.parametrize("words", [[], ["--help"], ["walk", "--help"]])
def test_its_help_shows_an_example(words: list[str]) -> None:
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=True)
    assert "Example: morphing-faces render walk" in done.stdout
