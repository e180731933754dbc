"""One pass of a model over faces, which leaves every figure face by face."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.evaluation.metrics.density import (
    dequantised,
    gaussian_log_density,
    mean_squares,
    standard_kl,
)
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import DEVIATION, ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Doubles

INTERVALS = (0.5, 0.9, 0.99)
"""Central intervals of the conditional whose coverage is counted."""


@dataclass(frozen=True)
class PerImage:
    """What one pass over N faces measured.

    Attributes:
        rows: The faces' places in the face set, [N].
        log_likelihood: log p(x|z) at one sample of z, [N], nats.
        kl: KL(q(z|x) || N(0, I)) of every dimension, [N, L], nats.
        mean: Posterior means, [N, L].
        squares: Mean squared errors of the reconstructions from the posterior mean, [N].
        covered: Share of faces whose pixel lies in each of INTERVALS, [3, H, W(, 3)].
        linear: Log-likelihoods [N] under probabilistic PCA, and the mean squared errors [N] of
            its reconstructions; None without such a baseline.
    """

    rows: NDArray[np.int64]
    log_likelihood: Doubles
    kl: Doubles
    mean: Doubles
    squares: Doubles
    covered: Doubles
    linear: tuple[Doubles, Doubles] | None

    @property
    def elbo(self) -> Doubles:
        """log_likelihood - KL, [N], nats."""
        elbo: Doubles = self.log_likelihood - self.kl.sum(axis=1)
        return elbo


def judge_faces(
    model: Model,
    faces: FaceSet,
    rows: NDArray[np.int64],
    ppca: PPCA | None,
    *,
    seed: int,
    on_batch: Callable[[int, int], None] = lambda _done, _of: None,
) -> PerImage:
    """Encode, sample, decode: once for every face.

    Args:
        model: With an encoder and a standard deviation.
        faces: Pictures of the model's shape.
        rows: Which of them, at least one.
        ppca: The linear baseline, if there is one.
        seed: Of the dequantisation noise and the samples of z.
        on_batch: Told how many faces are done, and of how many.
    """
    encode, conditional = ENCODING.needed(model).encode, DEVIATION.needed(model).conditional
    rng = np.random.default_rng(seed)
    reach = norm.ppf(0.5 + np.array(INTERVALS) / 2)
    log_likelihood, kl, squares, means, exact, linear = [], [], [], [], [], []
    covered = np.zeros((len(INTERVALS), *model.image_shape))
    for x in dequantised(faces, rows, rng):
        mean, std = (part.astype(np.float64) for part in encode(x.astype(np.float32)))
        z = mean + std * rng.standard_normal(mean.shape)
        centre, spread = conditional(z.astype(np.float32))
        log_likelihood.append(gaussian_log_density(x, centre, spread))
        distance = np.abs(x - centre) / spread
        covered += [(distance <= limit).sum(axis=0) for limit in reach]
        kl.append(standard_kl(mean, std))
        squares.append(mean_squares(x - model.decode(mean.astype(np.float32))))
        means.append(mean)
        if ppca:
            flat = x.reshape(len(x), -1)
            exact.append(ppca.log_likelihood(flat))
            linear.append(mean_squares(flat - ppca.decode(ppca.posterior(flat)[0])))
        on_batch(sum(map(len, means)), len(rows))
    return PerImage(
        rows=rows,
        log_likelihood=np.concatenate(log_likelihood),
        kl=np.concatenate(kl),
        mean=np.concatenate(means),
        squares=np.concatenate(squares),
        covered=covered / len(rows),
        linear=(np.concatenate(exact), np.concatenate(linear)) if ppca else None,
    )
