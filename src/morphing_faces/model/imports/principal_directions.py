"""Principal directions of many points, as coordinates for a spatial latent."""

from dataclasses import dataclass

import numpy as np

from morphing_faces.types import Floats

LEAST = 1e-4
"""Directions along which points spread less, as a part of the most, are but rounding."""


@dataclass(frozen=True)
class PrincipalDirections:
    """Where points lie, and along what they differ: a point is mean + (z * std) @ axes.

    Attributes:
        mean: [D].
        axes: [K, D], orthonormal, the one along which points differ most first.
        std: [K], standard deviations along them, all above 0.
    """

    mean: Floats
    axes: Floats
    std: Floats

    @property
    def size(self) -> int:
        """K."""
        return len(self.std)


def principal_directions(points: Floats, most: int) -> PrincipalDirections:
    """Principal component analysis.

    Args:
        points: [N, D] with N above 1.
        most: Directions at most; there are never more than N - 1.

    Returns:
        As many as there are; in their coordinates, points have mean 0 and covariance I.
    """
    mean = points.mean(axis=0, dtype=np.float64)
    _, values, axes = np.linalg.svd(points - mean, full_matrices=False)
    std = values / np.sqrt(len(points) - 1)
    count = min(most, len(points) - 1, int((std > LEAST * std[0]).sum()))
    parts = (mean, axes[:count], std[:count])
    return PrincipalDirections(*(np.ascontiguousarray(each, np.float32) for each in parts))
