"""`explore(decode, L)` in a script: a window on a virtual screen, mouse and keys."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.views.desk import Desk, Player, open_player, wait_until

pytestmark = pytest.mark.slow


SLOPES = """
import numpy as np
from morphing_faces import explore

def pictures(z):
    x, y = np.meshgrid(np.linspace(-1, 1, 48), np.linspace(1, -1, 48))
    slopes = z[:, 0, None, None] * x + 3 * z[:, 1, None, None] * y
    return 1 / (1 + np.exp(-slopes))
"""
GATE = """
import os, time

def decode(z):
    if len(z) == 1 and os.path.exists("closed"):
        with open("calls", "a") as calls:
            print(float(z[0, 1]), file=calls)
        while os.path.exists("closed"):
            time.sleep(0.01)
    if os.path.exists("broken"):
        raise ValueError("nothing is there")
    return pictures(z)

explorer = explore(decode, 3, seed=1)
print("END", explorer.frozen, *explorer.z)
"""
"""A decoder that answers only once the file `closed` is away: slower than any."""


@contextmanager
def exploring(desk: Desk, folder: Path, script: str) -> Iterator[Player]:
    """A script that opens a window."""
    path = folder / "script.py"
    path.write_text(script)
    desk.environment["MORPHING_FACES_HOME"] = str(folder / "home")
    with open_player(desk, folder, [sys.executable, str(path)]) as player:
        desk.wait_for_window()
        yield player


def test_a_function_is_played_and_the_last_point_comes_back(desk: Desk, tmp_path: Path) -> None:
    with exploring(desk, tmp_path, f"{SLOPES}print('END', *explore(pictures, 3).z)") as player:
        x, y = desk.hover(0.5, -0.25)
        desk.wait_for_title(rf"0: {x:+.2f}  1: {y:+.2f}")
        wait_until(lambda: desk.picture()[:9].mean() > desk.picture()[-9:].mean() + 50, "it is lit")
        desk.press("q")
        assert player.wait() == 0
        first, *_, last = player.output().splitlines()
    assert first.startswith("pictures: decode gives 48 x 48 grey pictures (NHW), values 0 to 1")
    # The second coordinate does most, so that it is number 0 and follows the mouse sideways.
    z = [float(each) for each in last.removeprefix("END ").split()]
    assert z[1::-1] == pytest.approx((x, y), abs=1e-6)


def test_keys_and_clicks_are_obeyed_while_a_face_is_decoded(desk: Desk, tmp_path: Path) -> None:
    closed, calls = tmp_path / "closed", tmp_path / "calls"
    with exploring(desk, tmp_path, SLOPES + GATE) as player:
        desk.hover(-1, 0)
        wait_until(lambda: desk.picture()[:9].mean() < 40, "a face is shown that is dark above")
        closed.touch()
        desk.hover(0.5, 0.5)
        wait_until(calls.exists, "the decoder is called")
        for place in range(-4, 5):
            x, y = desk.hover(place / 5, -0.5)
            desk.wait_for_title(f"0: {x:+.2f}  1: {y:+.2f}")
        desk.click()
        desk.wait_for_title(f"0: {x:+.2f}  1: {y:+.2f}  frozen")
        desk.press("f")
        desk.wait_for_title(f"0: {x:+.2f}  1: {y:+.2f}")
        blue = desk.screenshot()[desk.layout().picture.bottom + 20 :].astype(int)
        assert (blue[..., 2] - blue[..., 0]).max() > 60, "no word says that it is decoding"
        assert len(calls.read_text().splitlines()) == 1
        closed.unlink()
        wait_until(lambda: desk.picture()[:9].mean() > 200, "the newest face is shown")
        closed.touch()
        desk.press("r")
        wait_until(lambda: len(calls.read_text().splitlines()) >= 2, "it is called again")
        desk.press("q")
        wait_until(lambda: not desk.window(), "the window is closed")
        assert player.process.poll() is None, "the call that goes on is waited for"
        closed.unlink()
        assert player.wait() == 0


def test_an_error_is_shown_once_and_the_next_move_tries_again(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    with exploring(desk, tmp_path, SLOPES + GATE) as player:
        desk.hover(1, 0)
        wait_until(lambda: desk.picture().max() > 240, "the face is shown")
        broken.touch()
        for place in (0.9, 0.8, 0.7):
            x, y = desk.hover(place, 0)
            desk.wait_for_title(f"0: {x:+.2f}  1: {y:+.2f}")
        wait_until(lambda: desk.picture()[:40].max() < 80, "a note lies over the picture")
        broken.unlink()
        desk.hover(0.6, 0)
        wait_until(lambda: desk.picture()[:40].max() > 200, "the face is back")
        desk.press("q")
        assert player.wait() == 0
        said = player.output()
    assert said.count("ValueError: nothing is there") == 1
    assert 'script.py", line' in said
    assert "morphing_faces/" not in said.replace("morphing_faces called", "")


SLOW = """
import time

def slow(z):
    time.sleep(0.2)
    return pictures(z[:, :3])

explorer = explore(slow, 64, seed=1)
"""


def test_what_is_not_ranked_in_time_is_ranked_while_it_is_played(
    desk: Desk, tmp_path: Path
) -> None:
    with exploring(desk, tmp_path, SLOPES + SLOW) as player:
        assert "of 64 dimensions are ranked by now; the rest follows while you play" in (
            player.output()
        )
        desk.press("q")
        assert player.wait() == 0


@pytest.mark.parametrize(
    ("decode", "sentence"),
    [
        ("lambda z: pictures(z).reshape(-1, 48 * 48)", "shape=(48, 48)"),
        ("lambda z: 20 * pictures(z) - 10", "put a sigmoid after the decoder"),
        ("lambda z: pictures(z[:, :1])", "IndexError"),
    ],
)
def test_a_script_ends_with_the_sentence(
    desk: Desk, tmp_path: Path, decode: str, sentence: str
) -> None:
    (tmp_path / "script.py").write_text(f"{SLOPES}explore({decode}, 3)")
    with open_player(desk, tmp_path, [sys.executable, str(tmp_path / "script.py")]) as player:
        assert player.wait() == 1
        assert sentence in player.output()
