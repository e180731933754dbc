"""How long one face takes, beside the way the original did it: float64 matrices in numpy.

    python benchmarks/decode.py [--model MODEL] [--json]

Both decode the same latent points, one at a time, in alternating blocks, each in a process of its
own (numpy's threads spin for a while after each product, which would slow down whoever comes next).
The numpy matrices have the sizes of the model's own network. Then a fresh interpreter imports the
package and decodes its first face, five times.
"""

import argparse
import json
import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.connection import Connection

import numpy as np

from morphing_faces import load_model
from morphing_faces.model.folder import ModelFolder

HIDDEN = 2000
ROUNDS = 8
BLOCK = 200
PAUSE = 0.02
FIRST_FACE = """
import time; start = time.perf_counter()
import morphing_faces, numpy
model = morphing_faces.load_model({model!r})
model.decode(numpy.zeros((1, model.latent_size)))
print(time.perf_counter() - start)
import sys; assert "torch" not in sys.modules and "matplotlib" not in sys.modules
"""


def naive(model: ModelFolder) -> Callable[[np.ndarray], np.ndarray]:
    """The original's decoder: three float64 matrices of the same sizes."""
    rng = np.random.default_rng(0)
    sizes = [model.latent_size, HIDDEN, HIDDEN, int(np.prod(model.image_shape))]
    layers = [
        (rng.standard_normal((before, after)) / np.sqrt(before), rng.standard_normal(after))
        for before, after in pairwise(sizes)
    ]

    def decode(z: np.ndarray) -> np.ndarray:
        for weight, bias in layers[:-1]:
            z = np.maximum(z @ weight + bias, 0)
        weight, bias = layers[-1]
        faces: np.ndarray = z @ weight + bias
        return faces

    return decode


def ours(model: ModelFolder) -> Callable[[np.ndarray], np.ndarray]:
    """What the package does."""
    return model.decode


def serve(
    way: Callable[[ModelFolder], Callable[[np.ndarray], np.ndarray]], name: str, parent: Connection
) -> None:
    """Time a block of faces whenever the parent asks for one; answer in milliseconds."""
    model = load_model(name)
    decode = way(model)
    points = np.random.default_rng(1).standard_normal((BLOCK, 1, model.latent_size))
    while parent.recv():
        times = []
        for z in points:
            start = time.perf_counter()
            decode(z)
            times.append(1e3 * (time.perf_counter() - start))
        parent.send(times)


def measure(name: str) -> dict[str, float]:
    context = multiprocessing.get_context("spawn")
    ways = {"numpy_float64_ms": naive, "ours_ms": ours}
    times: dict[str, list[float]] = {key: [] for key in ways}
    children = {}
    for key, way in ways.items():
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(way, name, there), daemon=True)
        process.start()
        children[key] = here
    for number in range(ROUNDS + 1):
        for key, child in children.items():
            time.sleep(PAUSE)
            child.send(True)
            block = child.recv()
            if number:  # the first block warms up
                times[key] += block
    for child in children.values():
        child.send(False)
    figures = {key: statistics.median(values) for key, values in times.items()}
    figures["ratio"] = figures["numpy_float64_ms"] / figures["ours_ms"]
    code = FIRST_FACE.format(model=name)
    first = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
        for _ in range(5)
    ]
    figures["first_face_s"] = statistics.median(first)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="faces48")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.model)
    if arguments.json:
        print(json.dumps(figures))
        return
    print(f"numpy, float64 matrices   {figures['numpy_float64_ms']:7.3f} ms a face (median)")
    print(f"morphing_faces            {figures['ours_ms']:7.3f} ms a face (median)")
    print(f"ratio                     {figures['ratio']:7.1f}    (at least 8 is asked for)")
    print(f"import and first face     {figures['first_face_s']:7.3f} s (below 0.7 is asked for)")


if __name__ == "__main__":
    main()
