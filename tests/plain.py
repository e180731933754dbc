"""Models without files, as somebody may write them: a class with the properties of Model."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from morphing_faces.model.capabilities import Capability
from morphing_faces.model.dimensions import Dimension, PlainDimension
from morphing_faces.model.identity import Identity, session_identity
from morphing_faces.types import Floats


def numbered(*indices: int) -> tuple[PlainDimension, ...]:
    """Dimensions without names, the most interesting first."""
    return tuple(PlainDimension(index) for index in indices)


@dataclass
class Rows:
    """Each row of its faces is one coordinate, squashed."""

    latent_size: int = 12
    interesting: tuple[Dimension, ...] = numbered(7, 2, 11, 0, 5)
    name: str = "rows"
    capabilities: frozenset[Capability[Any]] = frozenset()

    @property
    def identity(self) -> Identity:
        return session_identity(self.name, self.latent_size)

    @property
    def image_shape(self) -> tuple[int, ...]:
        return self.latent_size, 8

    def decode(self, z: Floats, /) -> Floats:
        rows = 1 / (1 + np.exp(-z))[:, :, None]
        return np.repeat(rows, 8, axis=2).astype(np.float32)
