"""What `record` keeps of a session in a window is what was on the screen, and nothing else."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence

from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.pictures.enlarge import enlarge
from tests.views.desk import Player, wait_until

pytestmark = pytest.mark.slow


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    """The pictures of a film of greys, each once for as long as it stays."""
    with Image.open(path) as film:
        frames = [np.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(film)]
    changed = [True, *(not np.array_equal(*pair) for pair in pairwise(frames))]
    return [frame for frame, new in zip(frames, changed, strict=True) if new]


def test_a_film_shows_exactly_what_happened(
    player: Player, tiny: ModelFolder, tmp_path: Path
) -> None:
    desk, morpher = player.desk, Morpher(tiny, seed=1)
    points = [morpher.z]
    assert player.ask("record start film.gif") == "recording; 'record stop' writes film.gif"
    for corner in [(1, -1), (-0.5, 0.25), (0, 1)]:
        morpher.move(*desk.hover(*corner))
        desk.wait_for_title(str(morpher.status))
        points.append(morpher.z)
    morpher.select(3, 7)
    player.ask("d 3 7")
    morpher.randomise()
    desk.press("r")
    desk.wait_for_title(str(morpher.status))
    points.append(morpher.z)
    morpher.undo()
    desk.press("ctrl+z")
    desk.wait_for_title(str(morpher.status))
    points.append(morpher.z)
    assert player.ask("record stop") == "writing film.gif"
    wait_until(lambda: "written: film.gif" in player.output(), "the film is written")
    found = pictures(tmp_path / "film.gif")
    assert len(found) == len(points)
    for picture, z in zip(found, points, strict=True):
        wanted = enlarge(tiny.decode(z[None])[0], 512, 512)
        assert np.abs(picture.astype(int) - wanted).max() <= 1
    assert player.process.poll() is None


def test_a_session_that_ends_while_it_is_recorded_leaves_its_film(
    player: Player, tmp_path: Path
) -> None:
    player.ask("record start film.gif")
    x, y = player.desk.hover(1, 1)
    player.desk.wait_for_title(f"0: {x:+.2f}  1: {y:+.2f}")
    player.type("q")
    assert player.wait() == 0
    assert player.output().splitlines()[1:] == [
        "writing film.gif",
        next(line for line in player.output().splitlines() if line.startswith("written: ")),
    ]
    assert len(pictures(tmp_path / "film.gif")) == 2
