"""The command line beside the window: through a pipe, and through a pseudo-terminal."""

import os
import signal
import subprocess
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.views.desk import PATIENCE, PROGRAM, Desk, Player, open_player, wait_until
from tests.views.prompt_terminal import Terminal, open_terminal

pytestmark = pytest.mark.slow


def run(desk: Desk, folder: Path, typed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "--model", str(folder), "--seed", "1"],
        env=desk.environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("d 3 7\nr\nq\n", ["the mouse now moves dimensions 3 and 7", "another face"]),
        ("d 3 7\nr", ["the mouse now moves dimensions 3 and 7", "another face"]),
        ("\n\n  \nq\nr\n", []),
        ("", []),
        ("r\r\nq\r\n", ["another face"]),
        (
            "d 5 5\nd 3 99\nq\n",
            [
                "the two dimensions must differ, got 5 twice; choose two from 0 to 28",
                "there is no dimension 99; choose from 0 to 28",
            ],
        ),
    ],
)
def test_piped_lines_are_executed_in_order_until_q_or_the_end(
    desk: Desk, tiny_folder: Path, typed: str, answers: list[str]
) -> None:
    done = run(desk, tiny_folder, typed)
    assert done.stdout.splitlines() == answers
    assert done.stderr == ""
    assert done.returncode == 0


def test_bytes_that_are_no_text_get_one_line(desk: Desk, tiny_folder: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "--model", str(tiny_folder)],
        env=desk.environment,
        input=b"\xff\xfe\x00\x1b[2J\nq\n",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    (line,) = done.stdout.decode().splitlines()
    assert line.startswith("there is no command")
    assert line.isprintable()
    assert (done.returncode, done.stderr) == (0, b"")


def test_more_lines_than_anybody_types_do_not_stop_the_window(player: Player) -> None:
    assert player.process.stdin is not None
    player.process.stdin.write(b"nonsense\n" * 20_000)
    player.type("d 4 5")
    wait_until(lambda: "dimensions 4 and 5" in player.output(), "the last line is answered")
    assert player.output().count("there is no command 'nonsense'") == 20_000
    player.desk.hover(1, 1)
    player.desk.wait_for_title("4: +1.00  5: +1.00")


def test_answers_that_nobody_reads_any_more_do_no_harm(desk: Desk, tiny_folder: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "--model", str(tiny_folder)],
        env=desk.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"r\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"another face\n"
        process.stdout.close()
        process.stdin.write(b"r\nh\nd 3 7\nq\n")
        process.stdin.flush()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == b""


def test_without_standard_input_the_window_opens_and_lives(
    desk: Desk, tiny_folder: Path, tmp_path: Path
) -> None:
    command = " ".join([*PROGRAM, "--model", str(tiny_folder)])
    with (tmp_path / "output").open("w") as output:
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command} <&-"],
            env=desk.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        desk.wait_for_window()
        desk.hover(1, 1)
        desk.wait_for_title("0: +1.00  1: +1.00")
        desk.close_window()
        assert process.wait(PATIENCE) == 0
    assert (tmp_path / "output").read_text() == ""


WAYS_OUT: dict[str, Callable[[Player], Any]] = {
    "the cross of the window": lambda player: player.desk.close_window(),
    "a signal by Ctrl-C": lambda player: player.process.send_signal(signal.SIGINT),
    "a friendly kill": lambda player: player.process.terminate(),
    "the command q": lambda player: player.type("q"),
    "the end of input": lambda player: player.process.stdin and player.process.stdin.close(),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_ends_quietly(player: Player, way: str) -> None:
    WAYS_OUT[way](player)
    assert player.wait() == 0
    assert player.output() == ""


def test_a_launcher_of_a_desktop_gives_no_lines_and_the_window_stays(
    desk: Desk, tiny_folder: Path, tmp_path: Path
) -> None:
    with open_player(
        desk, tmp_path, [*PROGRAM, "--model", str(tiny_folder)], subprocess.DEVNULL
    ) as player:
        desk.wait_for_window()
        desk.hover(1, -1)
        desk.wait_for_title(r"0: \+1\.00  1: -1\.00")
        desk.close_window()
        assert player.wait() == 0
        assert player.output() == ""


def test_a_walk_ends_quietly_too(desk: Desk, tiny_folder: Path, tmp_path: Path) -> None:
    command = [*PROGRAM, "walk", "--model", str(tiny_folder), "--steps-per-second", "900"]
    player = Player(desk, tmp_path, command)
    desk.wait_for_window()
    desk.close_window()
    assert player.wait() == 0
    assert player.output() == ""
    assert player.process.stdin is not None
    player.process.stdin.close()


def test_a_signal_before_the_window_opens_is_heard(
    desk: Desk, tiny_folder: Path, tmp_path: Path
) -> None:
    script = (
        "import os, signal, sys\n"
        "from morphing_faces.cli.app import main\n"
        "from morphing_faces.model.folder import ModelFolder\n"
        "read = ModelFolder.__init__\n"
        "def interrupted(model, folder):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    read(model, folder)\n"
        "ModelFolder.__init__ = interrupted\n"
        f"sys.exit(main(['--model', {str(tiny_folder)!r}]))\n"
    )
    command = [PROGRAM[0], "-c", script]
    player = Player(desk, tmp_path, command)
    assert player.wait() == 0
    assert player.output() == ""
    assert player.process.stdin is not None
    player.process.stdin.close()


@pytest.fixture
def terminal(desk: Desk, tiny_folder: Path) -> Iterator[Terminal]:
    with open_terminal(desk, "--model", tiny_folder, "--seed", 1) as terminal:
        yield terminal


def test_commands_are_answered_while_the_mouse_morphs(terminal: Terminal) -> None:
    terminal.child.send("d 3 7\r")
    terminal.expect("the mouse now moves dimensions 3 and 7")
    terminal.desk.hover(1, -1)
    terminal.desk.wait_for_title("3: +1.00  7: -1.00")
    before = terminal.desk.picture()
    terminal.child.send("r\r")
    terminal.expect("another face")
    wait_until(lambda: not np.array_equal(terminal.desk.picture(), before), "the face is another")
    terminal.child.send("d 3\r")
    terminal.expect("'d' takes 2 words after it, got 1")
    terminal.desk.wait_for_title(r"3: \S+  7: \S+")


def test_tab_completes_and_the_arrow_remembers(terminal: Terminal) -> None:
    terminal.child.send("wa\t")
    terminal.expect("lk")
    terminal.child.send(" sta\t")
    terminal.expect("rt")
    terminal.child.send("\r")
    terminal.expect("walking")
    terminal.desk.wait_for_title(".*  walking")
    terminal.child.send("walk stop\r")
    terminal.expect("standing still")
    terminal.child.send("\x1b[A\x1b[A\r")
    terminal.expect("walking")


TERMINAL_WAYS_OUT: dict[str, Callable[[Terminal], Any]] = {
    "Ctrl-C": lambda terminal: terminal.child.send("\x03"),
    "Ctrl-D": lambda terminal: terminal.child.send("\x04"),
    "Ctrl-C in the middle of a line": lambda terminal: terminal.child.send("d 3\x03"),
    "the command q": lambda terminal: terminal.child.send("q\r"),
    "the cross of the window": lambda terminal: terminal.desk.close_window(),
    "the key q in the window": lambda terminal: terminal.desk.press("q"),
    "a signal": lambda terminal: terminal.child.kill(signal.SIGINT),
    "a friendly kill": lambda terminal: terminal.child.kill(signal.SIGTERM),
}


@pytest.mark.parametrize("way", TERMINAL_WAYS_OUT)
def test_every_way_out_restores_the_terminal(terminal: Terminal, way: str) -> None:
    during = termios.tcgetattr(terminal.child.child_fd)
    assert during != terminal.attributes, "the prompt edits lines itself"
    # A copy of the other end keeps the terminal, so that it can be looked at afterwards.
    kept = os.open(os.ttyname(terminal.child.child_fd), os.O_RDWR | os.O_NOCTTY)
    try:
        TERMINAL_WAYS_OUT[way](terminal)
        wait_until(lambda: not terminal.child.isalive(), "the program ends")
        assert termios.tcgetattr(kept) == terminal.attributes
        assert terminal.child.exitstatus == 0
    finally:
        os.close(kept)
    assert "Traceback" not in terminal.wait()[1]
