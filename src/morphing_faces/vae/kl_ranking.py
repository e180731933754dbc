"""Which latent dimensions do something, and how much."""

import numpy as np
from numpy.typing import NDArray

from morphing_faces.model.dimensions import RankedDimension

NEGLIGIBLE_KL = 0.01
FEWEST = 2
"""Dimensions that a picture has to move in."""


def rank_dimensions(
    kl: NDArray[np.floating], mean: NDArray[np.floating], cut: int = 0
) -> list[RankedDimension]:
    """Rank latent dimensions by their mean KL over faces, the most interesting first.

    A dimension that the posterior leaves at the prior has KL 0 and carries nothing about the face.

    Args:
        kl: KL(q(z|x) || N(0, I)) of every held-out face and dimension, [N, L], in nats.
        mean: Posterior means of the same faces, [N, L].
        cut: So many dimensions were trained to carry the most, and come before all others.

    Returns:
        The dimensions whose mean KL is at least NEGLIGIBLE_KL nats; at least two, so that even an
        untrained model can be played.
    """
    average = kl.mean(axis=0, dtype=np.float64)
    others = np.arange(len(average)) >= cut
    order = np.lexsort((-average, others))
    kept = order[average[order] >= NEGLIGIBLE_KL]
    if len(kept) < FEWEST:
        kept = order[:FEWEST]
    centres = mean.mean(axis=0, dtype=np.float64)
    spreads = mean.std(axis=0, dtype=np.float64)
    return [
        RankedDimension(int(i), float(average[i]), float(centres[i]), float(spreads[i]))
        for i in kept
    ]
