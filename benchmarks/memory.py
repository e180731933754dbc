"""Peak memory of preparing an index over N faces and of training on them, beside those of N / 10.

Faces are made on the spot: random blends of a thousand faces of the shipped model, shifted and with
noise, so that no two are alike. Each command runs in a process of its own, with its workers; the
memory of all of them together is looked at ten times a second:

- anonymous: what a process holds for itself and the system cannot drop (RssAnon of Linux);
- mapped: pages of files that happen to be in memory (RssFile), which the system drops when it
  needs room;
- the largest resident size of any one process, as the system counts it (ru_maxrss).

    python benchmarks/memory.py --faces 1000000
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from morphing_faces import load_model

MADE = 1000
BATCH = 4096
STEP = 0.1
TRAIN = """
import sys
from itertools import count
from pathlib import Path
from morphing_faces.faces.set.faceset import load_faces
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.training import train
steps = count(1)
def stop(*_):
    if next(steps) == 20:
        raise KeyboardInterrupt
try:
    train(load_faces(sys.argv[1]), Path(sys.argv[2]),
          TrainingConfig(start="usual", hidden=256, latent=64), on_step=stop)
except KeyboardInterrupt:
    pass
"""


@dataclass
class Peak:
    """Of a process and all it started, in megabytes."""

    anonymous: float = 0.0
    mapped: float = 0.0
    largest: float = 0.0
    seconds: float = 0.0


def make_faces(path: Path, count: int) -> None:
    rng = np.random.default_rng(0)
    model = load_model("faces48")
    z = rng.standard_normal((MADE, model.latent_size)).astype(np.float32)
    faces = 255 * model.decode(z)
    images = open_memmap(path, "w+", np.uint8, (count, *faces.shape[1:]))
    for start in range(0, count, BATCH):
        number = min(BATCH, count - start)
        one, other = rng.integers(0, MADE, (2, number))
        share = rng.uniform(0.2, 0.8, (number, 1, 1)).astype(np.float32)
        blend = share * faces[one] + (1 - share) * faces[other]
        blend = np.roll(blend, rng.integers(-3, 4, 2), axis=(1, 2))
        blend += rng.integers(-12, 13, blend.shape, np.int8)
        images[start : start + number] = blend.clip(0, 255)


def measure(command: list[str]) -> Peak:
    began = time.monotonic()
    peak = Peak()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while True:
        # Of this child and all that it waited for, which getrusage would not tell apart.
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        family = descendants(process.pid)
        peak.anonymous = max(peak.anonymous, sum(resident(pid, "RssAnon") for pid in family))
        peak.mapped = max(peak.mapped, sum(resident(pid, "RssFile") for pid in family))
        time.sleep(STEP)
    if status:
        sys.exit(f"{command} failed")
    peak.largest = usage.ru_maxrss / 1e3
    peak.seconds = time.monotonic() - began
    return peak


def descendants(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            for children in Path(f"/proc/{parent}/task").glob("*/children"):
                found += [int(word) for word in children.read_text().split()]
        except OSError:  # it has just ended
            continue
    return found


def resident(pid: int, kind: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1e3 for line in lines if line.startswith(kind))


def run(count: int, root: Path) -> dict[str, Peak]:
    faces, folder = root / f"{count}.npy", root / f"faces-{count}"
    make_faces(faces, count)
    program = [sys.executable, "-m", "morphing_faces.cli", "prepare", "--aligned"]
    peaks = {"prepare": measure([*program, str(faces), "--out", str(folder)])}
    faces.unlink()
    peaks["train"] = measure([sys.executable, "-c", TRAIN, str(folder), str(root / f"run-{count}")])
    return peaks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faces", type=int, default=1_000_000)
    count = parser.parse_args().faces
    with tempfile.TemporaryDirectory() as root:
        few, many = run(count // 10, Path(root)), run(count, Path(root))
    print(f"megabytes at the peak, of {count // 10:,} and of {count:,} faces")
    print(f"{'':24}{'few':>9}{'many':>9}{'ratio':>8}{'bytes a face':>14}")
    for command in ("prepare", "train"):
        for kind in ("anonymous", "mapped", "largest"):
            one, other = getattr(few[command], kind), getattr(many[command], kind)
            grown = 1e6 * (other - one) / (count - count // 10)
            figures = f"{one:9,.0f}{other:9,.0f}{other / one:8.2f}{grown:14,.0f}"
            print(f"{command + ', ' + kind:24}{figures}")
        one, other = few[command].seconds, many[command].seconds
        print(f"{command + ', seconds':24}{one:9,.0f}{other:9,.0f}{other / one:8.2f}")


if __name__ == "__main__":
    main()
