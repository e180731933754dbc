"""A session in a terminal: what it shows, what mouse and keys do, and that it is restored."""

import os
import re
import termios
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.errors import DisplayError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.session.session import Session
from morphing_faces.views.terminal.area import BESIDE
from morphing_faces.views.terminal.device import TerminalOutput
from morphing_faces.views.terminal.view import TerminalView
from morphing_faces.views.terminal.wire import Wire
from tests.views.terminal.emulator import Emulator, Scenario, watch

ROWS, COLUMNS = 24, 48
DARKEST, BRIGHTEST = 8, 238
HALF_A_GREY = 5.5
"""Half of a step between two of the 24 greys, and what rounding to 255 takes."""


def shown(session: Session, emulator: Emulator) -> bool:
    """Whether every pixel of the face is there, in the grey that is nearest to it."""
    pixels = emulator.pixels(ROWS, COLUMNS).astype(float)
    face = np.clip(255 * session.face()[..., None], DARKEST, BRIGHTEST)
    away = np.abs(pixels - face).max()
    return bool(away <= HALF_A_GREY + 1e-3)


def at(session: Session, x: float, y: float) -> bool:
    """Whether the point is where the mouse is."""
    return [each.value for each in session.status.selected] == [x, y]


def selects(session: Session, ranks: tuple[int, int]) -> bool:
    """Whether the mouse moves these dimensions."""
    return session.morpher.selected == ranks


@pytest.mark.slow
def test_the_face_is_there_pixel_for_pixel_wherever_the_mouse_goes(
    session: Session, emulator: Emulator
) -> None:
    def scenario() -> Scenario:
        yield lambda: shown(session, emulator)
        for column, row, x, y in ((0, 0, -1, 1), (47, 23, 1, -1), (0, 23, -1, -1)):
            emulator.mouse(column, row)
            yield partial(at, session, x, y)
            yield lambda: shown(session, emulator)
            assert emulator.lines[ROWS].startswith(str(session.status))

    watch(session, emulator, scenario())


@pytest.mark.slow
def test_a_click_freezes_and_the_line_in_words_says_so(
    session: Session, emulator: Emulator
) -> None:
    def scenario() -> Scenario:
        yield lambda: shown(session, emulator)
        emulator.click(10, 10)
        yield lambda: "frozen" in emulator.lines[ROWS]
        before = session.morpher.z
        emulator.mouse(30, 12)
        emulator.type("f")
        yield lambda: "frozen" not in emulator.lines[ROWS]
        assert np.array_equal(session.morpher.z, before)

    watch(session, emulator, scenario())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "moved"),
    [
        ("L", (0.1, 0)),
        ("HH", (-0.2, 0)),
        ("K", (0, 0.1)),
        ("J", (0, -0.1)),
        ("\x1b[1;2C", (0.1, 0)),
        ("\x1b[1;2D", (-0.1, 0)),
        ("\x1b[1;2A", (0, 0.1)),
        ("\x1b[1;2B", (0, -0.1)),
        ("L" * 30, (1, 0)),
    ],
)
def test_keys_move_the_point_as_far_as_the_mouse_reaches(
    session: Session, emulator: Emulator, keys: str, moved: tuple[float, float]
) -> None:
    session.morpher.move(0, 0)

    def scenario() -> Scenario:
        emulator.type(keys)
        yield lambda: np.allclose([c.value for c in session.status.selected], moved, atol=1e-6)

    watch(session, emulator, scenario())


@pytest.mark.slow
def test_keys_do_what_those_of_the_window_do(session: Session, emulator: Emulator) -> None:
    morpher = session.morpher

    def scenario() -> Scenario:
        first = morpher.z
        emulator.type("r")
        yield lambda: not np.array_equal(morpher.z, first)
        another = morpher.z
        emulator.type("u")
        yield lambda: np.array_equal(morpher.z, first)
        emulator.type("U")
        yield lambda: np.array_equal(morpher.z, another)
        for keys, selected in (
            ("\x1b[C", (2, 1)),
            ("\x1b[A", (2, 3)),
            ("\x1b[D", (1, 3)),
            ("\x1b[B", (1, 2)),
        ):
            emulator.type(keys)
            yield partial(selects, session, selected)
        emulator.type("h")
        yield lambda: emulator.shows("H J K L") and not emulator.shows("▀")
        emulator.type("\x1b")
        yield lambda: shown(session, emulator)
        emulator.type("q")
        yield lambda: False

    watch(session, emulator, scenario())


@pytest.mark.slow
def test_a_line_is_typed_completed_obeyed_and_remembered(
    session: Session, emulator: Emulator
) -> None:
    last = emulator.screen.lines - 1

    def scenario() -> Scenario:
        emulator.type(":dim\t")
        yield lambda: emulator.lines[last] == "> dimensions"
        emulator.type(" 3 7\r")
        yield lambda: emulator.shows("the mouse now moves dimensions 3 and 7")
        assert session.morpher.selected == (3, 7)
        yield lambda: emulator.lines[last] == ">"
        emulator.type(":\x1b[A")
        yield lambda: emulator.lines[last] == "> dimensions 3 7"
        emulator.type("\x1b")
        yield lambda: emulator.lines[last] == ">"
        emulator.type("d 3 99\r")
        yield lambda: emulator.shows("there is no dimension 99; choose from 0 to 28")

    said = watch(session, emulator, scenario()).said
    assert said[1:3] == ["> dimensions 3 7", "the mouse now moves dimensions 3 and 7"]


@pytest.mark.slow
def test_another_model_is_shown_and_a_key_leads_back(
    session: Session, emulator: Emulator, tall: ModelFolder
) -> None:
    def scenario() -> Scenario:
        yield lambda: shown(session, emulator)
        emulator.type(f":model {tall.folder}\r")
        yield lambda: emulator.shows("undo leads back") and session.face().shape == (36, 24, 3)
        emulator.type("u")
        yield lambda: session.face().shape == (48, 48) and shown(session, emulator)

    watch(session, emulator, scenario())


@pytest.mark.slow
def test_a_photograph_stands_beside_the_face(session: Session, tmp_path: Path) -> None:
    emulator = Emulator(2 * COLUMNS + BESIDE, 30)
    picture = tmp_path / "face.png"

    def beside() -> bool:
        photograph = session.photograph
        if photograph is None or not shown(session, emulator):
            return False
        pixels = emulator.pixels(ROWS, COLUMNS, left=COLUMNS + BESIDE).astype(float)
        expected = np.clip(255 * photograph[..., None], DARKEST, BRIGHTEST)
        return bool(np.abs(pixels - expected).max() <= HALF_A_GREY + 1e-3)

    def scenario() -> Scenario:
        yield lambda: shown(session, emulator)
        emulator.type(f":picture {picture}\rr:photo {picture}\r")
        yield beside
        emulator.mouse(0, 0)
        yield lambda: at(session, -1, 1) and beside()

    try:
        watch(session, emulator, scenario())
    finally:
        emulator.close()


@pytest.mark.slow
def test_the_terminal_is_left_as_it_was(session: Session, emulator: Emulator) -> None:
    def scenario() -> Scenario:
        yield lambda: shown(session, emulator)
        emulator.type("q")
        yield lambda: False

    watch(session, emulator, scenario())
    assert termios.tcgetattr(emulator.slave) == emulator.before
    modes = dict(re.findall(r"\x1b\[\?(\d+)([hl])", emulator.raw))
    assert modes == {
        "7": "h", "25": "h", "12": "l", "1003": "l", "1006": "l", "1016": "l", "1049": "l",
        "1": "l", "2004": "l", "2026": "l",
    }  # fmt: skip


def test_a_terminal_that_is_gone_has_the_size_that_it_had(emulator: Emulator) -> None:
    wire = Wire(emulator.slave)
    output = TerminalOutput(emulator.slave, wire, lambda: None)
    assert output.get_size() == (30, 80)
    os.close(emulator.master)
    emulator.master = -1
    with pytest.raises(OSError, match="Input/output error"):
        os.get_terminal_size(emulator.slave)
    assert output.get_size() == (30, 80)
    wire.close()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_be_drawn_on_is_refused(
    session: Session, emulator: Emulator, term: str
) -> None:
    with pytest.raises(DisplayError, match="--view none obeys commands without a picture"):
        TerminalView(session, emulator.slave, emulator.slave, {"TERM": term})
