"""The labels of a face set, and its faces grouped by them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morphing_faces.faces.set.faceset import FaceSet

GROUPED_BY = ("age", "gender", "ethnicity", "expression", "source")
BANDS = ((0, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, None))
"""Ages in years, both ends included."""


def column(faces: FaceSet, name: str) -> NDArray[np.object_]:
    """A column of the index, None where a face has no such label: object [N]."""
    values = np.empty(len(faces), object)
    values[:] = faces.column(name).to_pylist()
    return values


def groups(faces: FaceSet, rows: NDArray[np.int64]) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """The groups that the labels make of some faces.

    A label that has one value only makes no groups.

    Args:
        faces: The face set.
        rows: Which of its faces, [N].

    Yields:
        The label's name, the group's, and which of the rows are in it, bool [N].
    """
    for label in GROUPED_BY:
        values = column(faces, label)[rows]
        found = _bands(values) if label == "age" else _words(values)
        if len(found) > 1:
            for word, members in found:
                yield label, word, members


def _words(values: NDArray[np.object_]) -> list[tuple[str, NDArray[np.bool_]]]:
    words = sorted({value for value in values if value is not None})
    return [(word, values == word) for word in words]


def _bands(values: NDArray[np.object_]) -> list[tuple[str, NDArray[np.bool_]]]:
    ages: NDArray[Any] = np.array([-1 if age is None else age for age in values])
    found = []
    for low, high in BANDS:
        members = (ages >= low) & (ages <= (np.inf if high is None else high))
        if members.any():
            found.append((f"{low}+" if high is None else f"{low} to {high}", members))
    return found
