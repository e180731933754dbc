"""How long files take that survive a power cut, beside files that do not, in one run.

    python -m benchmarks.writing [--rounds 7] [--folder FOLDER]

Three ways to write the same folder, by turns: without syncing, as `files.whole` and
`folders.write_folder` did before there was one writer; with each file synced once it is written,
as `prepare` did with what it wrote at its end; and as now, synced as one batch. Then one small
file, as a kept point is, without and with syncing. What counts is the ratio: the disk decides on
the rest.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from morphing_faces.storage.files import write_whole
from morphing_faces.storage.folders import write_folder

Contents = Mapping[str, bytes]

FOLDERS: dict[str, Contents] = {
    "a face set's tables (4 files, 1.2 MB)": {f"{n}": os.urandom(300_000) for n in range(4)},
    "a model folder (9 files, 16 MB)": {f"onnx/{n}": os.urandom(1_800_000) for n in range(9)},
    "a site (60 files, 27 MB)": {f"assets/{n}": os.urandom(450_000) for n in range(60)},
    "500 small files (4 MB)": {f"{n}": os.urandom(8_000) for n in range(500)},
}


def without(folder: Path, contents: Contents) -> None:
    """Written beside, renamed, nothing synced."""
    _plain(folder, contents, sync=False)


def each_at_once(folder: Path, contents: Contents) -> None:
    """Each file synced before the next is written."""
    _plain(folder, contents, sync=True)


def _plain(folder: Path, contents: Contents, *, sync: bool) -> None:
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    for name, content in contents.items():
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            if sync:
                file.flush()
                os.fsync(file.fileno())
    beside.rename(folder)


def unsynced(path: Path, content: bytes) -> None:
    """One file beside its place, renamed, not synced."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    Path(name).write_bytes(content)
    Path(name).replace(path)


def timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Time writing with and without syncing.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; default: temporary")
    options = parser.parse_args()
    ways = {"not synced": without, "each file": each_at_once, "batch (now)": write_folder}
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        place = Path(scratch) / "out"
        for what, contents in FOLDERS.items():
            found: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(options.rounds):
                for name, way in ways.items():
                    found[name].append(timed(lambda: way(place, contents)))  # noqa: B023
                    shutil.rmtree(place)
            _say(what, found)
        point: dict[str, list[float]] = {"not synced": [], "synced (now)": []}
        for _ in range(5 * options.rounds):
            point["not synced"].append(timed(lambda: unsynced(place, b"x" * 2000)))
            point["synced (now)"].append(timed(lambda: write_whole(place, b"x" * 2000)))
        _say("a point (2 kB)", point)


def _say(what: str, found: dict[str, list[float]]) -> None:
    first = statistics.median(next(iter(found.values())))
    medians = {name: statistics.median(times) for name, times in found.items()}
    cells = [
        f"{name} {1e3 * median:8.1f} ms ({median / first:5.1f} x)"
        for name, median in medians.items()
    ]
    print(f"{what:38} {'; '.join(cells)}")


if __name__ == "__main__":
    main()
