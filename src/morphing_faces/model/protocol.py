"""What can be played: anything that decodes. A model folder is one such, a Python function another.

Everything above this room takes a `Model`, never a class of models; what more a model may have
stands in capabilities.py.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from morphing_faces.model.capabilities import Capability
from morphing_faces.model.dimensions import Dimension
from morphing_faces.model.identity import Identity
from morphing_faces.types import Floats


class Model(Protocol):
    """A model that can be played. `load_model` opens a model folder, which is one.

    A class of your own needs these properties, as plain attributes if you like, and `decode`;
    nothing has to be inherited.
    """

    @property
    def name(self) -> str:
        """What the user calls it."""

    @property
    def identity(self) -> Identity:
        """What its points are known by; session_identity makes one for a model without files."""

    @property
    def latent_size(self) -> int:
        """L, the number of coordinates of a latent point."""

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(H, W) for grey pictures, (H, W, 3) for colour."""

    @property
    def interesting(self) -> Sequence[Dimension]:
        """At least two dimensions, which the user numbers from 0, the most interesting first."""

    @property
    def capabilities(self) -> frozenset[Capability[Any]]:
        """What it can do besides; an empty set for a model that only decodes."""

    def decode(self, z: Floats, /) -> Floats:
        """Decode latent points to pictures.

        Args:
            z: float32 [N, L], finite numbers.

        Returns:
            float32 [N, H, W] or [N, H, W, 3] in [0, 1].

        Raises:
            ModelError: z has another shape, or cannot be decoded.
        """
