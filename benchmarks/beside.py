"""This checkout's benchmarks beside those of another one, in one run.

    python benchmarks/beside.py OTHER [decode hover photo] [--model MODEL] [--rounds 3]

OTHER is another checkout of this repository, such as `git worktree add ../before COMMIT`. Each
benchmark runs in both by turns, in processes of their own, with the same model, that of OTHER
unless another is named. Of several rounds the best figure of each counts, because what else the
machine does only ever takes time. For the page: `node web/benchmarks/page.mjs SITE OTHER_SITE`.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
BENCHMARKS = {
    "decode": ["benchmarks/decode.py"],
    "hover": ["benchmarks/hover.py"],
    "photo": ["-m", "benchmarks.photo", "--rounds", "5"],
}
TRIES = 3
MORE_IS_BETTER = ("ratio", "frames_per_second")
GIVEN = ("naive", "numpy", "picture", "megabytes")
"""Figures of the way beside which each benchmark measures, and of what it is given."""


def figures_of(checkout: Path, name: str, model: str) -> dict[str, float]:
    """Run a benchmark in a checkout; its own figures by their names.

    One that gives up, as hovering does where others take the processor, is run again.
    """
    for _ in range(TRIES):
        done = subprocess.run(
            [sys.executable, *BENCHMARKS[name], "--json", "--model", model],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout / "src")},
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode == 0:
            found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
            found.update(found.pop("ours", {}))
            return {key: value for key, value in found.items() if not key.startswith(GIVEN)}
    raise SystemExit(f"{name} in {checkout} failed {TRIES} times")


def best(rounds: list[dict[str, float]], key: str) -> float:
    choose = max if key.startswith(MORE_IS_BETTER) else min
    return choose(each[key] for each in rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", default=[*BENCHMARKS])
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    other = arguments.other.resolve()
    model = arguments.model or str(other / "src" / "morphing_faces" / "models" / "faces48")
    for name in arguments.names:
        rounds: dict[Path, list[dict[str, float]]] = {other: [], HERE: []}
        for number in range(arguments.rounds):
            for checkout in (other, HERE) if number % 2 else (HERE, other):
                rounds[checkout].append(figures_of(checkout, name, model))
        print(f"{name:<28}{'the other':>12}{'this one':>12}{'ratio':>8}")
        for key in rounds[HERE][0]:
            before, now = best(rounds[other], key), best(rounds[HERE], key)
            print(f"  {key:<26}{before:12.3f}{now:12.3f}{now / before:8.2f}", flush=True)


if __name__ == "__main__":
    main()
