"""Factor analysis: probabilistic PCA with a noise of its own for every pixel.

    x = mean + W z + noise,   z ~ N(0, I),   noise ~ N(0, diag(variances))

Fitted by expectation maximisation (Rubin & Thayer, "EM algorithms for ML factor analysis", 1982),
which needs nothing of the images but products with their covariance. scikit-learn's FactorAnalysis
holds all images in float64 and decomposes them in every step.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.evaluation.baselines.covariance import Covariance
from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.types import Doubles

FLOOR = 1 / (12 * 256**2)
"""Least variance of a pixel: that of the dequantisation noise."""


@dataclass(frozen=True)
class Factors:
    """A fitted model.

    Attributes:
        mean: [D].
        loadings: W, [D, M].
        variances: Of the noise, [D], above 0.
        iterations: How many steps the fit took.
    """

    mean: Doubles
    loadings: Doubles
    variances: Doubles
    iterations: int

    @property
    def components(self) -> int:
        """M, the number of latent dimensions."""
        return int(self.loadings.shape[1])

    def posterior_mean(self, x: ArrayLike) -> Doubles:
        """E[z|x] of images [N, D]: [N, M]."""
        scaled = self.loadings / self.variances[:, None]
        precision = _precision(self.loadings, self.variances)
        return np.asarray(np.linalg.solve(precision, scaled.T @ self._centred(x).T).T, np.float64)

    def decode(self, z: ArrayLike) -> Doubles:
        """The mean of p(x|z): z [N, M] to [N, D]."""
        return self.mean + np.asarray(z, np.float64) @ self.loadings.T

    def log_likelihood(self, x: ArrayLike) -> Doubles:
        """Log N(x; mean, W W' + diag(variances)), exactly, by the matrix inversion lemma.

        Args:
            x: Images [N, D].

        Returns:
            [N], in nats per image.
        """
        centred = self._centred(x)
        projected = centred @ (self.loadings / self.variances[:, None])
        precision = _precision(self.loadings, self.variances)
        inside = (projected * np.linalg.solve(precision, projected.T).T).sum(axis=1)
        squares = (centred**2 / self.variances).sum(axis=1) - inside
        log_determinant = np.log(self.variances).sum() + np.linalg.slogdet(precision)[1]
        constant = len(self.mean) * math.log(2 * math.pi)
        result: Doubles = -0.5 * (constant + log_determinant + squares)
        return result

    def _centred(self, x: ArrayLike) -> Doubles:
        return np.asarray(x, np.float64) - self.mean


def fit_factors(
    covariance: Covariance,
    start: PPCA,
    *,
    iterations: int = 200,
    tolerance: float = 0.02,
    on_step: Callable[[int, int], None] = lambda _done, _of: None,
) -> Factors:
    """Fit by expectation maximisation, from the solution of probabilistic PCA on.

    Every step raises the likelihood of the images, so the result is at least as good as the start.

    Args:
        covariance: Of the images; where it is not held whole, each step is a pass over them.
        start: Probabilistic PCA of the same images, which also says how many components.
        iterations: The most steps to take.
        tolerance: Stop when a step gains less than this, in nats per image.
        on_step: Told how many steps are done, and of how many at most.
    """
    loadings: Doubles = start.loadings
    diagonal = covariance.variances
    variances = np.full(len(diagonal), max(start.variance, FLOOR))
    before = -math.inf
    for step in range(1, iterations + 1):
        scaled = loadings / variances[:, None]
        precision = _precision(loadings, variances)
        # S beta' with beta = E[z|x] as a matrix: the covariance of images and latent means.
        cross = np.linalg.solve(precision, (covariance @ scaled).T).T
        squares = (diagonal / variances).sum() - (cross * scaled).sum()
        log_determinant = np.log(variances).sum() + np.linalg.slogdet(precision)[1]
        now = -0.5 * (squares + log_determinant)
        on_step(step, iterations)
        if now - before < tolerance:
            break
        before = now
        second = np.linalg.inv(precision) + np.linalg.solve(precision, scaled.T @ cross)
        loadings = np.linalg.solve(second, cross.T).T
        variances = np.maximum(diagonal - (loadings * cross).sum(axis=1), FLOOR)
    return Factors(start.mean, loadings, variances, step)


def _precision(loadings: Doubles, variances: Doubles) -> Doubles:
    """Of the posterior of z: I + W' diag(variances)^-1 W, [M, M]."""
    result: Doubles = np.eye(loadings.shape[1]) + loadings.T @ (loadings / variances[:, None])
    return result
