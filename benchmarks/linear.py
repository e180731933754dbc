"""Probabilistic PCA and factor analysis of colour faces: time and memory beside the whole matrix.

    python benchmarks/linear.py [--faces 10000] [--size 48] [--components 100] [--steps 5]

Faces are drawn from a power-law spectrum like that of photographs. Each way runs in a process of
its own: the covariance held whole and decomposed, and never held and iterated, of the same faces.
The peak is the largest resident size of the process, less what it had when it began.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np

from morphing_faces.evaluation.baselines.covariance import Covariance
from morphing_faces.evaluation.baselines.factor_analysis import fit_factors
from morphing_faces.evaluation.baselines.ppca import ppca_of

BATCH = 256
RANK = 1000


def faces(count: int, size: int) -> Iterator[np.ndarray]:
    """Images [N, 3 size^2] around mid-grey: smooth waves with falling amplitudes, and noise."""
    rng = np.random.default_rng(0)
    places = (np.arange(size) + 0.5) / size
    waves = np.sqrt(2) * np.cos(np.pi * places * np.arange(int((RANK / 3) ** 0.5) + 1)[:, None])
    for start in range(0, count, BATCH):
        shape = (min(BATCH, count - start), len(waves), len(waves), 3)
        steps = np.add.outer(np.arange(len(waves)) ** 2, np.arange(len(waves)) ** 2)
        amplitudes = 0.1 / (1 + steps[:, :, None])
        numbers = amplitudes * rng.standard_normal(shape, np.float32)
        smooth = np.einsum("nabc,ai,bj->nijc", numbers, waves, waves, optimize=True)
        noise = 0.02 * rng.standard_normal(smooth.shape, np.float32)
        yield (0.5 + smooth + noise).reshape(len(smooth), -1)


def fitted(options: argparse.Namespace) -> dict[str, float]:
    before, start = _peak(), time.perf_counter()
    covariance = Covariance(
        lambda: faces(options.faces, options.size), whole=10**6 if options.way == "whole" else 0
    )
    ppca = ppca_of(covariance, options.components)
    found = {"PPCA, seconds": time.perf_counter() - start, "PPCA, MB": _peak() - before}
    start = time.perf_counter()
    factors = fit_factors(covariance, ppca, iterations=options.steps, tolerance=-np.inf)
    found["a step of factor analysis, seconds"] = (time.perf_counter() - start) / options.steps
    found["factor analysis, MB"] = _peak() - before
    test = next(faces(BATCH, options.size))
    found["PPCA, nats a face"] = float(ppca.log_likelihood(test).mean())
    found["factor analysis, nats a face"] = float(factors.log_likelihood(test).mean())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the linear baselines on colour faces.")
    parser.add_argument("--faces", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=48)
    parser.add_argument("--components", type=int, default=100)
    parser.add_argument("--steps", type=int, default=5, help="of factor analysis")
    parser.add_argument("--way", choices=["both", "whole", "streamed"], default="both")
    options = parser.parse_args()
    if options.way != "both":
        print(json.dumps(fitted(options)))
        return
    found = {}
    for way in ("streamed", "whole"):
        command = [sys.executable, __file__, "--way", way]
        for name in ("faces", "size", "components", "steps"):
            command += [f"--{name}", str(getattr(options, name))]
        found[way] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    print(f"{options.faces:,} faces of {3 * options.size**2:,} values, {options.components} parts")
    print(f"{'':40}{'streamed':>12}{'whole':>12}")
    for name, value in found["streamed"].items():
        print(f"{name:40}{value:12,.1f}{found['whole'][name]:12,.1f}")


def _peak() -> float:
    """The largest resident size so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
