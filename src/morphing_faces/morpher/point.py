"""A latent point as it is exchanged: by links, documents, pictures, photographs, and undo."""

from typing import NamedTuple

from morphing_faces.types import Floats


class Point(NamedTuple):
    """A latent point, and perhaps how it was looked at.

    Attributes:
        z: float32 [L].
        selected: The ranks of the two dimensions that the mouse moved; None where nobody chose
            any, as for a photograph: whoever goes there keeps those of now.
        reach: The coordinate at the picture's edges; None likewise.
    """

    z: Floats
    selected: tuple[int, int] | None = None
    reach: float | None = None
