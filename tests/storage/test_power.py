"""The power fails at any moment, and the disk has done what it liked: nothing saved is lost."""

import itertools
import os
from pathlib import Path

import pytest

from tests.storage.power import Recorder, Tree, shown, visible
from tests.storage.writes import WRITES, Write

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.name)
def test_what_was_saved_is_there_whenever_the_power_fails(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)  # the recorder is the disk
    folder = tmp_path / "disk"
    folder.mkdir()
    write.before(folder)
    before = visible(folder)
    seen: list[Tree] = []
    moments = itertools.count()

    def look() -> None:
        seen.extend(write.reads(shown(state)) for state in recorder.states(next(moments)))

    with monkeypatch.context() as patch:
        recorder = Recorder(patch, folder)
        recorder.moment = look
        write.write(folder)
    recorder.moment = None
    after = visible(folder)
    told = [write.reads(shown(state)) for state in recorder.states()]
    recorder.close()
    assert [tree for tree in seen if tree not in (before, after)] == []
    assert [tree for tree in told if tree != after] == []
    assert before in seen
    assert next(moments) > 1


def test_the_model_of_a_disk_tells_a_write_that_is_not_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written in place, or renamed before it is synced, a file may be empty afterwards."""
    for number, careless in enumerate((_in_place, _renamed_at_once)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "point.json").write_bytes(b"old")
        with monkeypatch.context() as patch:
            recorder = Recorder(patch, folder)
            careless(folder / "point.json")
        states = [shown(state) for state in recorder.states()]
        recorder.close()
        assert {"point.json": b""} in states or {"point.json": b"\0\0\0"} in states
        assert {"point.json": b"new"} in states


def _in_place(path: Path) -> None:
    path.write_bytes(b"new")


def _renamed_at_once(path: Path) -> None:
    beside = path.with_name("beside")
    beside.write_bytes(b"new")
    beside.replace(path)
