"""A lock has one holder, says who that is, and ends with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from morphing_faces.errors import FileError
from morphing_faces.storage import lock as locks
from morphing_faces.storage.disk import settle_folder
from morphing_faces.storage.lock import NAME, Lock, refuse_locked

pytestmark = pytest.mark.slow


HOLD = """
import sys
from pathlib import Path
from morphing_faces.storage.lock import Lock
lock = Lock(Path(sys.argv[1]), "it is held")
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_one_is_told_who_is_the_first(tmp_path: Path) -> None:
    with Lock(tmp_path / "run", "run is being trained"):
        sentence = f"run is being trained by process {os.getpid()} just now"
        with pytest.raises(FileError, match=f"^{sentence}$"):
            Lock(tmp_path / "run", "run is being trained")
        with pytest.raises(FileError, match=f"^{sentence}$"):
            refuse_locked(tmp_path / "run", "run is being trained")
    refuse_locked(tmp_path / "run", "run is being trained")
    assert list((tmp_path / "run").iterdir()) == []


def test_a_lock_of_a_killed_process_does_not_hold(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(FileError, match=f"^it is held by process {process.pid} just now$"):
            Lock(tmp_path, "it is held")
        process.kill()
        process.wait()
    assert (tmp_path / NAME).exists()  # the file is there still, and holds nobody up
    Lock(tmp_path, "it is held").release()


def test_who_waits_gets_it_when_the_first_is_done(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        Lock(tmp_path, wait=True).release()
    assert not (tmp_path / NAME).exists()


def test_a_folder_that_is_renamed_stays_locked(tmp_path: Path) -> None:
    lock = Lock(tmp_path / ".run.partial", "held")
    lock.follow(
        tmp_path / "run", lambda: settle_folder(tmp_path / ".run.partial", tmp_path / "run")
    )
    with pytest.raises(FileError, match="held by process"):
        Lock(tmp_path / "run", "held")
    lock.release()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_what_a_killed_process_left_beside_the_lock_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "set").mkdir()
    (tmp_path / "part" / "set" / "x").write_text("")
    (tmp_path / "part" / "state").write_text("")
    (tmp_path / "part" / "elsewhere").symlink_to(tmp_path)
    lock = Lock(tmp_path / "part")
    lock.clear()
    assert [path.name for path in (tmp_path / "part").iterdir()] == [NAME]
    lock.remove()
    assert list(tmp_path.iterdir()) == []


class _Windows:
    """What msvcrt does for a lock, by what fcntl does; as there, a byte is locked, not the file."""

    LK_NBLCK, LK_LOCK = 2, 1

    def __init__(self) -> None:
        import fcntl

        self._fcntl = fcntl
        self.at: list[int] = []

    def locking(self, file: int, mode: int, _count: int) -> None:
        self.at.append(os.lseek(file, 0, os.SEEK_CUR))
        wait = 0 if mode == self.LK_LOCK else self._fcntl.LOCK_NB
        try:
            self._fcntl.flock(file, self._fcntl.LOCK_EX | wait)
        except BlockingIOError as error:
            raise PermissionError(13, "Permission denied") from error


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows is Windows already")
def test_on_windows_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = _Windows()
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", windows)
    monkeypatch.setattr(locks, "WINDOWS", True)
    with (
        Lock(tmp_path, "held"),
        pytest.raises(FileError, match=f"^held by process {os.getpid()} just now$"),
    ):
        Lock(tmp_path, "held")
    assert min(windows.at) > 4096  # beyond the words, which others could not read otherwise
    lock = Lock(tmp_path / "part", "held")
    lock.follow(tmp_path / "run", lambda: settle_folder(tmp_path / "part", tmp_path / "run"))
    with pytest.raises(FileError, match="held by process"):
        Lock(tmp_path / "run", "held")
    lock.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_system_without_locks_lets_everybody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", None)
    with Lock(tmp_path), Lock(tmp_path):
        pass


def test_modules_of_other_systems_are_done_without(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "for name in ('fcntl', 'msvcrt', 'resource', 'pwd', 'grp', 'termios'):\n"
        "    sys.modules[name] = None\n"
        "import os, signal\n"
        "del os.link, os.fork, os.sched_getaffinity, os.getuid, signal.SIGHUP\n"
        "from pathlib import Path\n"
        "from morphing_faces.storage import files, folders, processes, signals\n"
        "out = Path(sys.argv[1])\n"
        "files.write_whole(out / 'a.json', b'1', 'name another')\n"
        "files.write_whole(out / 'a.json', b'2')\n"
        "folders.write_folder(out / 'site', {'x/y': b'3'})\n"
        "with signals.stop_on_signals(), signals.end_on_terminate():\n"
        "    print(processes.cores() > 0, *sorted(p.name for p in out.rglob('*')))\n"
        "try:\n"
        "    files.write_whole(out / 'a.json', b'4', 'name another')\n"
        "except files.FileError as error:\n"
        "    print(error)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "True a.json site x y",
        f"{tmp_path / 'a.json'} exists already; name another",
    ]
    assert (tmp_path / "a.json").read_bytes() == b"2"
