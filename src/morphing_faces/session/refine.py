"""From the encoder's answer to a closer reconstruction: a few steps of Levenberg and Marquardt.

The encoder answers in one pass, and so for all faces by the same rule; for one face, a better z is
near. What is sought is the top of the posterior under one fixed standard deviation sigma of all
pixels, PIXEL_SIGMA,

    log p(x|z) + log p(z) = - |x - m(z)|^2 / (2 sigma^2) - |z|^2 / 2 + constant,

with m the decoder. The model's own standard deviation would not do: where it can widen, the top is
reached without coming closer to the picture. With J the derivative of m, each step solves

    (H + damping diag(H)) move = J' (x - m) / sigma^2 - z,   H = J' J / sigma^2 + I

(Marquardt 1963; scipy, which has the method, is not among what playing needs). J is taken by
central differences through the decoder as it ships, so that no framework that differentiates is
needed; a face has few enough coordinates. The differences are wide at first: the decoder bends at
every hidden unit, and the slope over a wide stretch leads further than the one on the spot. Where a
step gains hardly anything, they become narrower.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.protocol import Model
from morphing_faces.types import Doubles, Floats

PIXEL_SIGMA = 0.01
"""A small one, so that the picture counts and the prior only keeps z from running away."""
WIDTHS = 1.0, 0.3, 0.1
"""Of the central differences, the first ones wide; narrower ones would be lost in 8 bits' rounding.
"""
DAMPING = 0.1
"""At first, as a part of the curvature's diagonal."""
DAMPING_AFTER_SUCCESS, DAMPING_AFTER_FAILURE = 0.3, 4.0
"""By what the damping is multiplied."""
LARGEST_DAMPING = 1e5
"""Where no smaller damping leads to a better point, none is sought with these differences."""
TOLERANCE = 0.001
"""What a step gains, as a part of the objective, that makes the differences narrower."""


class Refined(NamedTuple):
    """How far the search is.

    Attributes:
        z: The best point so far, float32 [L].
        objective: log p(x|z) + log p(z) there, in nats, less its constant.
        rmse: The root of the mean squared error of its reconstruction, in units of [0, 1].
    """

    z: Floats
    objective: float
    rmse: float


def refine(model: Model, image: Floats, z: Floats, steps: int) -> Iterator[Refined]:
    """Look for the point whose face comes closest to a picture.

    Args:
        model: The model.
        image: float32 [H, W] or [H, W, 3] in [0, 1].
        z: Where to start, float32 [L], such as the encoder's mean.
        steps: The most to take; fewer where nothing more is to be gained.

    Yields:
        The start, then a better point after each step: neither objective nor error gets worse.

    Raises:
        ModelError: The picture has another shape than the model's.
    """
    if np.shape(image) != model.image_shape:
        raise ModelError(f"a picture of model {model.name!r} has the shape {model.image_shape}")
    picture = np.asarray(image, np.float64).ravel()
    best = _judge(model, picture, np.array(z, np.float32))
    yield best
    widths, damping = list(WIDTHS), DAMPING
    for _ in range(steps):
        while (step := _step(model, picture, best, widths[0], damping)) is None:
            if len(widths) == 1:
                return
            damping = DAMPING
            del widths[0]
        gain = step.found.objective - best.objective
        best, damping = step.found, step.damping * DAMPING_AFTER_SUCCESS
        yield best
        if gain < TOLERANCE * abs(best.objective):
            if len(widths) == 1:
                return
            del widths[0]


class _Step(NamedTuple):
    """A better point, and the damping that led there."""

    found: Refined
    damping: float


def _step(
    model: Model, picture: Doubles, best: Refined, width: float, damping: float
) -> _Step | None:
    """A step to a better point; None where no damping leads to one."""
    gradient, curvature = slope(model, picture, best.z, width)
    while damping < LARGEST_DAMPING:
        stiff = curvature + damping * np.diag(curvature.diagonal())
        move = np.linalg.solve(stiff, gradient)
        found = _judge(model, picture, (best.z + move).astype(np.float32))
        if found.objective > best.objective and found.rmse <= best.rmse:
            return _Step(found, damping)
        damping *= DAMPING_AFTER_FAILURE
    return None


def slope(model: Model, picture: Doubles, z: Floats, width: float) -> tuple[Doubles, Doubles]:
    """Gradient [L] and expected curvature [L, L] of the objective.

    Args:
        model: The model.
        picture: The picture's values in a row, float64 [pixels].
        z: Where, float32 [L].
        width: How far the points of each central difference are from there.
    """
    offsets = (width * np.eye(len(z))).astype(np.float32)
    faces = model.decode(np.concatenate([z[None], z + offsets, z - offsets]))
    mean = faces.reshape(len(faces), -1).astype(np.float64)
    jacobian = (mean[1 : len(z) + 1] - mean[len(z) + 1 :]) / (2 * width)  # [L, pixels]
    gradient = jacobian @ (picture - mean[0]) / PIXEL_SIGMA**2 - z
    return gradient, jacobian @ jacobian.T / PIXEL_SIGMA**2 + np.eye(len(z))


def _judge(model: Model, picture: Doubles, z: Floats) -> Refined:
    squared = float(((picture - model.decode(z[None]).ravel()) ** 2).sum())
    objective = -squared / (2 * PIXEL_SIGMA**2) - 0.5 * float((z.astype(np.float64) ** 2).sum())
    return Refined(z, objective, float(np.sqrt(squared / picture.size)))
