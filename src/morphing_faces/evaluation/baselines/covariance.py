"""The covariance of images that come in batches: whole where it is small, never held where not.

D pixel values make a matrix of D^2 numbers: 42 MB for 48 x 48 grey, 1.2 GB for 64 x 64 in colour, 6
GB for 96 x 96. All that a linear model needs of it are products with a few columns, and of those
each is a pass over the images: C q = sum over images (x - mean) ((x - mean)' q) / N.
"""

import math
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.types import Doubles

Batches = Callable[[], Iterable[ArrayLike]]
"""Makes the same images anew for every pass: [N, D] at a time."""

WHOLE = 4096
"""Up to so many pixel values the matrix is held whole: 134 MB, and a minute to decompose."""


class Covariance:
    """The covariance [D, D] of images, to be multiplied from the right.

    Args:
        batches: The images; read once now, and once for every product where D is above `whole`.
        whole: Up to which D the matrix is held.

    Attributes:
        count: N, how many images there are.
        mean: Of the images, [D].
        variances: Of every pixel, [D]: the diagonal. Their sum is the total variance, exactly.
        matrix: [D, D] where it is held, else None.
    """

    def __init__(self, batches: Batches, *, whole: int = WHOLE) -> None:
        self._batches = batches
        count, total, squares = 0, np.zeros(0), np.zeros(0)
        products: Doubles | None = None
        for batch in batches():
            x = np.asarray(batch, np.float64)
            if not count:
                size = x.shape[1]
                total, squares = np.zeros(size), np.zeros(size)
                products = np.zeros((size, size)) if size <= whole else None
            count += len(x)
            total += x.sum(axis=0)
            squares += np.einsum("nd,nd->d", x, x)
            if products is not None:
                products += x.T @ x
        self.count = count
        self.mean: Doubles = total / max(count, 1)
        self.variances: Doubles = squares / max(count, 1) - self.mean**2
        self.matrix: Doubles | None = None
        if products is not None:
            self.matrix = products / count - np.outer(self.mean, self.mean)

    @property
    def size(self) -> int:
        """D, the values of an image."""
        return len(self.mean)

    @cached_property
    def total(self) -> float:
        """The sum of all variances, the trace."""
        return math.fsum(self.variances)

    def __matmul__(self, columns: Doubles) -> Doubles:
        """The product with [D, K], [D, K]; images are multiplied in float32, sums are float64."""
        if self.matrix is not None:
            return self.matrix @ columns
        narrow, mean = columns.astype(np.float32), self.mean.astype(np.float32)
        product = np.zeros(columns.shape)
        for batch in self._batches():
            centred = np.asarray(batch, np.float32) - mean
            product += centred.T @ (centred @ narrow)
        return product / self.count
