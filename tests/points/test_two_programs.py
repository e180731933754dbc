"""Two programs at once on one user's folder: nobody reads half a file, and nothing is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from morphing_faces.model.folder import ModelFolder
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections
from tests.tiny import LATENT

COUNT = 12

# Keeps points, names and directions of its own, points of names that the other wants as well, and
# writes one point over and over; tells which of the names in common it has got.
KEEP = """
import sys
from pathlib import Path
import numpy as np
from morphing_faces.errors import FileError
from morphing_faces.model.directions import Direction
from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.point import Point
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections

model, home = ModelFolder(Path(sys.argv[1])), Path(sys.argv[2])
who, count = sys.argv[3], int(sys.argv[4])
store, own = PointStore(home / "points"), UserDirections(model, home)
point = Point(np.full(model.latent_size, int(who), np.float32), (0, 1), 1.0)
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    store.save(f"of-{who}-{number}", point, model)
    store.save("both", point, model, replace=True)
    own.keep_names({2 * number + int(who): f"name {who} {number}"})
    own.keep(Direction(f"step-{who}-{number}", "own", point.z + 1))
    try:
        store.save(f"one-{number}", point, model)
    except FileError:
        continue
    print(number, flush=True)
"""


@pytest.mark.slow
def test_what_two_programs_keep_at_once_is_all_there(tiny: ModelFolder, tmp_path: Path) -> None:
    home = tmp_path / "home"
    store, own = PointStore(home / "points"), UserDirections(tiny, home)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", KEEP, str(tiny.folder), str(home), who, str(COUNT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("0", "1")
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    while any(program.poll() is None for program in programs):
        if "both" in store.names():
            assert store.load("both", tiny).z.max() in (0, 1)
        own.names()
        assert own.directions()[1] == []
    got = [program.communicate()[0].split() for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    assert sorted(map(int, got[0] + got[1])) == list(range(COUNT))  # each by one of them
    for who in range(2):
        for number in range(COUNT):
            assert store.load(f"of-{who}-{number}", tiny).z.tolist() == [who] * LATENT
            assert own.names()[2 * number + who] == f"name {who} {number}"
    for number in range(COUNT):
        owner = 0 if str(number) in got[0] else 1
        assert store.load(f"one-{number}", tiny).z.tolist() == [owner] * LATENT
    assert len(own.directions()[0]) == 2 * COUNT
