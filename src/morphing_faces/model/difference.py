"""From one group of points to another: the step between their means, and how certain it is."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import ModelError
from morphing_faces.model.directions import SHORTEST
from morphing_faces.types import Floats


class Difference(NamedTuple):
    """The step from the mean of one group of points to that of another.

    Attributes:
        step: float32 [L].
        length: Its Euclidean norm.
        error: The standard error of that length.
        chance: The length that groups of these sizes would have if there was no difference.
    """

    step: Floats
    length: float
    error: float
    chance: float

    def __str__(self) -> str:
        told = f"{self.length:.2f} ± {self.error:.2f} long, by chance alone {self.chance:.2f}"
        return f"{told}: hardly a difference" if self.length < 1.5 * self.chance else told


def difference(first: NDArray[np.floating], second: NDArray[np.floating]) -> Difference:
    """The step from one group of points to another, and how certain it is.

    With d the difference of means and S the diagonal of its covariance, by the groups' own
    variances, the error is sqrt(d' S d) / |d|, and by chance alone d is about sqrt(trace S) long.

    Args:
        first: [N, L], N at least 2.
        second: [M, L], M at least 2.

    Raises:
        ModelError: A group is too small, or both have the same mean.
    """
    groups = [np.asarray(each, np.float64) for each in (first, second)]
    if min(len(each) for each in groups) < 2:
        raise ModelError("a group needs two points at least, so that it can be told how they vary")
    step = groups[1].mean(axis=0) - groups[0].mean(axis=0)
    length = float(np.linalg.norm(step))
    if length < SHORTEST:
        raise ModelError("the two groups have the same mean, and no step leads from one to another")
    squares = sum((each.var(axis=0, ddof=1) / len(each) for each in groups), np.zeros(len(step)))
    error = float(np.sqrt(step @ (squares * step))) / length
    return Difference(step.astype(np.float32), length, error, float(np.sqrt(squares.sum())))
