"""What a session does, recorded and played back; the page's tests run the same stories."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces import FileError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.session.recording import FRAMES_PER_SECOND, LONGEST, SIDE, Recording
from tests.plain import Rows
from tests.session import recordings
from tests.tiny import LATENT

STORIES: list[dict[str, Any]] = json.loads(recordings.PATH.read_text(encoding="utf-8"))


def point(number: int) -> np.ndarray:
    return np.full(LATENT, number, np.float32)


def recorded(*moments: tuple[float, int], end: float, start: float = 100.0) -> list[int]:
    """The points of a film's frames, by number."""
    recording = Recording(Path("film.gif"), Rows(), point(0), start)
    for time, number in moments:
        recording.look(point(number), start + time)
    recording.end(start + end)
    return [int(each[0]) for each in recording.points()]


@pytest.mark.slow
def test_the_file_is_what_the_plain_model_makes_of_the_stories() -> None:
    assert recordings.PATH.read_text(encoding="utf-8") == recordings.document()


@pytest.mark.parametrize("start", [0.0, 86_399.5])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_story(story: dict[str, Any], start: float) -> None:
    recording = Recording(Path("film.gif"), Rows(), point(0), start)
    for do, milliseconds, number in story["events"]:
        now = start + milliseconds / 1000
        if do == "look":
            recording.look(point(number), now)
        else:
            recording.end(now)
    assert recording.seconds == pytest.approx(story["milliseconds"] / 1000)
    film = [number for number, frames in story["film"] for _ in range(frames)]
    assert [int(each[0]) for each in recording.points()] == film


def test_where_the_session_rests_nothing_is_kept() -> None:
    recording = Recording(Path("film.gif"), Rows(), point(0), 0.0)
    for moment in range(10_000):
        recording.look(point(0), moment / 60)
    assert len(recording._points) == 1
    recording.end(10_000 / 60)
    assert recording.seconds == pytest.approx(10_000 / 60)


@pytest.mark.slow
@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=20))
def test_a_film_is_as_long_as_it_took_and_ends_where_the_session_ended(pauses: list[float]) -> None:
    ends = np.cumsum(pauses)
    frames = recorded(*((float(end), n) for n, end in enumerate(ends, 1)), end=float(ends[-1]))
    assert frames == sorted(frames)
    assert frames[-1] == len(pauses)
    assert abs(len(frames) - max(1, float(ends[-1]) * FRAMES_PER_SECOND)) <= 1


def test_it_says_when_it_is_at_its_longest() -> None:
    recording = Recording(Path("film.gif"), Rows(), point(0), 0.0)
    assert not recording.full(LONGEST)
    assert recording.full(LONGEST + 0.1)


def test_its_frames_are_the_faces_enlarged(tiny: ModelFolder) -> None:
    recording = Recording(Path("film.gif"), tiny, point(0), 0.0)
    recording.look(point(1), 0.05)
    recording.end(0.1)
    frames = list(recording.frames())
    assert len(frames) == 3
    for frame, number in zip(frames, (0, 1, 1), strict=True):
        assert np.array_equal(frame, enlarge(tiny.decode(point(number)[None])[0], SIDE, SIDE))


def test_its_frames_keep_a_faces_proportions_and_colours(tall: ModelFolder) -> None:
    recording = Recording(Path("film.gif"), tall, point(1), 0.0)
    recording.end(0.0)
    (frame,) = recording.frames()
    assert frame.shape == (SIDE, round(SIDE * 24 / 36), 3)
    assert np.array_equal(frame, enlarge(tall.decode(point(1)[None])[0], frame.shape[1], SIDE))


def test_it_can_be_given_up(tiny: ModelFolder) -> None:
    recording = Recording(Path("film.gif"), tiny, point(0), 0.0)
    recording.end(1.0)
    with pytest.raises(FileError, match=r"film\.gif was not written"):
        list(recording.frames(stop=lambda: True))
