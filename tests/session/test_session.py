"""A session's surroundings, through the command language and with a clock of their own."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from morphing_faces import CommandError, FileError, Model, Morpher, MorphingFacesError
from morphing_faces.morpher.interpolation import along
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.points.store import PointStore
from morphing_faces.session.commands import execute
from morphing_faces.session.recording import LONGEST
from morphing_faces.session.session import SLIDE_SECONDS, Studio
from morphing_faces.session.task import BackgroundTask
from tests.faces.drawing import draw_face, encoded


class Clock:
    """The time, as a test says."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Session:
    """A morpher, its studio, and the command language, without a window."""

    def __init__(self, model: Model, folder: Path, finder: Path | None) -> None:
        self.folder = folder
        self.clock = Clock()
        self.morpher = Morpher(model, seed=1)
        points = PointStore(folder / "points")
        self.studio = Studio(model, self.morpher, points=points, finder=finder, clock=self.clock)

    def type(self, line: str) -> str:
        return execute(line, self.morpher, self.studio).text

    def busy(self) -> bool:
        return self.studio.busy

    def has_photograph(self) -> bool:
        return self.morpher.origin is not None

    def tick(self, seconds: float = 0.01) -> list[str]:
        self.clock.now += seconds
        return self.studio.tick()

    def wait(self) -> list[str]:
        """Everything that is told until nothing goes on any more."""
        told = []
        while self.busy():
            told += self.tick()
        return told


@pytest.fixture
def session(tiny: Model, tmp_path: Path) -> Session:
    return Session(tiny, tmp_path, None)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return np.array_equal(one, other)


def test_points_are_kept_and_brought_back_with_their_dimensions(session: Session) -> None:
    morpher = session.morpher
    assert session.type("list") == "nothing is kept yet; 'save NAME' keeps a point"
    session.type("d 3 7")
    session.type("range 2")
    kept = morpher.z
    assert session.type("save me") == f"kept in {session.folder}/points/me.json"
    session.type("r")
    session.type("d 0 1")
    session.type("range 1")
    with pytest.raises(FileError, match="'save me replace' writes over it"):
        session.type("save me")
    assert session.type("list") == "me"
    session.type("load me")
    assert same(morpher.z, kept)
    assert morpher.selected == (3, 7)
    assert morpher.reach == 2
    session.type("undo")
    assert not same(morpher.z, kept)
    assert morpher.selected == (0, 1)
    session.type("redo")
    assert same(morpher.z, kept)
    session.type("r")
    session.type("save me replace")
    session.type("load me")
    assert not same(morpher.z, kept)


def test_a_link_opens_again_to_a_512th(session: Session) -> None:
    kept = session.morpher.z
    address = session.type("link")
    assert address.startswith("http://127.0.0.1:2014/#p=")
    session.type("r")
    session.type(f"open {address}")
    assert np.abs(session.morpher.z - kept).max() <= 1 / 512
    with pytest.raises(CommandError, match="this link is damaged"):
        session.type(f"open {address[:-2]}")


def test_a_picture_brings_its_face_back(session: Session) -> None:
    kept, path = session.morpher.z, session.folder / "my face.png"
    assert session.type(f'picture "{path}"').startswith(f"written to {path}; 'load' brings")
    session.type("r")
    with pytest.raises(FileError, match=r"exists already; 'picture .* replace' writes over it"):
        session.type(f'picture "{path}"')
    session.type(f'load "{path}"')
    assert same(session.morpher.z, kept)
    for name, sentence in {
        "a.jpg": "a picture is a PNG file: name it a.png, not a.jpg",
        "nowhere/a.png": "there is no folder",
    }.items():
        with pytest.raises(FileError, match=sentence):
            session.type(f"picture {session.folder}/{name}")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.jpg", b"\xff\xd8\xff", "carries no point: .*; 'photo' takes a photograph"),
        ("a.json", b"{}", "this is no point"),
        ("a.txt", b"hello", "the point is damaged: it is no JSON"),
    ],
)
def test_loading_what_holds_no_point(
    session: Session, name: str, content: bytes, sentence: str
) -> None:
    before = session.morpher.z
    (session.folder / name).write_bytes(content)
    with pytest.raises(FileError, match=sentence):
        session.type(f"load {session.folder}/{name}")
    assert same(session.morpher.z, before)


def test_morph_slides_as_time_goes_by_in_one_step_for_undo(session: Session) -> None:
    morpher = session.morpher
    session.type("save a")
    start = morpher.z
    session.type("r")
    session.type("save b")
    end = morpher.z
    session.type("r")
    before = morpher.z
    assert session.type("morph a b") == "from a to b"
    assert same(morpher.z, start)
    assert session.busy()
    session.tick(5.0)  # the first frame may come late; the slide begins with it
    assert same(morpher.z, start)
    session.tick(SLIDE_SECONDS / 4)
    assert same(morpher.z, along([start, end], 0.25))
    session.tick(SLIDE_SECONDS)
    assert same(morpher.z, end)
    assert not session.busy()
    for wanted in (start, before):
        session.type("undo")
        assert same(morpher.z, wanted)


def test_a_slide_ends_when_the_mouse_takes_over_or_at_ctrl_c(session: Session) -> None:
    for stop in (lambda: session.morpher.move(1, 1), session.studio.interrupt):
        session.type("save a replace")
        session.type("r")
        session.type("save b replace")
        session.type("morph a b")
        session.tick()
        session.tick(1.0)
        stop()
        there = session.morpher.z
        session.tick(1.0)
        assert not session.busy()
        assert same(session.morpher.z, there)
    assert session.studio.interrupt() is False, "nothing is left to stop"


def test_a_photograph_keeps_dimensions_and_reach(
    tiny: Model, network: Path, tmp_path: Path
) -> None:
    session = Session(tiny, tmp_path, network)
    (tmp_path / "me.png").write_bytes(encoded(draw_face()))
    session.type("save a")
    session.type("d 3 7")
    session.type("range 2")
    session.type(f"morph {tmp_path}/me.png {tmp_path}/me.png")
    assert (session.morpher.selected, session.morpher.reach) == ((3, 7), 2)
    assert session.has_photograph()
    session.wait()
    session.type("load a")
    assert not session.has_photograph()
    session.type("undo")
    assert session.has_photograph()


def test_refine_tells_and_can_be_stopped_with_the_best_so_far(
    tiny: Model, network: Path, tmp_path: Path
) -> None:
    session = Session(tiny, tmp_path, network)
    (tmp_path / "me.png").write_bytes(encoded(draw_face()))
    with pytest.raises(CommandError, match="there is no photograph to come closer to"):
        session.type("refine")
    session.type(f"photo {tmp_path}/me.png")
    before = session.morpher.z
    session.type("refine 2")
    assert session.busy()
    (told,) = [text for text in session.wait() if text.startswith("after")]
    found = re.fullmatch(r"after (one step|2 steps) the error is (\S+) %, it was (\S+) %", told)
    assert found
    assert float(found[2]) < float(found[3])
    assert not same(session.morpher.z, before)
    session.type("undo")
    assert same(session.morpher.z, before)
    session.type("refine 1000")
    assert session.studio.interrupt() is True
    assert any("the error is" in text for text in session.wait())


@pytest.mark.parametrize("meanwhile", ["undo", "r", "reset"])
def test_what_the_user_does_during_refine_counts(
    tiny: Model, network: Path, tmp_path: Path, meanwhile: str
) -> None:
    session = Session(tiny, tmp_path, network)
    (tmp_path / "me.png").write_bytes(encoded(draw_face()))
    session.type(f"photo {tmp_path}/me.png")
    session.morpher.move(0.1, 0.2)
    session.type("refine 2")
    execute(meanwhile, session.morpher)  # as a key in the window does
    there = session.morpher.z
    assert session.wait()[-1].startswith("the face has changed meanwhile and stays as it is")
    assert same(session.morpher.z, there)
    assert session.type("redo") == ("done again" if meanwhile == "undo" else "nothing to redo")


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
    session: Session, tiny: Model
) -> None:
    before, path = session.morpher.z, session.folder / "film.gif"
    with pytest.raises(CommandError, match="nothing is being recorded"):
        session.type("record stop")
    for name, sentence in {
        "film.avi": r"a film is one of \.mp4, \.gif, \.webp, got 'film\.avi'",
        "nowhere/film.gif": "there is no folder",
    }.items():
        with pytest.raises(FileError, match=sentence):
            session.type(f"record start {session.folder}/{name}")
    session.type(f"record start {path}")
    with pytest.raises(CommandError, match="is being recorded; 'record stop' writes it"):
        session.type(f"record start {session.folder}/other.gif")
    session.tick(0.1)
    session.type("r")  # the film ends at once, and the face is in it all the same
    assert session.type("record stop") == f"writing {path}"
    assert session.wait() == [f"written: {path}, 0.1 seconds"]
    length, pictures = film(path)
    assert length in (100, 130)
    for picture, z in zip(pictures, (before, session.morpher.z), strict=True):
        wanted = enlarge(tiny.decode(z[None])[0], 512, 512)
        assert np.abs(picture.astype(int) - wanted).max() <= 1
    with pytest.raises(FileError, match="exists already; name a film that does not"):
        session.type(f"record start {path}")


def test_a_film_that_cannot_be_written_is_still_there_and_goes_elsewhere(
    session: Session, tiny: Model
) -> None:
    folder = session.folder / "gone"
    folder.mkdir()
    session.type(f"record start {folder}/film.gif")
    session.tick(0.2)
    session.type("r")
    recorded = session.morpher.z
    folder.rmdir()
    for _ in range(2):
        session.type("record stop")
        with pytest.raises(FileError, match=r"'record stop FILM\.gif' writes it to another file"):
            session.wait()
        session.tick(5)  # which is not in the film any more
        session.type("r")
    with pytest.raises(CommandError, match=r"film\.gif is not written yet"):
        session.type(f"record start {session.folder}/next.gif")
    with pytest.raises(FileError, match="a film is one of"):
        session.type(f"record stop {session.folder}/film.txt")
    path = session.folder / "film.gif"
    assert session.type(f"record stop {path}") == f"writing {path}"
    assert session.wait() == [f"written: {path}, 0.2 seconds"]
    _, pictures = film(path)
    wanted = enlarge(tiny.decode(recorded[None])[0], 512, 512)
    assert np.abs(pictures[-1].astype(int) - wanted).max() <= 1
    with pytest.raises(CommandError, match="nothing is being recorded"):
        session.type("record stop")


def test_leaving_tries_a_film_again_that_could_not_be_written(session: Session) -> None:
    folder = session.folder / "gone"
    folder.mkdir()
    session.type(f"record start {folder}/film.gif")
    folder.rmdir()
    session.type("record stop")
    with pytest.raises(FileError):
        session.wait()
    folder.mkdir()
    list(session.studio.close())
    assert film(folder / "film.gif")[0] >= 0


def test_a_film_never_takes_the_place_of_what_came_meanwhile(session: Session) -> None:
    path = session.folder / "film.gif"
    session.type(f"record start {path}")
    path.write_text("precious")
    session.type("record stop")
    with pytest.raises(FileError, match="exists already; name a film that does not; the recor"):
        session.wait()
    assert path.read_text() == "precious"
    assert list(session.folder.glob(".*")) == []


def test_what_is_saved_ends_a_change(session: Session) -> None:
    for command in ("save there", f"picture {session.folder}/there.png", "link"):
        session.morpher.move(0.2, 0.3)
        there = session.morpher.z
        session.type(command)
        session.morpher.move(0.4, 0.5)
        session.type("undo")
        assert same(session.morpher.z, there), command


@pytest.mark.parametrize(
    "line",
    ["photo {}", "load {}", "picture {}", "record start {}.gif", "morph {} {}", "remember a {}"],
)
@pytest.mark.parametrize(
    ("word", "sentence"),
    [("~nobody-of-this-name/a.png", "there is no such user"), ("a\0b.png", "none of them is NUL")],
)
def test_a_path_that_cannot_be_gets_a_sentence(
    session: Session, line: str, word: str, sentence: str
) -> None:
    with pytest.raises(FileError, match=sentence):
        session.type(line.format(word, word))


def test_a_film_at_its_longest_is_told_once(session: Session) -> None:
    session.type(f"record start {session.folder}/film.gif")
    assert session.tick(LONGEST - 1) == []
    assert session.tick(2) == ["10 minutes are on film, no more will be; 'record stop' writes it"]
    assert session.tick(1) == []


def test_leaving_writes_the_film_that_is_being_recorded(session: Session) -> None:
    path = session.folder / "film.gif"
    session.type(f"record start {path}")
    session.tick(0.2)
    assert list(session.studio.close()) == [f"writing {path}", f"written: {path}, 0.2 seconds"]
    assert film(path)[0] == 200


def test_leaving_can_give_the_film_up(session: Session) -> None:
    path = session.folder / "film.gif"
    session.type(f"record start {path}")
    session.tick(500)
    with pytest.raises(FileError, match=r"film\.gif was not written"):
        list(session.studio.close(lambda: True))
    assert list(session.folder.glob("*.gif")) == []
    assert list(session.folder.glob(".*")) == [], "nothing half-written is left"


def test_work_that_fails_is_told_and_the_session_goes_on() -> None:
    def work(_: BackgroundTask) -> Callable[[], str]:
        raise ZeroDivisionError("of something")

    job = BackgroundTask(work)
    assert job.wait(60)
    with pytest.raises(MorphingFacesError, match="ZeroDivisionError: of something"):
        job.finish()
