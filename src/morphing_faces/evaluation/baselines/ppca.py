"""Probabilistic principal component analysis: the linear baseline, in closed form.

    x = mean + W z + noise,   z ~ N(0, I),   noise ~ N(0, variance I)

Tipping & Bishop, "Probabilistic Principal Component Analysis", 1999. It needs numpy only, so that a
model folder that carries its baseline can be judged against it anywhere.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.errors import FaceSetError
from morphing_faces.types import Doubles


@dataclass(frozen=True)
class PPCA:
    """A fitted model.

    Attributes:
        mean: [D].
        loadings: W, [D, M]; its columns are orthogonal, the longest first.
        variance: Of the noise, above 0.
    """

    mean: Doubles
    loadings: Doubles
    variance: float

    @property
    def components(self) -> int:
        """M, the number of latent dimensions."""
        return int(self.loadings.shape[1])

    def posterior(self, x: ArrayLike) -> tuple[Doubles, Doubles]:
        """The posterior of z, exactly: N((W'W + variance I)^-1 W'(x - mean), diagonal).

        Args:
            x: Images [N, D].

        Returns:
            Posterior means [N, M] and the standard deviations [M], the same for every image.
        """
        total = (self.loadings**2).sum(axis=0) + self.variance
        means = (np.asarray(x, np.float64) - self.mean) @ self.loadings / total
        return means, np.sqrt(self.variance / total)

    def decode(self, z: ArrayLike) -> Doubles:
        """The mean of p(x|z): z [N, M] to [N, D]."""
        return self.mean + np.asarray(z, np.float64) @ self.loadings.T

    def log_likelihood(self, x: ArrayLike) -> Doubles:
        """Log p(x) = log N(x; mean, W W' + variance I), exactly (Tipping & Bishop 1999, eq. 4).

        Args:
            x: Images [N, D].

        Returns:
            [N], in nats per image.
        """
        centred = np.asarray(x, np.float64) - self.mean
        size = centred.shape[1]
        total = (self.loadings**2).sum(axis=0) + self.variance
        projected = centred @ self.loadings
        squares = ((centred**2).sum(axis=1) - (projected**2 / total).sum(axis=1)) / self.variance
        log_determinant = np.log(total).sum() + (size - self.components) * math.log(self.variance)
        result: Doubles = -0.5 * (size * math.log(2 * math.pi) + log_determinant + squares)
        return result


def fit_ppca(batches: Iterable[ArrayLike], components: int) -> PPCA:
    """Fit by maximum likelihood (Tipping & Bishop 1999, equations 7 and 8), in one pass.

    Args:
        batches: Images [N, D] each; only sums over them are kept, [D, D].
        components: M, from 1 to D - 1.

    Raises:
        FaceSetError: There are too few images for so many components.
    """
    return ppca_of(*moments(batches), components)


def ppca_of(mean: Doubles, covariance: Doubles, count: int, components: int) -> PPCA:
    """Fit to the moments of `count` images; see fit_ppca."""
    if not 0 < components < min(count, len(mean)):
        raise FaceSetError(
            f"probabilistic PCA with {components} components needs more than {components} images "
            f"of more than {components} pixel values, got {count} of {len(mean)}"
        )
    values, vectors = np.linalg.eigh(covariance)
    values, vectors = values[::-1], vectors[:, ::-1]
    variance = float(values[components:].mean())
    if variance <= 0:
        raise FaceSetError(
            f"the images lie in a space of {components} dimensions or fewer, where probabilistic "
            f"PCA with {components} components has no noise left to fit; use more images"
        )
    lengths = np.sqrt(np.maximum(values[:components] - variance, 0))
    return PPCA(mean, vectors[:, :components] * lengths, variance)


def moments(batches: Iterable[ArrayLike]) -> tuple[Doubles, Doubles, int]:
    """Mean [D] and covariance [D, D] of images [N, D], in one pass, and how many there are.

    Args:
        batches: Images [N, D] each; only sums over them are kept.
    """
    count = 0
    total: Doubles | None = None
    products: Doubles | None = None
    for batch in batches:
        x = np.asarray(batch, np.float64)
        if total is None or products is None:
            total, products = np.zeros(x.shape[1]), np.zeros((x.shape[1], x.shape[1]))
        count += len(x)
        total += x.sum(axis=0)
        products += x.T @ x
    if total is None or products is None:
        return np.zeros(0), np.zeros((0, 0)), 0
    mean = total / count
    return mean, products / count - np.outer(mean, mean), count
