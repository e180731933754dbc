"""What a session does, through the command language and with a clock of its own."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from morphing_faces import CommandError, FileError, MorphingFacesError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.interpolation import along
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.session.recording import LONGEST
from morphing_faces.session.slide import SLIDE_SECONDS
from morphing_faces.session.task import BackgroundTask
from tests.faces.drawing import draw_face, encoded
from tests.session.playing import Playing


@pytest.fixture
def playing(tiny: ModelFolder, tmp_path: Path) -> Playing:
    return Playing(tiny, tmp_path)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return np.array_equal(one, other)


def test_points_are_kept_and_brought_back_with_their_dimensions(playing: Playing) -> None:
    morpher = playing.morpher
    assert playing.type("list") == "nothing is kept yet; 'save NAME' keeps a point"
    playing.type("d 3 7")
    playing.type("range 2")
    kept = morpher.z
    assert playing.type("save me") == f"kept in {playing.folder}/points/me.json"
    playing.type("r")
    playing.type("d 0 1")
    playing.type("range 1")
    with pytest.raises(FileError, match="'save me replace' writes over it"):
        playing.type("save me")
    assert playing.type("list") == "me"
    playing.type("load me")
    assert same(morpher.z, kept)
    assert morpher.selected == (3, 7)
    assert morpher.reach == 2
    playing.type("undo")
    assert not same(morpher.z, kept)
    assert morpher.selected == (0, 1)
    playing.type("redo")
    assert same(morpher.z, kept)
    playing.type("r")
    playing.type("save me replace")
    playing.type("load me")
    assert not same(morpher.z, kept)


def test_a_link_opens_again_to_a_512th(playing: Playing) -> None:
    kept = playing.morpher.z
    address = playing.type("link")
    assert address.startswith("http://127.0.0.1:2014/#p=")
    playing.type("r")
    playing.type(f"open {address}")
    assert np.abs(playing.morpher.z - kept).max() <= 1 / 512
    with pytest.raises(CommandError, match="this link is damaged"):
        playing.type(f"open {address[:-2]}")


@pytest.mark.slow
def test_a_picture_brings_its_face_back(playing: Playing) -> None:
    kept, path = playing.morpher.z, playing.folder / "my face.png"
    assert playing.type(f'picture "{path}"').startswith(f"written to {path}; 'load' brings")
    playing.type("r")
    with pytest.raises(FileError, match=r"exists already; 'picture .* replace' writes over it"):
        playing.type(f'picture "{path}"')
    playing.type(f'load "{path}"')
    assert same(playing.morpher.z, kept)
    for name, sentence in {
        "a.jpg": "a picture is a PNG file: name it a.png, not a.jpg",
        "nowhere/a.png": "there is no folder",
    }.items():
        with pytest.raises(FileError, match=sentence):
            playing.type(f"picture {playing.folder}/{name}")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.jpg", b"\xff\xd8\xff", "carries no point: .*; 'photo' takes a photograph"),
        ("a.json", b"{}", "this is no point"),
        ("a.txt", b"hello", "the point is damaged: it is no JSON"),
    ],
)
def test_loading_what_holds_no_point(
    playing: Playing, name: str, content: bytes, sentence: str
) -> None:
    before = playing.morpher.z
    (playing.folder / name).write_bytes(content)
    with pytest.raises(FileError, match=sentence):
        playing.type(f"load {playing.folder}/{name}")
    assert same(playing.morpher.z, before)


def test_morph_slides_as_time_goes_by_in_one_step_for_undo(playing: Playing) -> None:
    morpher = playing.morpher
    playing.type("save a")
    start = morpher.z
    playing.type("r")
    playing.type("save b")
    end = morpher.z
    playing.type("r")
    before = morpher.z
    assert playing.type("morph a b") == "from a to b"
    assert same(morpher.z, start)
    assert playing.busy()
    playing.tick(5.0)  # the first frame may come late; the slide begins with it
    assert same(morpher.z, start)
    playing.tick(SLIDE_SECONDS / 4)
    assert same(morpher.z, along([start, end], 0.25))
    playing.tick(SLIDE_SECONDS)
    assert same(morpher.z, end)
    assert not playing.busy()
    for wanted in (start, before):
        playing.type("undo")
        assert same(morpher.z, wanted)


def test_a_slide_ends_when_the_mouse_takes_over_or_at_ctrl_c(playing: Playing) -> None:
    for stop in (lambda: playing.morpher.move(1, 1), playing.session.interrupt):
        playing.type("save a replace")
        playing.type("r")
        playing.type("save b replace")
        playing.type("morph a b")
        playing.tick()
        playing.tick(1.0)
        stop()
        there = playing.morpher.z
        playing.tick(1.0)
        assert not playing.busy()
        assert same(playing.morpher.z, there)
    assert playing.session.interrupt() is False, "nothing is left to stop"


@pytest.mark.slow
def test_a_photograph_keeps_dimensions_and_reach(
    tiny: ModelFolder, network: Path, tmp_path: Path
) -> None:
    playing = Playing(tiny, tmp_path, network)
    (tmp_path / "me.png").write_bytes(encoded(draw_face()))
    playing.type("save a")
    playing.type("d 3 7")
    playing.type("range 2")
    playing.type(f"morph {tmp_path}/me.png {tmp_path}/me.png")
    assert (playing.morpher.selected, playing.morpher.reach) == ((3, 7), 2)
    assert playing.has_photograph()
    playing.wait()
    playing.type("load a")
    assert not playing.has_photograph()
    playing.type("undo")
    assert playing.has_photograph()


@pytest.mark.slow
def test_refine_tells_and_can_be_stopped_with_the_best_so_far(
    tiny: ModelFolder, network: Path, tmp_path: Path
) -> None:
    playing = Playing(tiny, tmp_path, network)
    (tmp_path / "me.png").write_bytes(encoded(draw_face()))
    with pytest.raises(CommandError, match="there is no photograph to come closer to"):
        playing.type("refine")
    playing.type(f"photo {tmp_path}/me.png")
    before = playing.morpher.z
    playing.type("refine 2")
    assert playing.busy()
    (told,) = [text for text in playing.wait() if text.startswith("after")]
    found = re.fullmatch(r"after (one step|2 steps) the error is (\S+) %, it was (\S+) %", told)
    assert found
    assert float(found[2]) < float(found[3])
    assert not same(playing.morpher.z, before)
    playing.type("undo")
    assert same(playing.morpher.z, before)
    playing.type("refine 1000")
    assert playing.session.interrupt() is True
    assert any("the error is" in text for text in playing.wait())


@pytest.mark.slow
@pytest.mark.parametrize("meanwhile", ["undo", "r", "reset"])
def test_what_the_user_does_during_refine_counts(
    tiny: ModelFolder, network: Path, tmp_path: Path, meanwhile: str
) -> None:
    playing = Playing(tiny, tmp_path, network)
    (tmp_path / "me.png").write_bytes(encoded(draw_face()))
    playing.type(f"photo {tmp_path}/me.png")
    playing.morpher.move(0.1, 0.2)
    playing.type("refine 2")
    playing.type(meanwhile)  # as a key in the window does
    there = playing.morpher.z
    assert playing.wait()[-1].startswith("the face has changed meanwhile and stays as it is")
    assert same(playing.morpher.z, there)
    assert playing.type("redo") == ("done again" if meanwhile == "undo" else "nothing to redo")


def film(path: Path) -> tuple[int, list[np.ndarray]]:
    """How long a film is, in milliseconds, and its different pictures in their order."""
    with Image.open(path) as opened:
        frames = [
            (frame.info["duration"], np.asarray(frame.convert("L")))
            for frame in ImageSequence.Iterator(opened)
        ]
    pictures = [frames[0][1]]
    for _, picture in frames[1:]:
        if not same(picture, pictures[-1]):
            pictures.append(picture)
    return sum(duration for duration, _ in frames), pictures


def test_a_recording_is_written_and_refuses_what_it_cannot_do(
    playing: Playing, tiny: ModelFolder
) -> None:
    before, path = playing.morpher.z, playing.folder / "film.gif"
    with pytest.raises(CommandError, match="nothing is being recorded"):
        playing.type("record stop")
    for name, sentence in {
        "film.avi": r"a film is one of \.mp4, \.gif, \.webp, got 'film\.avi'",
        "nowhere/film.gif": "there is no folder",
    }.items():
        with pytest.raises(FileError, match=sentence):
            playing.type(f"record start {playing.folder}/{name}")
    playing.type(f"record start {path}")
    with pytest.raises(CommandError, match="is being recorded; 'record stop' writes it"):
        playing.type(f"record start {playing.folder}/other.gif")
    playing.tick(0.1)
    playing.type("r")  # the film ends at once, and the face is in it all the same
    assert playing.type("record stop") == f"writing {path}"
    assert playing.wait() == [f"written: {path}, 0.1 seconds"]
    length, pictures = film(path)
    assert length in (100, 130)
    for picture, z in zip(pictures, (before, playing.morpher.z), strict=True):
        wanted = enlarge(tiny.decode(z[None])[0], 512, 512)
        assert np.abs(picture.astype(int) - wanted).max() <= 1
    with pytest.raises(FileError, match="exists already; name a film that does not"):
        playing.type(f"record start {path}")


@pytest.mark.slow
def test_a_film_that_cannot_be_written_is_still_there_and_goes_elsewhere(
    playing: Playing, tiny: ModelFolder
) -> None:
    folder = playing.folder / "gone"
    folder.mkdir()
    playing.type(f"record start {folder}/film.gif")
    playing.tick(0.2)
    playing.type("r")
    recorded = playing.morpher.z
    folder.rmdir()
    for _ in range(2):
        playing.type("record stop")
        (told,) = playing.wait()
        assert told.endswith("'record stop FILM.gif' writes it to another file")
        playing.tick(5)  # which is not in the film any more
        playing.type("r")
    with pytest.raises(CommandError, match=r"film\.gif is not written yet"):
        playing.type(f"record start {playing.folder}/next.gif")
    with pytest.raises(FileError, match="a film is one of"):
        playing.type(f"record stop {playing.folder}/film.txt")
    path = playing.folder / "film.gif"
    assert playing.type(f"record stop {path}") == f"writing {path}"
    assert playing.wait() == [f"written: {path}, 0.2 seconds"]
    _, pictures = film(path)
    wanted = enlarge(tiny.decode(recorded[None])[0], 512, 512)
    assert np.abs(pictures[-1].astype(int) - wanted).max() <= 1
    with pytest.raises(CommandError, match="nothing is being recorded"):
        playing.type("record stop")


def test_leaving_tries_a_film_again_that_could_not_be_written(playing: Playing) -> None:
    folder = playing.folder / "gone"
    folder.mkdir()
    playing.type(f"record start {folder}/film.gif")
    folder.rmdir()
    playing.type("record stop")
    (told,) = playing.wait()
    assert "the recording is still there" in told
    folder.mkdir()
    playing.session.close(playing.display)
    assert film(folder / "film.gif")[0] >= 0


def test_a_film_never_takes_the_place_of_what_came_meanwhile(playing: Playing) -> None:
    path = playing.folder / "film.gif"
    playing.type(f"record start {path}")
    path.write_text("precious")
    playing.type("record stop")
    (told,) = playing.wait()
    assert "exists already; name a film that does not; the recording is still there" in told
    assert path.read_text() == "precious"
    assert list(playing.folder.glob(".*")) == []


def test_what_is_saved_ends_a_change(playing: Playing) -> None:
    for command in ("save there", f"picture {playing.folder}/there.png", "link"):
        playing.morpher.move(0.2, 0.3)
        there = playing.morpher.z
        playing.type(command)
        playing.morpher.move(0.4, 0.5)
        playing.type("undo")
        assert same(playing.morpher.z, there), command


@pytest.mark.parametrize(
    "line",
    ["photo {}", "load {}", "picture {}", "record start {}.gif", "morph {} {}", "remember a {}"],
)
@pytest.mark.parametrize(
    ("word", "sentence"),
    [("~nobody-of-this-name/a.png", "there is no such user"), ("a\0b.png", "none of them is NUL")],
)
def test_a_path_that_cannot_be_gets_a_sentence(
    playing: Playing, line: str, word: str, sentence: str
) -> None:
    with pytest.raises(FileError, match=sentence):
        playing.type(line.format(word, word))


def test_a_film_at_its_longest_is_told_once(playing: Playing) -> None:
    playing.type(f"record start {playing.folder}/film.gif")
    assert playing.tick(LONGEST - 1) == []
    assert playing.tick(2) == ["10 minutes are on film, no more will be; 'record stop' writes it"]
    assert playing.tick(1) == []


def test_leaving_writes_the_film_that_is_being_recorded(playing: Playing) -> None:
    path = playing.folder / "film.gif"
    playing.type(f"record start {path}")
    playing.tick(0.2)
    playing.session.close(playing.display)
    assert playing.display.said == [f"writing {path}", f"written: {path}, 0.2 seconds"]
    assert film(path)[0] == 200


def test_leaving_can_give_the_film_up(playing: Playing) -> None:
    path = playing.folder / "film.gif"
    playing.type(f"record start {path}")
    playing.tick(500)
    with pytest.raises(FileError, match=r"film\.gif was not written"):
        playing.session.close(playing.display, lambda: True)
    assert list(playing.folder.glob("*.gif")) == []
    assert list(playing.folder.glob(".*")) == [], "nothing half-written is left"


def test_work_that_fails_is_told_and_the_session_goes_on() -> None:
    def work(_: BackgroundTask) -> Callable[[], str]:
        raise ZeroDivisionError("of something")

    job = BackgroundTask(work)
    assert job.wait(60)
    with pytest.raises(MorphingFacesError, match="ZeroDivisionError: of something"):
        job.finish()
