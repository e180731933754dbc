"""Directions without labels: principal axes of the Jacobian, and of encoded pictures."""

import numpy as np

from morphing_faces.model.directions import SHORTEST, Direction
from morphing_faces.model.function.ranking import AxisRanking, upright
from morphing_faces.types import Floats

AXES = 8


def jacobian_directions(ranking: AxisRanking, count: int = AXES) -> tuple[Direction, ...]:
    """The ways along which the picture changes most: unit steps, the strongest first.

    They are the right singular vectors of a linear decoder. Empty as long as they are not known.
    """
    found = ranking.principal_axes(count)
    if found is None:
        return ()
    axes, strengths = found
    return tuple(
        Direction(f"jacobian-{number}", "unsupervised", axis.astype(np.float32))
        for number, (axis, strength) in enumerate(zip(axes, strengths, strict=True), 1)
        if strength > SHORTEST
    )


def point_directions(points: Floats, count: int = AXES) -> tuple[Direction, ...]:
    """The principal axes of points, such as those of encoded pictures.

    A step is one standard deviation, and their mean reads 0.

    Args:
        points: [N, L].
        count: How many, the widest first.
    """
    values = points.astype(np.float64)
    middle = values.mean(axis=0)
    _, lengths, axes = np.linalg.svd(values - middle, full_matrices=False)
    stds = lengths / np.sqrt(max(len(values) - 1, 1))
    found = []
    for number, (axis, std) in enumerate(zip(upright(axes), stds, strict=True), 1):
        if number > count or std < SHORTEST:
            break
        step = std * axis
        mean = float(middle @ step / (step @ step))
        found.append(Direction(f"encoded-{number}", "unsupervised", step.astype(np.float32), mean))
    return tuple(found)
