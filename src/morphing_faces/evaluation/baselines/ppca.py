"""Probabilistic principal component analysis: the linear baseline, in closed form.

    x = mean + W z + noise,   z ~ N(0, I),   noise ~ N(0, variance I)

Tipping & Bishop, "Probabilistic Principal Component Analysis", 1999. To judge by a
fitted model takes numpy only, so that a model folder can carry its baseline anywhere; to fit one to
images of many pixels takes scipy.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.baselines.covariance import Batches, Covariance
from morphing_faces.types import Doubles
from morphing_faces.wording import counted

ROUNDS = 6
"""Of the iteration for many pixels; after three, the likelihood of 30,000 faces in colour with 400
components was within 0.004 of 15,971 nats of the exact one."""


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

    def truncated(self, components: int) -> "PPCA":
        """The maximum of the likelihood with fewer components, of the same images.

        What the components left out explained goes to the noise (Tipping & Bishop 1999, eq. 8).

        Args:
            components: From 1 to M.
        """
        lengths = (self.loadings**2).sum(axis=0)
        size = len(self.mean)
        variance = self.variance + lengths[components:].sum() / (size - components)
        scales = np.sqrt(np.maximum(lengths[:components] + self.variance - variance, 0))
        vectors = self.loadings[:, :components] / np.sqrt(lengths[:components])
        return PPCA(self.mean, vectors * scales, float(variance))

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


def fit_ppca(batches: Batches, components: int) -> PPCA:
    """Fit by maximum likelihood (Tipping & Bishop 1999, equations 7 and 8).

    Args:
        batches: Makes the images [N, D] anew, a batch at a time: once where D is small, and else
            for about ten passes; see ppca_of.
        components: M, from 1 to D - 1.

    Raises:
        FaceSetError: There are too few images for so many components.
    """
    return ppca_of(Covariance(batches), components)


def ppca_of(covariance: Covariance, components: int) -> PPCA:
    """Fit to the covariance of images; see fit_ppca.

    Where the covariance is held whole, by all its eigenvectors; else by those with the largest
    eigenvalues alone, which take memory of a few matrices [D, M]. The variance of the noise is the
    mean of the eigenvalues left out, and that is exact without them: it is the total variance less
    what the components hold.

    Raises:
        FaceSetError: There are too few images for so many components.
    """
    count, size = covariance.count, covariance.size
    if not 0 < components < min(count, size):
        raise FaceSetError(
            f"probabilistic PCA with {counted(components, 'component')} needs more than "
            f"{counted(components, 'image')} of more than "
            f"{counted(components, 'pixel value')}, got {count} of {size}"
        )
    if covariance.matrix is not None:
        values, vectors = np.linalg.eigh(covariance.matrix)
    else:
        values, vectors = _largest(covariance, components)
    values, vectors = values[::-1][:components], vectors[:, ::-1][:, :components]
    variance = float((covariance.total - values.sum()) / (size - components))
    if variance <= 0:
        raise FaceSetError(
            f"the images lie in a space of {counted(components, 'dimension')} or fewer, where "
            f"probabilistic PCA with {counted(components, 'component')} has no noise left to "
            "fit; use more images"
        )
    return PPCA(covariance.mean, vectors * np.sqrt(np.maximum(values - variance, 0)), variance)


def _largest(covariance: Covariance, components: int) -> tuple[Doubles, Doubles]:
    """The largest eigenvalues, rising, and their eigenvectors in columns; a few more than asked.

    By the locally optimal block preconditioned conjugate gradient method (Knyazev 2001): each
    round is one product with the covariance, and so one pass over the images. A tenth more columns
    than are needed makes it fast, as in randomised decompositions (Halko et al. 2011, section 4.4).
    """
    from scipy.sparse.linalg import LinearOperator, lobpcg

    shape = (covariance.size, covariance.size)
    operator = LinearOperator(
        shape, matvec=covariance.__matmul__, matmat=covariance.__matmul__, dtype=np.float64
    )
    columns = components + max(10, components // 10)
    start = np.random.default_rng(0).standard_normal((covariance.size, columns))
    with warnings.catch_warnings():
        # It warns that the last columns, which are not used, have not converged, and where there
        # are nearly as many columns as pixels, that it takes the matrix whole.
        warnings.simplefilter("ignore", UserWarning)
        tolerance = 1e-6 * covariance.total
        values, vectors = lobpcg(operator, start, tol=tolerance, maxiter=ROUNDS, largest=True)
    order = np.argsort(values)
    return values[order], np.asarray(vectors[:, order], np.float64)
