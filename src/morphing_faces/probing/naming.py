"""Names for the latent dimensions that do what a direction is named after."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from morphing_faces.model.capabilities import RANKING
from morphing_faces.model.protocol import Model
from morphing_faces.probing.attributes import Attribute
from morphing_faces.types import Doubles

EXPLAINED = 0.5
"""The squared correlation from which on a dimension gets a name. Dimensions hardly correlate, so
their squared correlations with an attribute add up to one at most: above a half there is one."""
LEAST = 40


class Named(NamedTuple):
    """A name for a dimension.

    Attributes:
        name: The attribute's; its opposite where the coordinate falls as the attribute rises.
        explained: The squared correlation of the coordinate and the attribute.
        faces: On how many held-out faces.
    """

    name: str
    explained: float
    faces: int


def explain(
    model: Model, z: Doubles, attributes: Sequence[Attribute], held_out: NDArray[np.bool_]
) -> dict[int, Named]:
    """Name the dimensions of which an attribute explains enough.

    Args:
        model: Whose interesting dimensions.
        z: Posterior means of held-out faces, [N, L].
        attributes: Of all faces.
        held_out: Which of these are those in z.

    Returns:
        Names by index in z, by falling interest; each once, for the dimension that it fits best.
    """
    found: dict[int, Named] = {}
    indices = [dimension.index for dimension in RANKING.needed(model).ranking]
    for attribute in attributes:
        values = attribute.values[held_out]
        known = np.isfinite(values)
        if known.sum() < LEAST:
            continue
        correlations = _correlations(z[known][:, indices], values[known])
        best = int(np.argmax(np.square(correlations)))
        explained = float(correlations[best] ** 2)
        before = found.get(indices[best])
        if explained >= EXPLAINED and (before is None or explained > before.explained):
            name = attribute.name if correlations[best] > 0 else attribute.opposite
            found[indices[best]] = Named(name, round(explained, 4), int(known.sum()))
    return {index: found[index] for index in indices if index in found}


def _correlations(z: Doubles, values: Doubles) -> Doubles:
    """Of every column of z with the values; 0 where one does not vary."""
    apart, off = z - z.mean(axis=0), values - values.mean()
    sizes = np.sqrt(np.square(apart).sum(axis=0) * np.square(off).sum())
    found: Doubles = np.divide(off @ apart, sizes, out=np.zeros(z.shape[1]), where=sizes > 0)
    return found
