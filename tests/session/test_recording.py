"""What a session does, recorded and played back."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces import FileError, Model
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.session.recording import FRAMES_PER_SECOND, LONGEST, SIDE, Recording
from tests.tiny import LATENT


def point(number: int) -> np.ndarray:
    return np.full(LATENT, number, np.float32)


def recorded(*moments: tuple[float, int], end: float, start: float = 100.0) -> list[int]:
    """The points of a film's frames, by number."""
    recording = Recording(Path("film.gif"), point(0), start)
    for time, number in moments:
        recording.look(point(number), start + time)
    recording.end(start + end)
    return [int(each[0]) for each in recording.points()]


def test_every_point_is_shown_as_long_as_it_was() -> None:
    frames = recorded((0.5, 1), (0.7, 2), end=1.0)
    assert len(frames) == FRAMES_PER_SECOND
    assert [frames.count(number) for number in (0, 1, 2)] == pytest.approx([15, 6, 9], abs=1)
    assert frames == sorted(frames)


def test_where_the_session_rests_nothing_is_kept() -> None:
    recording = Recording(Path("film.gif"), point(0), 0.0)
    for moment in range(10_000):
        recording.look(point(0), moment / 60)
    assert len(recording._points) == 1
    recording.end(10_000 / 60)
    assert recording.seconds == pytest.approx(10_000 / 60)


def test_of_points_within_a_frame_the_last_is_shown() -> None:
    assert recorded((0.041, 1), (0.042, 2), (0.06, 3), end=0.1) == [0, 3, 3]


def test_a_film_begins_with_the_face_that_was_there_however_soon_it_went() -> None:
    assert recorded((0.001, 1), end=0.1) == [0, 1, 1]
    assert recorded((0.001, 1), end=0.001) == [0, 1]


def test_the_last_point_is_shown_however_late_it_came() -> None:
    assert recorded((0.999, 1), end=1.0)[-1] == 1
    assert recorded(end=0.0) == [0]


@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=20))
def test_a_film_is_as_long_as_it_took_and_ends_where_the_session_ended(pauses: list[float]) -> None:
    ends = np.cumsum(pauses)
    frames = recorded(*((float(end), n) for n, end in enumerate(ends, 1)), end=float(ends[-1]))
    assert frames == sorted(frames)
    assert frames[-1] == len(pauses)
    assert abs(len(frames) - max(1, float(ends[-1]) * FRAMES_PER_SECOND)) <= 1


def test_it_says_when_it_is_at_its_longest() -> None:
    recording = Recording(Path("film.gif"), point(0), 0.0)
    assert not recording.full(LONGEST)
    assert recording.full(LONGEST + 0.1)


def test_a_film_is_no_longer_than_the_longest() -> None:
    frames = recorded((1, 1), (LONGEST - 1, 2), (LONGEST + 1, 3), end=LONGEST + 100)
    assert len(frames) == pytest.approx(LONGEST * FRAMES_PER_SECOND, abs=1)
    assert frames[-1] == 2


def test_its_frames_are_the_faces_enlarged(tiny: Model) -> None:
    recording = Recording(Path("film.gif"), point(0), 0.0)
    recording.look(point(1), 0.05)
    recording.end(0.1)
    frames = list(recording.frames(tiny))
    assert len(frames) == 3
    for frame, number in zip(frames, (0, 1, 1), strict=True):
        assert np.array_equal(frame, enlarge(tiny.decode(point(number)[None])[0], SIDE, SIDE))


def test_it_can_be_given_up(tiny: Model) -> None:
    recording = Recording(Path("film.gif"), point(0), 0.0)
    recording.end(1.0)
    with pytest.raises(FileError, match=r"film\.gif was not written"):
        list(recording.frames(tiny, stop=lambda: True))
