"""Does the model describe groups of faces equally well?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.evaluation.metrics.density import standard_error
from morphing_faces.evaluation.metrics.groups import groups
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.types import Doubles

FEW = 30
"""Groups of fewer faces are marked: their figures say little."""


@dataclass(frozen=True)
class Group:
    """Figures of the faces that share a label.

    Attributes:
        label: "age", "gender", "ethnicity", "expression" or "source".
        value: The group: a word of the source's, or a band of ages in years.
        faces: How many.
        few: Whether they are fewer than 30, so that the figures say little.
        elbo: Mean, in nats per image.
        elbo_standard_error: Of that mean.
        rmse: Of reconstructions, in units of the range [0, 1].
        rmse_standard_error: By the delta method from that of the mean squared error.
    """

    label: str
    value: str
    faces: int
    few: bool
    elbo: float
    elbo_standard_error: float
    rmse: float
    rmse_standard_error: float


def by_group(
    faces: FaceSet, rows: NDArray[np.int64], elbo: Doubles, squares: Doubles
) -> tuple[Group, ...]:
    """Split figures by the labels of the faces.

    Args:
        faces: The face set.
        rows: Which of its faces, [N].
        elbo: Of each, [N], nats.
        squares: Mean squared error of each reconstruction, [N].
    """
    found = []
    for label, value, members in groups(faces, rows):
        count, rmse = int(members.sum()), float(np.sqrt(squares[members].mean()))
        found.append(
            Group(
                label=label,
                value=value,
                faces=count,
                few=count < FEW,
                elbo=float(elbo[members].mean()),
                elbo_standard_error=standard_error(elbo[members]),
                rmse=rmse,
                rmse_standard_error=standard_error(squares[members]) / (2 * rmse) if rmse else 0.0,
            )
        )
    return tuple(found)
