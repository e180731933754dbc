"""The importance-weighted bound on log p(x): tighter than the ELBO, and tight in the limit.

    L_K(x) = E[log 1/K sum_k w_k],   w_k = p(x|z_k) p(z_k) / q(z_k|x),   z_k ~ q(z|x)

Burda, Grosse & Salakhutdinov, "Importance Weighted Autoencoders", 2016, equation 8 and theorem 1:
L_1 is the ELBO, L_K rises with K, and goes to log p(x).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import logsumexp

from morphing_faces.evaluation.metrics.density import gaussian_log_density, standard_error
from morphing_faces.model.capabilities import DEVIATION, ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Doubles, Reals

CHUNK = 250
"""Latent points decoded at a time; their means and deviations take 5 MB at 48 x 48 pixels."""


class Autoencoder(Protocol):
    """What the bound needs of a model; AutoencodingModel makes one of a Model."""

    def encode(self, faces: Doubles, /) -> tuple[Reals, Reals]:
        """Mean and standard deviation of q(z|x), [N, L] each."""

    def conditional(self, z: Doubles, /) -> tuple[Reals, Reals]:
        """Mean and standard deviation of p(x|z), [N, ...] each."""


class AutoencodingModel:
    """A model whose networks take single precision, as an Autoencoder.

    Args:
        model: With an encoder and a standard deviation.

    Raises:
        ModelError: It lacks one of them.
    """

    def __init__(self, model: Model) -> None:
        self._encoder, self._conditional = ENCODING.needed(model), DEVIATION.needed(model)

    def encode(self, faces: Doubles) -> tuple[Reals, Reals]:
        """See Encoder."""
        return self._encoder.encode(faces.astype(np.float32))

    def conditional(self, z: Doubles) -> tuple[Reals, Reals]:
        """See Conditional."""
        return self._conditional.conditional(z.astype(np.float32))


@dataclass(frozen=True)
class Importance:
    """The bound on some faces.

    Attributes:
        samples: K.
        faces: How many faces.
        bound: The mean of L_K, in nats per image.
        standard_error: Of that mean over faces.
        gain: By how much it is above the mean of L_1, the ELBO by the same samples.
        gain_standard_error: Of the gain; much smaller, because faces differ more than their gains.
        effective_samples: The mean over faces of (sum w)^2 / sum w^2; where it is close to 1, one
            sample outweighs all others, and the bound is still far below log p(x).
    """

    samples: int
    faces: int
    bound: float
    standard_error: float
    gain: float
    gain_standard_error: float
    effective_samples: float


def importance_bound(
    model: Autoencoder,
    images: Iterable[Doubles],
    samples: int,
    rng: np.random.Generator,
    on_face: Callable[[int], None] = lambda _done: None,
) -> Importance:
    """Estimate the bound.

    Args:
        model: The model.
        images: Dequantised pictures, [H, W] or [H, W, 3] each.
        samples: K, at least 1.
        rng: Of the samples of z.
        on_face: Told how many faces are done.
    """
    bounds, gains, effective = [], [], []
    for done, x in enumerate(images, 1):
        weights = log_weights(model, x, samples, rng)
        bounds.append(log_mean_exp(weights))
        gains.append(bounds[-1] - weights.mean())
        effective.append(np.exp(2 * logsumexp(weights) - logsumexp(2 * weights)))
        on_face(done)
    return Importance(
        samples,
        len(bounds),
        float(np.mean(bounds)),
        standard_error(np.array(bounds)),
        float(np.mean(gains)),
        standard_error(np.array(gains)),
        float(np.mean(effective)),
    )


def log_weights(model: Autoencoder, x: Doubles, samples: int, rng: np.random.Generator) -> Doubles:
    """Log w_k of one picture, float64 [samples], decoded in chunks."""
    mean, std = (part[0].astype(np.float64) for part in model.encode(x[None]))
    parts = []
    for start in range(0, samples, CHUNK):
        noise = rng.standard_normal((min(CHUNK, samples - start), len(mean)))
        z = mean + std * noise
        # log p(z) - log q(z|x); the constants of the two densities are the same.
        prior_to_posterior = 0.5 * (noise**2 - z**2).sum(axis=1) + np.log(std).sum()
        parts.append(gaussian_log_density(x[None], *model.conditional(z)) + prior_to_posterior)
    return np.concatenate(parts)


def log_mean_exp(values: Doubles) -> float:
    """Log of the mean of exp(values), without leaving the range of float64."""
    return float(logsumexp(values) - np.log(len(values)))
