"""How long one face takes, beside the way the original did it: float64 matrices in numpy.

    python benchmarks/decode.py [--model MODEL] [--json]

Both decode the same latent points, one at a time, alternating in blocks in one process. The numpy
matrices have the sizes of the model's own network. Then a fresh interpreter imports the package
and decodes its first face, five times.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")

import numpy as np

from morphing_faces import Model, load_model

HIDDEN = 2000
ROUNDS = 40
FIRST_FACE = """
import time; start = time.perf_counter()
import morphing_faces, numpy
model = morphing_faces.load_model({model!r})
model.decode(numpy.zeros((1, model.latent_size)))
print(time.perf_counter() - start)
import sys; assert "torch" not in sys.modules and "matplotlib" not in sys.modules
"""


def naive(model: Model) -> Callable[[np.ndarray], np.ndarray]:
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


def measure(name: str) -> dict[str, float]:
    model = load_model(name)
    points = np.random.default_rng(1).standard_normal((25, 1, model.latent_size))
    ways = {"numpy_float64_ms": naive(model), "ours_ms": model.decode}
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, decode in ways.items():
            for z in points:
                start = time.perf_counter()
                decode(z)
                times[way].append(1e3 * (time.perf_counter() - start))
    figures = {way: statistics.median(values) for way, values in times.items()}
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
