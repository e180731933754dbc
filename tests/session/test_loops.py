"""One session, whoever owns the loop: a test, asyncio, or a thread."""

import asyncio
import threading
from pathlib import Path

import numpy as np

from morphing_faces.model.capabilities import SAMPLING
from morphing_faces.model.folder import ModelFolder
from morphing_faces.session.session import Session
from morphing_faces.types import Floats
from tests.morpher.test_morpher import Stripes
from tests.session.playing import PlainDisplay, Playing

STORY = ["d 3 7", "save a", "nonsense", "r", "save b", "morph a b", "r", "list", "q", "undo"]
"""With a slide in it, during which lines wait."""
ANSWERS = [
    "the mouse now moves dimensions 3 and 7",
    "kept in {home}/points/a.json",
    "there is no command 'nonsense'; h lists them",
    "another face",
    "kept in {home}/points/b.json",
    "from a to b",
    "another face",
    "a, b",
]


def told(playing: Playing) -> list[str]:
    return [line.replace(str(playing.folder), "{home}") for line in playing.display.said]


def test_a_session_is_ticked_from_asyncio(tiny: ModelFolder, tmp_path: Path) -> None:
    playing = Playing(tiny, tmp_path)

    async def type_lines() -> None:
        for line in STORY:
            playing.display.typed.append(line)
            await asyncio.sleep(0)

    async def play() -> None:
        typing = asyncio.create_task(type_lines())
        while not playing.display.closed:
            playing.tick(0.5)
            await asyncio.sleep(0)
        await typing

    asyncio.run(play())
    assert told(playing) == ANSWERS
    assert playing.display.frames > 0


def test_a_session_is_ticked_from_a_thread(tiny: ModelFolder, tmp_path: Path) -> None:
    playing = Playing(tiny, tmp_path)

    def play() -> None:
        while not playing.display.closed:
            playing.tick(0.5)

    thread = threading.Thread(target=play)
    thread.start()
    playing.display.typed.extend(STORY)
    thread.join(60)
    assert not thread.is_alive()
    assert told(playing) == ANSWERS


def test_the_end_of_input_ends_the_session_after_what_was_typed() -> None:
    session, display = Session(Stripes(), seed=1), PlainDisplay()
    display.typed.extend(["d 3 1", None, "r"])
    session.tick(display)
    assert display.said == ["the mouse now moves dimensions 3 and 1"]
    assert display.closed


def test_a_frame_follows_whatever_changes_the_picture_and_nothing_else() -> None:
    session, display = Session(Stripes(), seed=1, pace=900), PlainDisplay()
    session.tick(display)
    assert display.frames == 0
    display.typed.extend(["nonsense"])
    session.tick(display)
    assert display.frames == 0
    display.typed.extend(["f"])
    session.tick(display)
    assert display.frames == 1
    session.execute("f")
    session.execute("walk")
    before = session.morpher.z
    while np.array_equal(session.morpher.z, before):
        session.tick(display)
    assert display.frames == 2


def test_an_error_that_nobody_foresaw_is_told_in_one_line_and_the_session_goes_on() -> None:
    class Moody(Stripes):
        asked = False

        def sample(self, _: np.random.Generator, count: int, /) -> Floats:
            if self.asked:
                raise RuntimeError("not\nnow")
            self.asked = True
            return np.zeros((count, self.latent_size), np.float32)

    session, display = Session(Moody(capabilities=frozenset({SAMPLING}))), PlainDisplay()
    display.typed.extend(["r", "d 3 1"])
    session.tick(display)
    assert display.said == ["not now", "the mouse now moves dimensions 3 and 1"]
