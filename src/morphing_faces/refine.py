"""From the encoder's answer to a closer reconstruction: a few steps of Levenberg and Marquardt.

The encoder answers in one pass, and so for all faces by the same rule; for one face, a better z is
near. What is sought is the top of the posterior under a fixed standard deviation S of the pixels,

    log p(x|z) + log p(z) = - |x - m(z)|^2 / (2 S^2) - |z|^2 / 2 + constant,

with m the decoder. The model's own standard deviation would not do: where it can widen, the top is
reached without coming closer to the picture. With J the derivative of m, each step solves

    (J' J / S^2 + I + damping) move = J' (x - m) / S^2 - z

(Marquardt 1963). J is taken by central differences through the decoder as it ships, so that no
framework that differentiates is needed; a face has few enough coordinates.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import ModelError
from morphing_faces.model import Floats, Model

S = 0.01
"""A small one, so that the picture counts and the prior only keeps z from running away."""
REACH = 0.05
"""Of a difference: wide enough for an 8-bit decoder's rounding to hardly matter."""
DAMPING = 0.1
SOFTER, HARDER = 0.3, 4.0
STIFFEST = 1e5

Matrix = NDArray[np.float64]


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
    damping = DAMPING
    for _ in range(steps):
        gradient, curvature = _slope(model, picture, best.z)
        while damping < STIFFEST:
            stiff = curvature + damping * np.diag(curvature.diagonal())
            move = np.linalg.solve(stiff, gradient)
            found = _judge(model, picture, (best.z + move).astype(np.float32))
            if found.objective > best.objective and found.rmse <= best.rmse:
                break
            damping *= HARDER
        else:
            return
        damping *= SOFTER
        best = found
        yield best


def _slope(model: Model, picture: Matrix, z: Floats) -> tuple[Matrix, Matrix]:
    """Gradient [L] and expected curvature [L, L] of the objective."""
    aside = REACH * np.eye(len(z))
    faces = model.decode(np.concatenate([z[None], z + aside, z - aside]))
    mean = faces.reshape(len(faces), -1).astype(np.float64)
    jacobian = (mean[1 : len(z) + 1] - mean[len(z) + 1 :]) / (2 * REACH)  # [L, pixels]
    gradient = jacobian @ (picture - mean[0]) / S**2 - z
    return gradient, jacobian @ jacobian.T / S**2 + np.eye(len(z))


def _judge(model: Model, picture: Matrix, z: Floats) -> Refined:
    squared = float(((picture - model.decode(z[None]).ravel()) ** 2).sum())
    objective = -squared / (2 * S**2) - 0.5 * float((z.astype(np.float64) ** 2).sum())
    return Refined(z, objective, float(np.sqrt(squared / picture.size)))
