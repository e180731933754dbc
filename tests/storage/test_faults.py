"""Whatever fails, and whenever the program dies: what was saved is there, and nothing is half."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from morphing_faces.errors import MorphingFacesError
from morphing_faces.storage.files import write_whole
from tests.storage.faults import TYPICAL, Shim, left_beside
from tests.storage.power import Tree, visible
from tests.storage.writes import WRITES, Write

pytestmark = pytest.mark.slow


REMOVES = ("unlink", "remove", "rmdir", "scandir", "lstat", "open", "close", "stat", "fstat")


@pytest.fixture(params=WRITES, ids=lambda write: write.name)
def write(request: pytest.FixtureRequest) -> Write:
    found: Write = request.param
    return found


@pytest.fixture(autouse=True)
def nothing_is_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here nobody pulls the plug; that is test_power.py's."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


def before_and_after(write: Write, folder: Path) -> tuple[Tree, Tree]:
    folder.mkdir()
    write.before(folder)
    before = visible(folder)
    write.write(folder)
    assert not left_beside(folder)
    after = visible(folder)
    assert before != after
    return before, after


def test_where_the_program_dies_there_is_the_old_or_the_new(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = before_and_after(write, tmp_path / "clean")
    seen = []
    for at in itertools.count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        write.before(folder)
        with monkeypatch.context() as patch:
            shim = Shim(patch, folder, at)
            shim.run(lambda: write.write(folder))  # noqa: B023 - it is run at once
        seen.append(write.reads(visible(folder)))
        assert seen[-1] in (before, after), f"it died at call {at}, {shim.calls[-1]}"
        if seen[-1] == before or write.again:
            write.write(folder)
            assert visible(folder) == after
        if not shim.reached:
            break
    assert seen[0] == before
    assert seen[-1] == after
    assert len(seen) > 5


def test_where_a_call_fails_it_is_said_and_nothing_is_lost_or_left(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = before_and_after(write, tmp_path / "clean")
    said = 0
    for at in itertools.count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        write.before(folder)
        failed = None
        with monkeypatch.context() as patch:
            shim = Shim(patch, folder, at, TYPICAL[at % len(TYPICAL)])
            try:
                shim.run(lambda: write.write(folder))  # noqa: B023 - it is run at once
            except MorphingFacesError as sentence:
                failed = sentence
            except OSError as bare:
                pytest.fail(f"call {at}, {shim.calls[at - 1]}: {bare!r} is no sentence")
        if not shim.reached:
            break
        where = f"call {at}, {shim.calls[at - 1]}: {failed}"
        now = write.reads(visible(folder))
        assert now in (before, after), where
        if failed is None:
            assert now == after, where
        else:
            said += 1
            assert str(folder) in str(failed)
        if shim.calls[at - 1] not in REMOVES:  # what cannot be removed stays
            assert not left_beside(folder), where
        if now == before or write.again:
            write.write(folder)
            assert visible(folder) == after
    assert said > 3


def test_where_the_folder_has_vanished_it_is_made_again_or_said(
    write: Write, tmp_path: Path
) -> None:
    folder = tmp_path / "home"
    _, after = before_and_after(write, tmp_path / "clean")
    said = None
    try:
        write.write(folder)
    except MorphingFacesError as sentence:
        said = str(sentence)
    if said is not None:
        assert str(folder) in said
        assert not folder.exists() or visible(folder) == {}
    else:
        assert visible(folder)
        assert visible(folder).keys() <= after.keys()
        assert not left_beside(folder)


PROGRAM = """
import os, sys
from pathlib import Path
from morphing_faces.storage.files import write_whole

old, new, left = b"old" * 5000, b"new" * 4000, 0

def counting(real):
    def call(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return real(*arguments, **options)
    return call

def ended_at(call):
    global left, path
    path = Path(sys.argv[1], str(call), "point.json")  # what one leaves is no call of the next
    path.parent.mkdir()
    path.write_bytes(old)
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for name in ("open", "fsync", "replace", "stat", "fstat", "close", "listdir", "unlink"):
        setattr(os, name, counting(getattr(os, name)))
    left = call
    write_whole(path, new)
    os._exit(0)

call = 1
while ended_at(call) == 9:
    print({old: "old", new: "new"}[path.read_bytes()])
    call += 1
print({old: "old", new: "new"}[path.read_bytes()])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_ends_at_any_call_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """The same once more without a model of death: the process is gone."""
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen = done.stdout.split()
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {"old", "new"}
    assert len(seen) > 10


def test_what_killed_writers_left_is_swept_a_day_later(tmp_path: Path) -> None:
    path = tmp_path / "face.png"
    left = tmp_path / ".face.png.0123456789abcdef.part"
    young, other = tmp_path / ".face.png.abcdef.part", tmp_path / ".other.png.0123.part"
    for each in (left, young, other):
        each.write_bytes(b"half")
    for each in (left, other):
        os.utime(each, (1e9, 1e9))
    write_whole(path, b"face")
    assert sorted(tmp_path.iterdir()) == sorted([young, other, path])
