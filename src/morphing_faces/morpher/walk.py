"""The random walk of the original demo: one interesting dimension at a time, by a half."""

from collections.abc import Sequence

import numpy as np

from morphing_faces.types import Floats

STRIDE = 0.5
LIMIT = 3.0
NOTHING = 1e-9


class RandomWalk:
    """A walk that can be taken in shares of a step, so that views can glide.

    Args:
        rng: What to draw dimensions and directions from.
        indices: The places in z that the walk moves.
    """

    def __init__(self, rng: np.random.Generator, indices: Sequence[int]) -> None:
        self._rng = rng
        self._indices = indices
        self._index = indices[0]
        self._stride = 0.0
        self._left = 0.0

    def advance(self, z: Floats, steps: float) -> None:
        """Take some of the walk's steps, whole ones or shares.

        Each whole step moves one dimension, drawn at random, by +0.5 or -0.5; a step that would
        leave [-3, 3], where the prior has hardly any faces, goes the other way.

        Args:
            z: The latent point [L], which is changed.
            steps: How many to take: 1 for a whole one, 0.1 for a tenth of one.
        """
        while steps > NOTHING:
            if self._left <= NOTHING:
                self._draw(z)
            share = min(steps, self._left)
            z[self._index] += share * self._stride
            self._left -= share
            steps -= share

    def _draw(self, z: Floats) -> None:
        """Choose the next step."""
        self._index = int(self._rng.choice(self._indices))
        stride = float(self._rng.choice((-STRIDE, STRIDE)))
        target = float(z[self._index]) + stride
        self._stride = -stride if abs(target) > LIMIT and target * stride > 0 else stride
        self._left = 1.0
