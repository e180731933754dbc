"""Kill a training run with SIGKILL at random moments; does it end as one that was never killed?

    python -m benchmarks.kill [--kills 20] [--epochs 100] [--seed 0]

Each time the run is resumed until it is killed again, some time after it has begun to write
checkpoints, or, once in five, while it is still starting. Both runs take the same small network and
made-up faces, and write a checkpoint several times a second, so that many kills fall into a write.
"""

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.tiny import tiny_faces

from morphing_faces.vae import checkpoint
from morphing_faces.vae.run import LAST

TRAIN = [sys.executable, "-m", "morphing_faces.cli", "train"]
SETTINGS = "--latent 16 --hidden 256 --components 8 --batch 32 --sheet-epochs 0 --precision fp32"
WAIT = 120.0


@dataclass(frozen=True)
class Killings:
    """What became of a run: the step that each kill found on disk, and the last checkpoint's hash.

    A kill before there was any checkpoint is at step -1.
    """

    steps: list[int]
    sha256: str


def uninterrupted(faces: Path, out: Path, settings: str) -> str:
    """Train without a kill; the SHA-256 of the last checkpoint."""
    subprocess.run([*TRAIN, faces, "--out", out, *settings.split()], check=True, env=_calm())
    return _sha256(out)


def killed(
    faces: Path, out: Path, settings: str, kills: int, rng: random.Random, longest: float = 1.5
) -> Killings:
    """Train with up to `kills` kills, each at most `longest` seconds into its part of the run."""
    steps: list[int] = []
    finished = False
    while not finished:
        went_on = ["--resume"] if (out / LAST).exists() else settings.split()
        process = subprocess.Popen([*TRAIN, faces, "--out", out, *went_on], env=_calm())
        if len(steps) < kills:
            if rng.random() < 0.8:
                _await_checkpoint(process, out / LAST)
            _sleep_unless_over(process, rng.uniform(0, longest))
            process.kill()
        finished = process.wait() == 0
        if not finished and process.returncode != -9:
            raise SystemExit(f"the run ended with status {process.returncode}")
        if not finished:
            last = out / LAST
            steps.append(checkpoint.load(last)[1]["step"] if last.exists() else -1)
    return Killings(steps, _sha256(out))


def _await_checkpoint(process: "subprocess.Popen[bytes]", path: Path) -> None:
    began, before = time.monotonic(), _written(path)
    while process.poll() is None and _written(path) == before:
        if time.monotonic() - began > WAIT:
            raise SystemExit(f"no checkpoint was written within {WAIT:g} seconds")
        time.sleep(0.01)


def _sleep_unless_over(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _sha256(out: Path) -> str:
    return hashlib.sha256((out / LAST).read_bytes()).hexdigest()


def _calm() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1"}


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill a training run at random moments.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=100, help="enough for all the kills")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        faces = tiny_faces(Path(scratch) / "faces", count=2000)
        settings = f"{SETTINGS} --epochs {options.epochs} --checkpoint-seconds 0.2"
        expected = uninterrupted(faces, Path(scratch) / "calm", settings)
        rng = random.Random(options.seed)
        found = killed(faces, Path(scratch) / "killed", settings, options.kills, rng)
    print(f"{len(found.steps)} kills, with these steps on disk: {found.steps}")
    same = found.sha256 == expected
    print(f"never killed: {expected}\nkilled:       {found.sha256}")
    print("the same, bit for bit" if same else "NOT the same")
    return 0 if same and len(found.steps) == options.kills else 1


if __name__ == "__main__":
    sys.exit(main())
