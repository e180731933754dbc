"""The window, by mouse and keyboard on a virtual screen."""

import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.types import Floats
from tests.views.desk import PROGRAM, Desk, Player, open_desk, open_player, wait_until

pytestmark = pytest.mark.slow


def shown(desk: Desk, face: Floats) -> bool:
    """Whether the picture on the screen is the face.

    Two processes may add up a face in another order, so that a value halfway between two grey
    levels is rounded to either: one level, in one pixel of ten thousand.
    """
    difference = np.abs(desk.picture().astype(int) - expected(desk, face))
    return bool(difference.max() <= 1 and (difference > 0).mean() <= 1e-4)


def expected(desk: Desk, face: Floats) -> NDArray[np.uint8]:
    box = desk.layout().picture
    grey = enlarge(face, box.width, box.height)
    return np.repeat(grey[..., None], 3, axis=2)


def pair(first: float, second: float, dimensions: tuple[int, int] = (0, 1)) -> str:
    """The title for two values."""
    return f"{dimensions[0]}: {first:+.2f}  {dimensions[1]}: {second:+.2f}"


def test_the_picture_is_the_decoded_face_wherever_the_mouse_is(
    player: Player, tiny: ModelFolder
) -> None:
    desk, morpher = player.desk, Morpher(tiny, seed=1)
    wait_until(lambda: shown(desk, morpher.face()), "the first face is on the screen")
    for corner in [(-1, -1), (1, -1), (1, 1), (-1, 1), (0, 0)]:
        x, y = desk.hover(*corner)
        morpher.move(x, y)
        desk.wait_for_title(pair(x, y))
        wait_until(lambda: shown(desk, morpher.face()), f"the face at {corner} is on the screen")
        if corner != (0, 0):
            assert (x, y) == corner


def test_outside_the_picture_nothing_changes(player: Player, tiny: ModelFolder) -> None:
    desk, morpher = player.desk, Morpher(tiny, seed=1)
    x, y = desk.hover(0.5, -0.5)
    morpher.move(x, y)
    desk.wait_for_title(pair(x, y))
    box = desk.layout().picture
    for column, row in [
        (box.left - 1, box.top + 9),
        (box.right, box.top + 9),
        (box.left + 9, box.top - 1),
        (box.left + 9, box.bottom),
    ]:
        desk.point(column, row)
        desk.click()
        # An answered line was read after the events before it were handled.
        player.ask("?")
        assert desk.title() == pair(x, y)
    wait_until(lambda: shown(desk, morpher.face()), "the face is the one before")


def test_a_click_freezes_and_another_one_unfreezes(player: Player) -> None:
    desk = player.desk
    x, y = desk.hover(-0.5, 0.25)
    desk.wait_for_title(pair(x, y))
    desk.click()
    desk.wait_for_title(f"{pair(x, y)}  frozen")
    desk.hover(0.5, 0.5)
    player.type("d 3 7")
    desk.wait_for_title(r"3: \S+  7: \S+  frozen")
    player.type("d 0 1")
    desk.wait_for_title(f"{pair(x, y)}  frozen")
    desk.click()
    desk.wait_for_title(pair(x, y))
    other = desk.hover(0.25, 0.75)
    desk.wait_for_title(pair(*other))


def test_only_the_left_button_freezes(player: Player) -> None:
    desk = player.desk
    x, y = desk.hover(0.5, 0.5)
    for button in (2, 3, 4, 5):
        desk.click(button)
    player.ask("?")
    desk.wait_for_title(pair(x, y))


def test_the_keys(player: Player, tiny: ModelFolder) -> None:
    desk, morpher = player.desk, Morpher(tiny, seed=1)
    desk.press("r")
    morpher.randomise()
    desk.wait_for_title(str(morpher.status))
    desk.press("f")
    desk.wait_for_title(f"{morpher.status}  frozen")
    desk.press("f")
    desk.wait_for_title(str(morpher.status))
    for key, selected in [
        ("Right", (2, 1)),
        ("Up", (2, 3)),
        ("Right", (4, 3)),
        ("Left", (2, 3)),
        ("Down", (2, 1)),
        ("Down", (2, 0)),
        ("Down", (2, 28)),
    ]:
        desk.press(key)
        morpher.select(*selected)
        desk.wait_for_title(str(morpher.status))
    wait_until(lambda: shown(desk, morpher.face()), "the face is on the screen")


def test_another_model_is_shown_and_a_key_leads_back(
    player: Player, tiny: ModelFolder, tall: ModelFolder
) -> None:
    desk, morpher = player.desk, Morpher(tiny, seed=1)
    wait_until(lambda: shown(desk, morpher.face()), "the first face is on the screen")
    assert player.ask(f"model {tall.folder}") == f"opening {tall.folder}"
    wait_until(lambda: "now tiny, 36 x 24 colour" in player.output(), "the model is there")
    wait_until(lambda: np.ptp(desk.picture().astype(int), axis=2).max() > 20, "it has colours")
    desk.press("ctrl+z")
    wait_until(lambda: shown(desk, morpher.face()), "the first face is there again")


def test_h_lays_the_help_over_a_darkened_picture(player: Player, tiny: ModelFolder) -> None:
    desk, face = player.desk, Morpher(tiny, seed=1).face()
    wait_until(lambda: shown(desk, face), "the first face is on the screen")
    bright = desk.picture().mean()
    desk.press("h")
    wait_until(lambda: desk.picture().mean() < bright / 2, "the picture is dark")
    assert desk.picture().max() > 200, "the words are bright"
    desk.press("h")
    wait_until(lambda: shown(desk, face), "the face is back")


def test_q_quits(player: Player) -> None:
    player.desk.press("q")
    assert player.wait() == 0
    assert player.output() == ""


def test_other_keys_do_nothing(player: Player) -> None:
    desk = player.desk
    title = desk.title()
    desk.press("s", "l", "k", "g", "o", "p", "ctrl+w", "ctrl+q", "ctrl+c", "Escape", "space")
    player.ask("?")
    assert desk.title() == title
    assert player.process.poll() is None


@pytest.mark.parametrize("size", [(900, 1000), (1200, 700), (280, 300), (90, 60)])
def test_the_window_can_have_any_size(
    player: Player, tiny: ModelFolder, size: tuple[int, int]
) -> None:
    desk, morpher = player.desk, Morpher(tiny, seed=1)
    desk.resize(*size)
    wait_until(lambda: shown(desk, morpher.face()), f"the face fits a window of {size}")
    for corner in [(1, 1), (-1, -1)]:
        morpher.move(*desk.hover(*corner))
        desk.wait_for_title(pair(*corner))
        wait_until(lambda: shown(desk, morpher.face()), "the face follows the mouse")


def test_a_screen_twice_as_fine_has_a_window_twice_as_large(
    tiny_folder: Path, tiny: ModelFolder, tmp_path: Path
) -> None:
    pytest.importorskip("tkinter", reason="Qt has a scale of its own, which is not the screen's")
    command = [*PROGRAM, "--model", str(tiny_folder), "--seed", "1"]
    with open_desk(dpi=192) as desk, open_player(desk, tmp_path, command):
        desk.wait_for_window()
        wait_until(lambda: desk.layout().width > 1150, "the window is twice as large")
        morpher = Morpher(tiny, seed=1)
        for corner in [(1, 1), (-1, -1)]:
            morpher.move(*desk.hover(*corner))
            desk.wait_for_title(pair(*corner))
            wait_until(lambda: shown(desk, morpher.face()), "the face follows the mouse")


def test_the_range_stretches_the_picture(desk: Desk, tiny_folder: Path, tmp_path: Path) -> None:
    command = [*PROGRAM, "--model", str(tiny_folder), "--range", "2"]
    with open_player(desk, tmp_path, command) as player:
        desk.wait_for_window()
        desk.hover(1, -1)
        desk.wait_for_title(pair(2, -2))
        assert player.ask("range 0.5") == "the picture's edges are now at -0.5 and 0.5"
        desk.wait_for_title(pair(2, -2))
        desk.hover(-1, 1)
        desk.wait_for_title(pair(-0.5, 0.5))


def test_the_newest_of_many_moves_wins(player: Player, tiny: ModelFolder) -> None:
    desk, morpher = player.desk, Morpher(tiny, seed=1)
    box = desk.layout().picture
    path = [("mousemove", box.left + step % 200, box.top + step // 4) for step in range(800)]
    desk.xdotool(*(word for move in path for word in move))
    morpher.move(*desk.hover(0.3, 0.7))
    wait_until(lambda: shown(desk, morpher.face()), "the picture has caught up")


def test_the_walk_goes_until_a_click_and_commands_answer(
    desk: Desk, tiny_folder: Path, tmp_path: Path
) -> None:
    command = [*PROGRAM, "walk", "--model", str(tiny_folder), "--steps-per-second", "50"]
    with open_player(desk, tmp_path, command) as player:
        desk.wait_for_window()
        first = desk.picture()
        wait_until(lambda: not np.array_equal(desk.picture(), first), "the face walks")
        assert "walking" in desk.title()
        desk.hover(0, 0)
        desk.click()
        desk.wait_for_title(".*  frozen")
        still = desk.picture()
        assert player.ask("d 2 3") == "the mouse now moves dimensions 2 and 3"
        assert np.array_equal(desk.picture(), still)
        desk.click()
        wait_until(lambda: not np.array_equal(desk.picture(), still), "the face walks on")
        assert player.ask("walk stop") == "standing still"
        desk.wait_for_title(r"2: \S+  3: \S+")
        player.type("q")
        assert player.wait() == 0


FAILING = """
import sys
import numpy as np
from morphing_faces.model.dimensions import PlainDimension
from morphing_faces.model.identity import session_identity
from morphing_faces.session.session import Session
from morphing_faces.views.play import play
from morphing_faces.storage.signals import stop_on_signals

class Decoder:
    name, latent_size, image_shape = "failing", 2, (48, 48)
    identity = session_identity(name, latent_size)
    interesting = PlainDimension(0), PlainDimension(1)
    capabilities = frozenset()

    def decode(self, z):
        if z[0, 0] > 0.5:
            raise RuntimeError("too much of a good thing")
        return np.full((1, 48, 48), 0.75, np.float32)

with stop_on_signals() as stop:
    session = Session(Decoder(), seed=0)
    session.morpher.move(-1, 0)
    play(session, stop=stop, say=print)
"""


def test_a_decoder_that_fails_is_told_in_the_picture_and_play_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    with open_player(desk, tmp_path, [sys.executable, "-c", FAILING]) as player:
        desk.wait_for_window()
        desk.hover(-1, 0)
        wait_until(lambda: desk.picture().min() == 191, "the face is on the screen")
        desk.hover(1, 0)
        wait_until(lambda: desk.picture().min() == 47, "the picture is dark")
        assert desk.picture().max() > 200, "the words are bright"
        desk.hover(-1, 0)
        wait_until(lambda: desk.picture().min() == 191, "the face is back")
        player.type("q")
        assert player.wait() == 0
        assert "Traceback" not in player.output()
