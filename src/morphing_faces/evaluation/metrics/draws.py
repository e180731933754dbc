"""Pictures to judge: what the model draws at `r`, what baselines draw, faces as numbers."""

import numpy as np
from numpy.typing import NDArray

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import SAMPLING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Floats


def latent_points(model: Model, rng: np.random.Generator, count: int) -> Floats:
    """Draw latent points as the command `r` does: by the model's own prior, or from N(0, I)."""
    if sampler := SAMPLING.of(model):
        return sampler.sample(rng, count)
    points: Floats = rng.standard_normal((count, model.latent_size)).astype(np.float32)
    return points


def samples(model: Model, rng: np.random.Generator, count: int) -> Floats:
    """Draw faces as the command `r` does: [count, H, W] or [count, H, W, 3] in [0, 1]."""
    return model.decode(latent_points(model, rng, count))


def pictures(faces: FaceSet, rows: NDArray[np.int64]) -> Floats:
    """Faces of a set as numbers: float32 [N, H, W] or [N, H, W, 3] in [0, 1]."""
    numbers: Floats = np.asarray(faces.images[rows], np.float32) / np.float32(255)
    return numbers


def mirrored(images: Floats) -> Floats:
    """Pictures with left and right exchanged."""
    return np.ascontiguousarray(images[:, :, ::-1])


def flat(images: NDArray[np.floating]) -> NDArray[np.floating]:
    """[N, ...] to [N, D]."""
    return images.reshape(len(images), -1)
