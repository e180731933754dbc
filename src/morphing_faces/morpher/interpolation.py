"""Ways through the latent space."""

from collections.abc import Sequence

import numpy as np

from morphing_faces.types import Floats

PARALLEL = 1e-4


def between(start: Floats, end: Floats, share: float) -> Floats:
    """A point on the way from one latent point to another.

    Along the great circle, with the distance from the origin changing evenly (White 2016,
    "Sampling Generative Networks"): the straight line runs through points that are closer to the
    origin than nearly all faces, where they look alike. Straight where there is no great circle.

    Args:
        start: float32 [L].
        end: float32 [L].
        share: How far, from 0 to 1.

    Returns:
        float32 [L]; exactly start at 0 and end at 1.
    """
    if share <= 0:
        return start
    if share >= 1:
        return end
    first, last = start.astype(np.float64), end.astype(np.float64)
    lengths = np.linalg.norm(first), np.linalg.norm(last)
    straight = (1 - share) * first + share * last
    if min(lengths) < PARALLEL:
        return straight.astype(np.float32)
    cosine = float(np.clip(first @ last / (lengths[0] * lengths[1]), -1, 1))
    angle = np.arccos(cosine)
    if np.sin(angle) < PARALLEL:
        return straight.astype(np.float32)
    turned = (
        np.sin((1 - share) * angle) * first / lengths[0] + np.sin(share * angle) * last / lengths[1]
    ) / np.sin(angle)
    length = (1 - share) * lengths[0] + share * lengths[1]
    point: Floats = (length * turned).astype(np.float32)
    return point


def eased(share: float) -> float:
    """The same way with a soft start and a soft end: 3 t^2 - 2 t^3."""
    return share * share * (3 - 2 * share)


def along(stops: Sequence[Floats], share: float) -> Floats:
    """A point on the way through several points, gliding off from each and onto the next.

    Args:
        stops: Two points or more, [L] each.
        share: How far of the whole way, from 0 to 1.
    """
    legs = len(stops) - 1
    leg = min(int(share * legs), legs - 1)
    return between(stops[leg], stops[leg + 1], eased(share * legs - leg))
