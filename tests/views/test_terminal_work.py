"""Work that takes a while, at the prompt of a pseudo-terminal: waiting, Ctrl-C, completion."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.faces.drawing import draw_face, encoded
from tests.views.desk import Desk, wait_until
from tests.views.prompt_terminal import Terminal, open_terminal

pytestmark = pytest.mark.slow


MODEL = "faces48"
"""The one that ships: its refining takes long enough to be interrupted."""


@pytest.fixture
def terminal(
    desk: Desk, network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    (tmp_path / "me.png").write_bytes(encoded(draw_face()))
    (tmp_path / "my own face.png").write_bytes(encoded(draw_face()))
    (tmp_path / "pictures").mkdir()
    monkeypatch.chdir(tmp_path)
    desk.environment["MORPHING_FACES_HOME"] = str(tmp_path / "home")
    with open_terminal(desk, "--model", MODEL, "--seed", 1, "--finder", network) as terminal:
        yield terminal


def test_ctrl_c_keeps_the_best_so_far_and_at_rest_it_ends_the_program(terminal: Terminal) -> None:
    before = terminal.desk.title()
    terminal.type("photo me.png")
    terminal.expect("the face in me.png, and what the model makes of it")
    wait_until(lambda: terminal.desk.title() != before, "the face is another")
    start = terminal.desk.title()
    terminal.type("refine 1000")
    terminal.expect("refining in up to 1,000 steps; Ctrl-C stops, and keeps the best so far")
    terminal.child.expect(r"step [1-9]\d* of 1000: error \d+\.\d\d %")
    terminal.child.send("\x03")
    terminal.child.expect(r"after (one step|\d+ steps) the error is \S+ %, it was \S+ %")
    wait_until(lambda: terminal.desk.title() != start, "the face is refined")
    terminal.type("undo")
    terminal.expect("undone")
    terminal.desk.wait_for_title(start)
    terminal.child.send("\x03")
    assert terminal.wait()[0] == 0


def kept(home: Path, name: str) -> NDArray[np.float64]:
    return np.array(json.loads((home / "points" / f"{name}.json").read_text())["z"])


def test_ctrl_c_ends_a_slide_and_the_program_goes_on(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type("save a")
    terminal.expect("kept in")
    terminal.type("r")
    terminal.expect("another face")
    terminal.type("save b")
    terminal.expect("kept in")
    terminal.type("morph a b")
    terminal.expect("from a to b")
    terminal.child.send("\x03")
    terminal.type("save midway")
    terminal.expect("kept in")
    a, b, midway = (kept(tmp_path / "home", name) for name in ("a", "b", "midway"))
    assert np.linalg.norm(midway - b) > 0.05 * np.linalg.norm(a - b)


def test_a_terminal_that_is_closed_leaves_the_film(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type("record start film.webp")
    terminal.expect("recording")
    terminal.type("r")
    terminal.expect("another face")
    terminal.close()
    wait_until(lambda: not terminal.child.isalive(), "the program ends")
    assert [path.name for path in tmp_path.glob("*film*")] == ["film.webp"]


def test_lines_typed_during_work_wait_for_their_turn(terminal: Terminal) -> None:
    terminal.type("photo me.png")
    terminal.expect("the face in me.png")
    terminal.type("refine 1")
    terminal.type("save one")
    terminal.type("load " + "x" * 300)
    terminal.type("list")
    terminal.expect("refining in up to 1 step")
    terminal.expect("after one step the error is")
    terminal.expect("kept in")
    terminal.expect("cannot be read: File name too long")
    terminal.child.expect("\none\r")


def test_tab_completes_files_and_points(terminal: Terminal) -> None:
    def complete(begun: str, rest: str) -> None:
        terminal.child.send(f"{begun}\t")
        terminal.expect(rest)

    complete("photo me", ".png")
    terminal.type("")
    terminal.expect("the face in me.png")
    terminal.type("save smile")
    terminal.expect("kept in")
    complete("load sm", "ile")
    terminal.type("")
    terminal.expect("at smile")
    complete("photo my", ' own face.png"')
    terminal.type("")
    terminal.expect("the face in my own face.png")
    complete('photo "my o', "wn face.png")
    terminal.type('"')
    terminal.expect("the face in my own face.png")
