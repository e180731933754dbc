"""A preparation whose system calls fail, that dies, or whose power fails, goes on without loss."""

import errno
import itertools
import os
import random
import re
import shutil
from pathlib import Path

import pytest

from morphing_faces.errors import MorphingFacesError
from morphing_faces.faces.set import pixels as shards
from morphing_faces.faces.set import writer as writing
from morphing_faces.faces.set.writer import FaceSetWriter
from tests.faces.set.test_faceset import card, pictures, row
from tests.storage.faults import Shim
from tests.storage.power import Recorder, Tree, put

pytestmark = pytest.mark.slow

COUNT = 5
EVERY = 5
"""Of the calls, of which there are some hundred, every fifth is tried."""
STATES = 40


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commit after each picture, two of which fill a file."""
    monkeypatch.setattr(writing, "COMMIT_SECONDS", 0)
    monkeypatch.setattr(shards, "SHARD_PICTURES", 2)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


def prepare(folder: Path, done: list[int]) -> None:
    """Prepare a face set, or go on with it.

    Args:
        folder: Where.
        done: Told how many photographs are done whenever the writer has said that they are.
    """
    with FaceSetWriter(folder / "faces", 6, 1) as writer:
        went_on = sum(1 for _ in writer.recorded())
        assert went_on == writer.photographs
        assert went_on >= (done[-1] if done else 0), "photographs that were done are lost"
        images = pictures(COUNT, 1)
        for number in range(went_on, COUNT + 1):
            if number == 2:
                writer.reject("archive.zip", "2.jpg", "no face found", "")
            else:
                writer.add(images[number - (number > 2)], row(number))
            done.append(writer.photographs)
        writer.finish(card(COUNT, 1))


def files(folder: Path) -> dict[str, bytes]:
    """The contents of all files below a folder, by their path in it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    (tmp_path / "whole").mkdir()
    prepare(tmp_path / "whole", [])
    found = files(tmp_path / "whole")
    assert {name.split("/")[0] for name in found} == {"faces"}
    return found


def test_where_it_dies_it_goes_on_from_the_last_photograph_that_was_done(
    whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in itertools.count(1, EVERY):
        folder = tmp_path / str(at)
        folder.mkdir()
        done: list[int] = []
        with monkeypatch.context() as patch:
            shim = Shim(patch, folder, at)
            shim.run(lambda: prepare(folder, done))  # noqa: B023 - it is run at once
        if (folder / "faces").exists():
            shutil.rmtree(folder / ".faces.partial", ignore_errors=True)
        else:
            prepare(folder, done)
        assert files(folder) == whole
        if not shim.reached:
            break
    assert at > 20 * EVERY


def test_where_a_call_fails_it_is_said_and_it_goes_on(
    whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in itertools.count(2, EVERY):
        folder = tmp_path / str(at)
        folder.mkdir()
        done: list[int] = []
        failed = None
        with monkeypatch.context() as patch:
            shim = Shim(patch, folder, at, (errno.ENOSPC, errno.EIO)[at % 2])
            try:
                shim.run(lambda: prepare(folder, done))  # noqa: B023 - it is run at once
            except MorphingFacesError as sentence:
                failed = sentence
        if not shim.reached:
            break
        if failed is not None:
            assert re.search("faces.* cannot be (written|read): ", str(failed)), shim.calls[at - 1]
        if not (folder / "faces").exists():
            prepare(folder, done)
        assert files(folder / "faces") == {name[6:]: content for name, content in whole.items()}
    assert at > 20 * EVERY


def test_when_the_power_fails_no_photograph_that_was_done_is_lost(
    whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "disk").mkdir()
    rng, seen, moments = random.Random(0), itertools.count(), itertools.count()
    chosen: list[tuple[Tree, list[int]]] = []
    done: list[int] = []

    def look() -> None:
        for state in recorder.states(next(moments)):
            number = next(seen)  # each is as likely to be among the chosen ones
            place = number if number < STATES else rng.randrange(number + 1)
            if place < STATES:
                chosen[place:] = [(state, list(done)), *chosen[place + 1 :]]

    with monkeypatch.context() as patch:
        recorder = Recorder(patch, tmp_path / "disk")
        recorder.moment = look
        prepare(tmp_path / "disk", done)
    recorder.moment = None
    placed = list(recorder.states())
    recorder.close()
    assert all("faces/card.json" in state for state in placed)
    for number, (state, told) in enumerate(chosen):
        folder = put(state, tmp_path / str(number))
        if (folder / "faces").exists():
            assert files(folder / "faces") == {n[6:]: content for n, content in whole.items()}
        else:
            prepare(folder, list(told))
            assert files(folder) == whole
    assert next(seen) > 20 * STATES
