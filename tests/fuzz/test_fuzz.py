"""The short form of `make fuzz`: some mutated files of every kind, and that faults are seen."""

from pathlib import Path

import pytest

from tests.fuzz.command import command
from tests.fuzz.harness import Worker, fuzz
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds

pytestmark = pytest.mark.slow


def test_mutated_files_of_every_kind_are_taken_or_refused(tmp_path: Path) -> None:
    outcomes = fuzz(40, seed=1_000_000, workers=1, keep=tmp_path / "kept")
    kept = sorted((tmp_path / "kept").glob("*.txt"))
    assert [path.read_text() for path in kept] == []
    assert outcomes["taken"] > 0
    assert outcomes["refused"] > 0
    assert outcomes["taken"] + outcomes["refused"] == 40


def test_whole_files_are_taken(tmp_path: Path) -> None:
    worker = Worker(tmp_path / "model")
    try:
        for kind, content in seeds(tmp_path / "model").items():
            path = tmp_path / f"whole{Path(kind).suffix}"
            path.write_bytes(content)
            assert worker.handle(kind, path) == "taken", kind
    finally:
        worker.stop()


def test_one_input_in_so_many_goes_through_the_command(tmp_path: Path) -> None:
    outcomes = fuzz(4, seed=3, workers=1, keep=tmp_path / "kept", every=2)
    assert not (tmp_path / "kept").exists()
    assert outcomes["through the command"] == 2


@pytest.mark.parametrize("kind", ["picture.png", "source.zip", "model:config.json", "point.json"])
def test_the_command_takes_whole_files_and_refuses_others(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{Path(kind).suffix}"
    path.write_bytes(seeds(tmp_path / "model")[kind])
    assert command(kind, path, tmp_path / "model") == "taken"
    path.write_bytes(b"none of these")
    assert command(kind, path, tmp_path / "model") == "refused"


def test_who_stops_it_is_told_what_was_counted_so_far(tmp_path: Path) -> None:
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 3

    outcomes = fuzz(100_000, seed=0, workers=1, keep=tmp_path / "kept", stopped=stopped)
    assert outcomes["taken"] + outcomes["refused"] == 3


def test_a_process_that_dies_or_fails_is_seen_and_the_next_input_goes_on(tmp_path: Path) -> None:
    model = tmp_path / "model"
    content = seeds(model)["picture.png"]
    path = tmp_path / "a.png"
    path.write_bytes(content)
    worker = Worker(model)
    try:
        assert worker.handle("picture.png", path) == "taken"
        assert worker.handle("end", path) == "ended with 7"
        assert worker.handle("picture.png", path) == "taken"
        assert worker.handle("picture.png", tmp_path / "nothing").startswith("fault Traceback")
        assert worker.handle("picture.png", path) == "taken"
    finally:
        worker.stop()


def test_a_mutation_is_the_same_for_a_seed() -> None:
    content = bytes(range(256)) * 8
    assert mutated(content, 3) == mutated(content, 3)
    assert len({mutated(content, seed) for seed in range(100)}) > 80
