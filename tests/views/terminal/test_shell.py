"""The program where its users have it: in a shell, in tmux, and over ssh, by a real sshd."""

import os
import shutil
import signal
import socket
import subprocess
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.views.desk import wait_until
from tests.views.terminal.emulator import PATIENCE
from tests.views.terminal.pseudo_terminal import child, modes_of, played, shows_face

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("way", ["typed", "sent"])
def test_a_stop_leads_to_the_shell_and_fg_comes_back(
    tmp_path: Path, tiny_folder: Path, way: str
) -> None:
    with child(["bash", "--norc", "--noediting", "-i"], tmp_path) as shell:
        emulator, number = shell.emulator, tmp_path / "number"
        shell.wait_for(lambda: emulator.shows("$"), "a prompt")
        emulator.type(f"(echo $BASHPID > {number}; exec {' '.join(played(tiny_folder))})\n")
        shell.wait_for(lambda: shows_face(shell), "the face")
        assert modes_of(emulator) == (False, False)
        emulator.type("f")
        shell.wait_for(lambda: emulator.shows("frozen"), "it is frozen")
        if way == "typed":
            emulator.type("\x1a")
        else:
            os.kill(int(number.read_text()), signal.SIGTSTP)
        shell.wait_for(lambda: emulator.raw.rpartition("\x1b[?1049l")[2].endswith("$ "), "a prompt")
        assert modes_of(emulator) == (True, True)
        assert emulator.raw.rindex("\x1b[?1003l") > emulator.raw.rindex("\x1b[?1003h")
        emulator.raw = ""
        emulator.screen.reset()
        emulator.type("fg\n")
        shell.wait_for(lambda: shows_face(shell) and emulator.shows("frozen"), "the face again")
        assert modes_of(emulator) == (False, False)
        assert "\x1b[?1003h" in emulator.raw
        emulator.type("q")
        shell.wait_for(lambda: emulator.raw.endswith("$ "), "a prompt in the end")
        emulator.type("echo status $?\n")
        shell.wait_for(lambda: emulator.shows("status 0"), "how it ended")


def test_what_was_stopped_untold_sets_the_terminal_up_again(
    tmp_path: Path, tiny_folder: Path
) -> None:
    with child(played(tiny_folder), tmp_path) as running:
        emulator, number = running.emulator, running.process.pid
        running.wait_for(lambda: shows_face(running), "the face")
        os.kill(number, signal.SIGSTOP)
        assert os.WIFSTOPPED(os.waitpid(number, os.WUNTRACED)[1])
        emulator.pump()
        termios.tcsetattr(emulator.slave, termios.TCSANOW, emulator.before)  # as shells do
        emulator.screen.reset()
        emulator.raw = ""
        os.kill(number, signal.SIGCONT)
        running.wait_for(lambda: shows_face(running), "the face again")
        running.wait_for(lambda: modes_of(emulator) == (False, False), "keys one by one")
        assert "\x1b[?1003h" in emulator.raw
        emulator.mouse(47, 0)
        running.wait_for(lambda: emulator.shows("0: +1.00  1: +1.00"), "the corner")
        emulator.type("q")
        running.wait_for(running.ended, "the end")
        assert (running.process.returncode, modes_of(emulator)) == (0, (True, True))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_program_that_is_told_to_end_restores_the_terminal(
    tmp_path: Path, tiny_folder: Path, number: int
) -> None:
    errors = tmp_path / "errors"
    with child(played(tiny_folder), tmp_path, errors) as running:
        running.wait_for(lambda: shows_face(running), "the face")
        running.process.send_signal(number)
        running.wait_for(running.ended, "the end")
        running.emulator.pump()
        assert modes_of(running.emulator) == (True, True)
        assert running.emulator.raw.count("\x1b[?1049l") == 1
        assert errors.read_text() == ""


def test_a_terminal_that_is_gone_ends_the_program_quietly(
    tmp_path: Path, tiny_folder: Path
) -> None:
    errors = tmp_path / "errors"
    film = tmp_path / "film.gif"
    with child(played(tiny_folder), tmp_path, errors) as running:
        running.wait_for(lambda: shows_face(running), "the face")
        running.emulator.type(f":record start {film}\r")
        running.wait_for(lambda: running.emulator.shows("recording; "), "the answer")
        running.emulator.type("r")
        running.emulator.close()
        assert running.process.wait(PATIENCE) in (0, 2)
    assert errors.read_text() == ""
    assert film.stat().st_size > 0, "what was filmed is written all the same"


def test_tmux_passes_the_mouse_on(tmp_path: Path, tiny_folder: Path) -> None:
    tmux = shutil.which("tmux")
    if tmux is None:
        pytest.skip("tmux is not installed")
    server = [tmux, "-S", str(tmp_path / "socket"), "-f", "/dev/null"]
    with child([*server, "new-session", *played(tiny_folder)], tmp_path) as terminal:
        terminal.wait_for(lambda: shows_face(terminal), "the face")
        assert "^[" not in terminal.emulator.raw, "no answer is taken for keys"
        terminal.emulator.mouse(47, 0)
        terminal.wait_for(lambda: terminal.emulator.shows("0: +1.00  1: +1.00"), "the corner")
        terminal.emulator.type("q")
        terminal.wait_for(terminal.ended, "the end")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The words that begin a session on a server of the test's own, on loopback."""
    sshd, client = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin"), shutil.which("ssh")
    if sshd is None or client is None:
        pytest.skip("openssh-server and openssh-client are not installed")
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(make, check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # Debian makes it when the service starts
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "ListenAddress": f"127.0.0.1:{port}",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "user.pub",
        "StrictModes": "no",
        "UsePAM": "no",
        "PermitRootLogin": "yes",
        "PidFile": "none",
    }
    configuration = folder / "sshd_config"
    configuration.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    process = subprocess.Popen([sshd, "-D", "-e", "-f", str(configuration)], stderr=subprocess.PIPE)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert b"listening" in line, line
        yield [
            client, "-tt", "-F", "none", "-p", str(port), "-i", str(folder / "user"),
            "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={folder / 'known'}",
            "-o", "LogLevel=ERROR", "127.0.0.1",
        ]  # fmt: skip
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()


def remote(tmp_path: Path, folder: Path) -> str:
    """The command for the other machine; it leaves its number in a file."""
    source = Path(__file__).parents[3] / "src"
    home = f"HOME={tmp_path} XDG_DATA_HOME={tmp_path} PYTHONPATH={source}"
    return f"echo $$ > {tmp_path / 'number'}; exec env {home} {' '.join(played(folder))}"


def test_over_ssh_the_mouse_moves_the_face(
    tmp_path: Path, tiny_folder: Path, server: list[str]
) -> None:
    with child([*server, remote(tmp_path, tiny_folder)], tmp_path) as client:
        client.wait_for(lambda: shows_face(client), "the face")
        client.emulator.mouse(47, 0)
        client.wait_for(lambda: client.emulator.shows("0: +1.00  1: +1.00"), "the corner")
        client.emulator.type("q")
        client.wait_for(client.ended, "the end")
        assert client.process.returncode == 0
        client.emulator.pump()
        assert "\x1b[?1049l" in client.emulator.raw


def test_a_dropped_connection_ends_the_program(
    tmp_path: Path, tiny_folder: Path, server: list[str]
) -> None:
    with child([*server, remote(tmp_path, tiny_folder)], tmp_path) as client:
        client.wait_for(lambda: shows_face(client), "the face")
        number = int((tmp_path / "number").read_text())
        os.kill(number, 0)
        client.process.kill()
        wait_until(lambda: not alive(number), "it has ended")


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
