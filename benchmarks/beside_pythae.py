"""One table: our models, principal components, and pythae's VAE, WAE and RAE on the same faces.

    python -m benchmarks.beside_pythae FACES [--model heads64] [--also faces48] [--pythae FILE ...]
        [--recognition FOLDER] [--count 1000] [--likeness 200] [--linear FILE.npz]

Random faces: the Frechet distance of COUNT of them to as many held-out photographs in the features
of dlib's recognition network, its excess over other held-out photographs, precision and recall
(Kynkaanniemi et al. 2019). Reconstructions: the root of the mean squared error over COUNT held-out
photographs, and for the first LIKENESS of them the cosine similarity of photograph and
reconstruction in the embedding of that network, which no model was trained with; the encoder alone,
as `python -m benchmarks.likeness` has `refine`. FILES come from `benchmarks/pythae_train.py`. They
draw from N(0, I), and from what was fitted to where the encoder puts up to 10,000 training faces: a
Gaussian, and a mixture of ten (what pythae's GaussianMixtureSampler does). Another model of ours is
made of the size, colour and frame of the faces; that its random faces are of another population
counts against it. --linear keeps the fitted components between runs.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import torch
from benchmarks.components import components
from benchmarks.looks import held_out
from benchmarks.pythae_train import build
from numpy.typing import NDArray
from safetensors import safe_open
from sklearn.mixture import GaussianMixture

from morphing_faces import load_model
from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.evaluation.metrics import draws
from morphing_faces.evaluation.metrics.recognition import recognised
from morphing_faces.evaluation.metrics.recognition_files import load_recognition
from morphing_faces.evaluation.metrics.sample_quality import frechet_distance, precision_recall
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Doubles, Eyes, Floats

CODES, ROUNDS = 10_000, 20
GREY = np.array([0.299, 0.587, 0.114], np.float32)


class Made(NamedTuple):
    """Pictures by one way: random ones, or reconstructions of the photographs compared with."""

    name: str
    images: Floats
    given_back: bool = False


def ours(model: Model, others: Floats, seed: int) -> Iterator[Made]:
    """A model with a folder, or one that ships."""
    if encoder := ENCODING.of(model):
        yield Made(f"{model.name}", model.decode(encoder.encode(others)[0]), given_back=True)
    rng = np.random.default_rng(seed)
    yield Made(f"{model.name}, r", draws.samples(model, rng, len(others)))
    points = rng.standard_normal((len(others), model.latent_size)).astype(np.float32)
    yield Made(f"{model.name}, N(0, I)", model.decode(points))


def linear(ppca: PPCA, others: Floats, seed: int) -> Iterator[Made]:
    """Means of probabilistic PCA."""
    name, rng = f"PPCA, {ppca.components}", np.random.default_rng(seed)

    def images(z: Doubles) -> Floats:
        return ppca.decode(z).clip(0, 1).reshape(others.shape).astype(np.float32)

    codes = ppca.posterior(others.reshape(len(others), -1))[0]
    yield Made(name, images(codes), given_back=True)
    drawn = rng.standard_normal((len(others), ppca.components))
    yield Made(f"{name}, N(0, I)", images(drawn))


class Theirs:
    """A model of pythae's that benchmarks/pythae_train.py wrote.

    Args:
        path: A safetensors file.
    """

    def __init__(self, path: Path) -> None:
        with safe_open(path, "pt") as file:
            told = file.metadata()
            weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        self.name = f"pythae's {told['kind'].upper()}, {told['latent']}"
        self.latent = int(told["latent"])
        shape = (int(told["channels"]), int(told["side"]), int(told["side"]))
        self._model: Any = build(told["kind"], shape, self.latent, int(told["width"]))
        floats = {n: v.float() if v.is_floating_point() else v for n, v in weights.items()}
        self._model.load_state_dict(floats)
        self._model.eval()

    def encode(self, images: Floats) -> Floats:
        """Codes, the posterior's mean for a VAE: [N, L]."""
        shaped = images[..., None] if images.ndim == 3 else images
        with torch.no_grad():
            x = torch.from_numpy(shaped).permute(0, 3, 1, 2)
            parts = [self._model.encoder(part).embedding for part in torch.split(x, 128)]
        codes: Floats = torch.cat(parts).numpy()
        return codes

    def decode(self, z: NDArray[np.floating]) -> Floats:
        """Images [N, S, S] or [N, S, S, 3]."""
        with torch.no_grad():
            points = torch.from_numpy(np.asarray(z, np.float32))
            parts = [self._model.decoder(part).reconstruction for part in torch.split(points, 128)]
        images: Floats = torch.cat(parts).permute(0, 2, 3, 1).numpy()
        return images[..., 0] if images.shape[3] == 1 else images

    def made(self, others: Floats, faces: FaceSet, seed: int) -> Iterator[Made]:
        """Its reconstructions, and random faces by each sampler."""
        yield Made(self.name, self.decode(self.encode(others)), given_back=True)
        rng = np.random.default_rng(seed)
        drawn = rng.standard_normal((len(others), self.latent))
        yield Made(f"{self.name}, N(0, I)", self.decode(drawn))
        rows = np.sort(rng.permutation(faces.split("train"))[:CODES])
        # In float32 a covariance of this size need not be positive definite.
        codes = np.concatenate(
            [self.encode(draws.pictures(faces, part)) for part in np.array_split(rows, 40)]
        ).astype(np.float64)
        centre, spread = codes.mean(axis=0), np.cov(codes.T)
        points = rng.multivariate_normal(centre, spread, len(others))
        yield Made(f"{self.name}, Gaussian", self.decode(points))
        mixture = GaussianMixture(10, random_state=seed, max_iter=ROUNDS).fit(codes)
        points = rng.permutation(mixture.sample(len(others))[0])
        yield Made(f"{self.name}, mixture of 10", self.decode(points))


def in_frame(images: Floats, eyes: Eyes, wanted: Eyes, size: int, channels: int) -> Floats:
    """Pictures as another face set has them: grey where it is, and with the eyes where they are.

    Args:
        images: [N, H, W] or [N, H, W, 3] in [0, 1].
        eyes: Where the eyes are in them, in parts of the side.
        wanted: Where they are to be.
        size: Side of the result.
        channels: 1 or 3.

    Returns:
        [N, size, size] or [N, size, size, 3].
    """
    side = images.shape[1]
    if images.ndim == 4 and channels == 1:
        images = images @ GREY
    scale = (wanted[1][0] - wanted[0][0]) / (eyes[1][0] - eyes[0][0]) * size / side
    offset = [size * wanted[0][axis] - scale * side * eyes[0][axis] for axis in (0, 1)]
    # The centre of the first pixel lies at (0.5, 0.5).
    shift = [offset[axis] + 0.5 * scale - 0.5 for axis in (0, 1)]
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    found = []
    for image in images:
        smooth = cv2.GaussianBlur(image, (0, 0), 0.4 / scale) if scale < 0.9 else image
        found.append(
            cv2.warpAffine(
                smooth, matrix, (size, size), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            )
        )
    framed: Floats = np.clip(np.stack(found), 0, 1)
    if channels == 3 and framed.ndim == 3:
        framed = np.repeat(framed[..., None], 3, axis=3)
    return framed


def framed(model: Model, faces: FaceSet, eyes: Eyes, count: int, seed: int) -> Iterator[Made]:
    """Random faces of another model as the face set has them."""
    aligned = ENCODING.of(model)
    if aligned is None or aligned.eyes is None:
        raise SystemExit(f"model {model.name!r} does not say where the eyes are")
    images = draws.samples(model, np.random.default_rng(seed), count)
    images = in_frame(images, aligned.eyes, eyes, faces.size, faces.channels)
    yield Made(f"{model.name}, r, in this frame", images)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces", type=Path)
    parser.add_argument("--model", default="heads64")
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--pythae", type=Path, nargs="*", default=[])
    parser.add_argument("--recognition", type=Path)
    parser.add_argument("--linear", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--likeness", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    faces, model = load_faces(options.faces), load_model(options.model)
    eyes, count = faces.eyes, options.count
    if eyes is None:
        raise SystemExit(f"{faces.folder} does not say where the eyes are")
    network = load_recognition(options.recognition)
    references, others = held_out(faces, count)
    looks = recognised(network, references, eyes)[0]
    few = slice(0, options.likeness)
    originals = _unit(recognised(network, others[few], eyes)[1])

    def everything() -> Iterator[Made]:
        yield Made("other photographs", others)
        yield from ours(model, others, options.seed)
        for name in options.also:
            yield from framed(load_model(name), faces, eyes, count, options.seed)
        yield from linear(
            components(faces, model.latent_size, options.linear), others, options.seed
        )
        for path in options.pythae:
            yield from Theirs(path).made(others, faces, options.seed)

    print(f"{faces.folder.name}: {count} random faces, reconstructions of {count} photographs")
    print(
        f"{'':34}{'distance':>9}{'excess':>8}{'precision':>10}{'recall':>7}{'RMSE':>8}{'cosine':>8}"
    )
    floor = None
    for made in everything():
        if made.given_back:
            error = np.sqrt(((made.images - others) ** 2).reshape(count, -1).mean(axis=1)).mean()
            persons = _unit(recognised(network, made.images[few], eyes)[1])
            cosine = (persons * originals).sum(axis=1).mean()
            print(f"{made.name:34}{'':34}{error:8.4f}{cosine:8.3f}", flush=True)
            continue
        seen = recognised(network, made.images, eyes)[0]
        distance, (precision, recall) = frechet_distance(seen, looks), precision_recall(looks, seen)
        floor = distance if floor is None else floor
        figures = f"{distance:9.3f}{distance - floor:8.3f}{precision:10.3f}{recall:7.3f}"
        print(f"{made.name:34}{figures}", flush=True)


def _unit(vectors: Doubles) -> Doubles:
    scaled: Doubles = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


if __name__ == "__main__":
    main()
