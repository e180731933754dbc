"""A model as it is played: its dimensions by rank, what they are called, and what draws."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.capabilities import SAMPLING
from morphing_faces.model.dimensions import Dimension, PlainDimension
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.walk import RandomWalk
from morphing_faces.types import Floats

Prior = Literal["fitted", "standard"]
"""Where random faces come from: the density that a model fitted to its faces, or N(0, I)."""


class PlayedModel:
    """What a morpher knows of a model while it plays it; undo leads back to the same one.

    Args:
        model: What turns latent points into faces.
        rng: What to draw from.
        prior: As of a Morpher.

    Attributes:
        model: The same.
        indices: Where the dimension of each rank lies in z.
        names: What the dimension of each rank is called by now.
        walk: Its random walk.

    Raises:
        ModelError: The model has fewer than two interesting dimensions.
    """

    def __init__(self, model: Model, rng: np.random.Generator, prior: Prior) -> None:
        self.model = model
        self.indices = [dimension.index for dimension in model.interesting]
        self.names = [dimension.name for dimension in model.interesting]
        if len(self.indices) < 2:
            raise ModelError("at least two interesting dimensions are needed to morph a face")
        self.walk = RandomWalk(rng, self.indices)
        self._rng = rng
        self._sampler = SAMPLING.of(model) if prior == "fitted" else None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions by rank: where each lies in z, and what it is called by now."""
        return tuple(map(PlainDimension, self.indices, self.names))

    def renumber(self, dimensions: Sequence[Dimension]) -> None:
        """Number the dimensions anew; at least two, the most interesting first."""
        self.indices[:] = [dimension.index for dimension in dimensions]
        self.names[:] = [dimension.name for dimension in dimensions]

    def draw(self) -> Floats:
        """A latent point of a random face, float32 [L]."""
        if self._sampler is not None:
            drawn: Floats = self._sampler.sample(self._rng, 1)[0]
            return drawn
        return self._rng.standard_normal(self.model.latent_size, np.float32)

    def decode(self, z: Floats) -> Floats:
        """The face of a latent point, [L]; any thread may ask.

        Returns:
            float32 [H, W] or [H, W, 3] in [0, 1].

        Raises:
            ModelError: The decoder cannot, or its answer is not finite.
        """
        face: Floats = self.model.decode(z[None])[0]
        if not np.isfinite(face).all():
            raise ModelError("the decoder gives no finite face here; try 'r' or a smaller range")
        return face
