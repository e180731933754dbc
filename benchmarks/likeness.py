"""How much of a person comes back: held-out photographs beside what a model makes of them.

    python -m benchmarks.likeness FACES [--model faces48] [--recognition FOLDER] [--count 40]
        [--linear FILE.npz]

For the encoder, for `refine` and for principal components of the training faces, as many as the
model has latent dimensions: the root of the mean squared error of pixels in [0, 1], and the cosine
similarity between photograph and reconstruction in the embedding of dlib's recognition network,
which no model was trained with. Beside them the similarity of different photographs: of other
people, mostly, so that it says what no likeness at all would be. The photographs are always the
same for one face set and count; none of them is kept. --linear keeps the components between runs.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.components import components

from morphing_faces import load_model
from morphing_faces.evaluation.metrics import draws
from morphing_faces.evaluation.metrics.recognition import recognised
from morphing_faces.evaluation.metrics.recognition_files import load_recognition
from morphing_faces.faces.set.faceset import load_faces
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.session.refine import refine
from morphing_faces.types import Doubles, Floats


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces", type=Path)
    parser.add_argument("--model", default="faces48")
    parser.add_argument("--recognition", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--linear", type=Path)
    parser.add_argument("--steps", type=int, default=10)
    options = parser.parse_args()
    faces, model = load_faces(options.faces), load_model(options.model)
    encoder, eyes = ENCODING.of(model), faces.eyes
    if encoder is None or eyes is None:
        raise SystemExit(
            "a model with an encoder is needed, and faces that are aligned by the eyes"
        )
    network = load_recognition(options.recognition)
    held_out = np.sort(np.concatenate([faces.split("valid"), faces.split("test")]))
    rows = np.sort(np.random.default_rng(0).choice(held_out, options.count, replace=False))
    pictures = draws.pictures(faces, rows)
    mean = encoder.encode(pictures)[0]
    linear = components(faces, model.latent_size, options.linear)

    def by_components() -> Floats:
        codes = linear.posterior(pictures.reshape(len(pictures), -1))[0]
        return linear.decode(codes).clip(0, 1).reshape(pictures.shape).astype(np.float32)

    def refined() -> Floats:
        pairs = zip(pictures, mean, strict=True)
        return model.decode(
            np.stack([[*refine(model, x, z, options.steps)][-1].z for x, z in pairs])
        )

    # What takes long comes last.
    rebuilt: dict[str, Callable[[], Floats]] = {
        "encoder": lambda: model.decode(mean),
        f"PCA, {model.latent_size}": by_components,
        f"refine {options.steps}": refined,
    }

    def embedded(images: Floats) -> Doubles:
        vectors = recognised(network, images, eyes)[1]
        unit: Doubles = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    originals = embedded(pictures)
    print(f"{model.name}, {len(rows)} held-out photographs of {faces.folder.name}")
    print(f"{'':16}{'RMSE':>8}{'cosine':>10}")
    others = (originals * np.roll(originals, 1, axis=0)).sum(axis=1)
    print(f"{'other people':<16}{'':8}{others.mean():10.3f}", flush=True)
    for name, make in rebuilt.items():
        images = make()
        error = np.sqrt(((images - pictures) ** 2).reshape(len(rows), -1).mean(axis=1))
        cosine = (embedded(images) * originals).sum(axis=1)
        print(f"{name:<16}{error.mean():8.4f}{cosine.mean():10.3f}", flush=True)


if __name__ == "__main__":
    main()
