"""The rate of frames follows the terminal."""

from morphing_faces.views.terminal.pace import FASTEST, PATIENCE, UNANSWERED, Pace
from tests.session.playing import Clock


def test_the_next_frame_waits_until_the_terminal_has_taken_the_one_before() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.wait() == 0
    pace.sent()
    clock.now += PATIENCE / 2
    assert pace.wait() > 0
    pace.taken()
    assert pace.wait() == 0


def test_no_more_frames_than_a_screen_shows() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.sent()
    pace.taken()
    assert 0 < pace.wait() <= FASTEST


def test_a_terminal_that_never_answers_gets_frames_all_the_same() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.sent()
    clock.now += PATIENCE
    assert pace.wait() == 0
    pace.sent()
    clock.now += 1.01 * UNANSWERED
    assert pace.wait() == 0
    pace.sent()
    pace.taken()
    pace.sent()
    clock.now += 1.01 * UNANSWERED
    assert pace.wait() > 0, "it answers after all"
