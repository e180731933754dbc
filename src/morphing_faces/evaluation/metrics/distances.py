"""Distances between many points, a block of rows at a time."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from morphing_faces.types import Doubles

ROWS = 256


def squared_distances(
    points: NDArray[np.floating], others: NDArray[np.floating]
) -> Iterator[Doubles]:
    """Squared Euclidean distances, up to ROWS points at a time.

    Args:
        points: [N, D].
        others: [M, D].

    Yields:
        float64 [up to ROWS, M], never negative. The products are computed in the points' own
        precision, about their common centre, where little is lost by subtracting squares.
    """
    centre = others.mean(axis=0, dtype=np.float64).astype(others.dtype)
    others = others - centre
    lengths = np.einsum("ij,ij->i", others, others, dtype=np.float64)
    for start in range(0, len(points), ROWS):
        block = points[start : start + ROWS].astype(others.dtype) - centre
        own = np.einsum("ij,ij->i", block, block, dtype=np.float64)
        found = own[:, None] + lengths - 2.0 * (block @ others.T)
        yield np.maximum(found, 0, out=found)


def nearest(
    points: NDArray[np.floating], others: NDArray[np.floating], count: int = 1
) -> tuple[NDArray[np.intp], Doubles]:
    """The nearest others of every point, the nearest first.

    Returns:
        Their places [N, count], and their distances [N, count].
    """
    places, distances = [], []
    for block in squared_distances(points, others):
        part = np.argpartition(block, min(count, block.shape[1] - 1), axis=1)[:, :count]
        found = np.take_along_axis(block, part, axis=1)
        order = np.argsort(found, axis=1, kind="stable")
        places.append(np.take_along_axis(part, order, axis=1))
        distances.append(np.sqrt(np.take_along_axis(found, order, axis=1)))
    return np.concatenate(places), np.concatenate(distances)
