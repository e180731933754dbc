"""`--view`, through the door that users take."""

import os
import pty
import re
import select
import subprocess
from pathlib import Path

import pytest

from tests.views.desk import PATIENCE, PROGRAM
from tests.views.terminal.pseudo_terminal import environment

pytestmark = pytest.mark.slow
NO_SCREEN = "there is no screen to open a window on, DISPLAY is not set"


def run(tmp_path: Path, typed: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "--seed", "1", *words],
        env=environment(tmp_path),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_without_a_picture_lines_are_obeyed(tmp_path: Path, tiny_folder: Path) -> None:
    done = run(tmp_path, "d 3 7\nnonsense\nr", "--view", "none", "--model", str(tiny_folder))
    assert done.stdout.splitlines() == [
        "the mouse now moves dimensions 3 and 7",
        "there is no command 'nonsense'; h lists them",
        "another face",
    ]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), NO_SCREEN),
        (("--view", "window"), NO_SCREEN),
        (("--view", "terminal"), "input and output are not both a terminal to show faces in"),
    ],
)
def test_a_pipe_is_no_place_for_a_face(
    tmp_path: Path, tiny_folder: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = run(tmp_path, "q\n", *words, "--model", str(tiny_folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("screen", [{}, {"DISPLAY": ":54321"}])
def test_without_a_screen_a_terminal_shows_the_face_and_says_so(
    tmp_path: Path, tiny_folder: Path, screen: dict[str, str]
) -> None:
    master, slave = pty.openpty()
    child = subprocess.Popen(
        [*PROGRAM, "--model", str(tiny_folder)],
        env={**environment(tmp_path), **screen},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    seen, asked = b"", False
    try:
        while select.select([master], [], [], PATIENCE)[0]:
            try:
                seen += os.read(master, 65536)
            except OSError:  # it has ended
                break
            if not asked and b"\x1b[5n" in seen:
                asked = True
                os.write(master, b"q")
        assert child.wait(PATIENCE) == 0
    finally:
        child.kill()
        child.wait()
        os.close(master)
    before = seen.decode().partition("\x1b[?1049h")[0]
    assert re.search("meanwhile, the face is shown in this terminal", before)
    assert "▀" in seen.decode()
