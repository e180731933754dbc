"""Parzen-window log-likelihood, by the protocol of the tables published for TFD.

A Gaussian kernel of one bandwidth stands on each of 10,000 samples; the bandwidth is the best for
held-out faces, and the figure is the mean log-density of the test faces, pixels in [0, 1], not
dequantised (Breuleux, Bengio & Vincent, "Quickly Generating Representative Samples from an
RBM-Derived Process", 2011; Goodfellow et al., "Generative Adversarial Nets", 2014).

It is a poor measure: Theis, van den Oord & Bethge ("A note on the evaluation of generative
models", 2016, section 3.2) show that centroids of k-means beat real faces by it. So both stand
beside it here.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from morphing_faces.evaluation.metrics.density import standard_error
from morphing_faces.evaluation.metrics.distances import squared_distances
from morphing_faces.types import Doubles

SAMPLES = 10_000
BANDWIDTHS = (0.01, 1.0)
"""Between these the best one is sought, to half a per cent."""


@dataclass(frozen=True)
class ParzenFit:
    """The log-likelihood of faces under windows on some samples.

    Attributes:
        name: What the samples are.
        samples: How many.
        bandwidth: The best from 0.01 to 1 for held-out faces.
        log_likelihood: Mean over test faces, in nats.
        standard_error: Of that mean.
    """

    name: str
    samples: int
    bandwidth: float
    log_likelihood: float
    standard_error: float


@dataclass(frozen=True)
class Published:
    """A row of the published tables: mean and standard error, in nats; of TFD at 48 x 48."""

    name: str
    log_likelihood: str


PUBLISHED = (
    Published("DBN", "1,909 ± 66"),
    Published("deep GSN", "1,890 ± 29"),
    Published("GAN", "2,057 ± 26"),
    Published("stacked CAE", "2,110 ± 50"),
    Published("VAE", "2,149 ± 23 to 2,180 ± 20"),
    Published("GMMN + autoencoder", "2,204 ± 20"),
    Published("adversarial autoencoder", "2,252 ± 16"),
    Published("epitomic VAE", "2,371 ± 20"),
)


def parzen_window(
    name: str,
    samples: NDArray[np.floating],
    valid: NDArray[np.floating],
    test: NDArray[np.floating],
) -> ParzenFit:
    """Choose the bandwidth on `valid`, and measure on `test`.

    Args:
        name: What the samples are.
        samples: [S, D].
        valid: [V, D].
        test: [T, D].
    """
    blocks, size = list(squared_distances(valid, samples)), samples.shape[1]

    def loss(log_bandwidth: float) -> float:
        width = math.exp(log_bandwidth)
        return -float(np.concatenate([_log_density(block, size, width) for block in blocks]).mean())

    low, high = (math.log(width) for width in BANDWIDTHS)
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 0.005})
    best = math.exp(found.x)
    on_test = log_density(test, samples, best)
    return ParzenFit(name, len(samples), best, float(on_test.mean()), standard_error(on_test))


def log_density(
    x: NDArray[np.floating], samples: NDArray[np.floating], bandwidth: float
) -> Doubles:
    """Log of the mean of Gaussian kernels N(x; sample, bandwidth^2 I): [N, D] to [N]."""
    size = samples.shape[1]
    blocks = squared_distances(x, samples)
    return np.concatenate([_log_density(block, size, bandwidth) for block in blocks])


def _log_density(squares: Doubles, size: int, bandwidth: float) -> Doubles:
    constant = math.log(squares.shape[1]) + size / 2 * math.log(2 * math.pi * bandwidth**2)
    result: Doubles = logsumexp(squares / (-2 * bandwidth**2), axis=1) - constant
    return result
