"""Densities of dequantised images, in nats per image and in bits per pixel value."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.types import Doubles

BATCH = 256


def gaussian_log_density(
    x: Doubles, mean: NDArray[np.floating], std: NDArray[np.floating]
) -> Doubles:
    """Log N(x; mean, diag(std^2)) of every image, summed over its values.

    Args:
        x: Images [N, ...], or one image [1, ...] under N densities.
        mean: [N, ...].
        std: [N, ...], above 0.

    Returns:
        [N], in nats per image.
    """
    deviation = std.astype(np.float64)
    terms = ((x - mean) / deviation) ** 2 + 2 * np.log(deviation) + math.log(2 * math.pi)
    result: Doubles = -0.5 * terms.reshape(len(terms), -1).sum(axis=1)
    return result


def standard_kl(mean: Doubles, std: Doubles) -> Doubles:
    """KL(N(mean, std^2) || N(0, 1)) of every face and dimension, [N, L], in nats."""
    kl: Doubles = 0.5 * (mean**2 + std**2 - 1 - 2 * np.log(std))
    return kl


def bits_per_dim(nats: float, size: int) -> float:
    """Nats per image of a density on [0, 1)^size, as bits per 8-bit pixel value.

    One of 256 values has the mass of the density over a cell of width 1/256 (Theis et al. 2016).
    """
    return 8 - nats / (size * math.log(2))


def dequantised(
    faces: FaceSet, rows: NDArray[np.int64], rng: np.random.Generator
) -> Iterator[Doubles]:
    """Batches of (x + u) / 256 with u uniform on [0, 1): [N, H, W] or [N, H, W, 3]."""
    for start in range(0, len(rows), BATCH):
        pixels = faces.images[rows[start : start + BATCH]]
        yield (pixels + rng.random(pixels.shape)) / 256


def training_images(faces: FaceSet, seed: int) -> Iterator[Doubles]:
    """Batches of the dequantised training faces, [N, D]; the same ones for the same seed."""
    for batch in dequantised(faces, faces.split("train"), np.random.default_rng(seed)):
        yield batch.reshape(len(batch), -1)


def mean_squares(errors: NDArray[np.floating]) -> Doubles:
    """The mean square of every picture's values: [N, ...] to [N]."""
    flat: Doubles = (errors.astype(np.float64) ** 2).reshape(len(errors), -1).mean(axis=1)
    return flat


def standard_error(values: Doubles) -> float:
    """Of the mean of independent values [N]; 0 for a single one, of which nothing is known."""
    return float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else 0.0
