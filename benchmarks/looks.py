"""How much like photographs a model's faces look to a network that it was not trained with.

    python -m benchmarks.looks FACES [--model faces48] [--recognition FOLDER] [--count 1000]

Prints the Frechet distance in the features of dlib's recognition network, precision and recall
(Kynkaanniemi et al. 2019), each of COUNT pictures against COUNT held-out photographs ("valid" and
"test", always the same for one face set and count): other held-out photographs, reconstructions of
these, random faces as the command `r` draws them, and the decoder's answers to N(0, I). What counts
of a distance is its excess over that of photographs. It is not "FID", which has other features, and
depends on the number of pictures: compare only what one run of this script prints.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from morphing_faces import load_model
from morphing_faces.evaluation.metrics import draws
from morphing_faces.evaluation.metrics.recognition import recognised
from morphing_faces.evaluation.metrics.recognition_files import load_recognition
from morphing_faces.evaluation.metrics.sample_quality import frechet_distance, precision_recall
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Floats


def held_out(faces: FaceSet, count: int) -> tuple[Floats, Floats]:
    """The photographs that are compared with, and as many others."""
    rows = np.sort(np.concatenate([faces.split("valid"), faces.split("test")]))
    np.random.default_rng(0).shuffle(rows)
    if len(rows) < 2 * count:
        raise SystemExit(f"{faces.folder} has {len(rows)} held-out faces; {2 * count} are needed")
    first, second = np.sort(rows[:count]), np.sort(rows[count : 2 * count])
    return draws.pictures(faces, first), draws.pictures(faces, second)


def sets(model: Model, others: Floats, seed: int) -> Iterator[tuple[str, Floats]]:
    """What is judged, by name."""
    yield "photographs", others
    if encoder := ENCODING.of(model):
        yield "reconstructions", model.decode(encoder.encode(others)[0])
    rng = np.random.default_rng(seed)
    yield "random faces (r)", draws.samples(model, rng, len(others))
    points = rng.standard_normal((len(others), model.latent_size)).astype(np.float32)
    yield "N(0, I)", model.decode(points)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces", type=Path)
    parser.add_argument("--model", default="faces48")
    parser.add_argument("--recognition", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    faces, model = load_faces(options.faces), load_model(options.model)
    if faces.eyes is None:
        raise SystemExit(f"{faces.folder} does not say where the eyes are")
    network = load_recognition(options.recognition)
    references, others = held_out(faces, options.count)
    looks, _ = recognised(network, references, faces.eyes)
    print(f"{'':24}{'distance':>10}{'excess':>10}{'precision':>11}{'recall':>8}")
    floor = None
    for name, images in sets(model, others, options.seed):
        seen, _ = recognised(network, images, faces.eyes)
        distance, (precision, recall) = frechet_distance(seen, looks), precision_recall(looks, seen)
        floor = distance if floor is None else floor
        print(f"{name:24}{distance:10.3f}{distance - floor:10.3f}{precision:11.3f}{recall:8.3f}")


if __name__ == "__main__":
    main()
