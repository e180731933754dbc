"""What is known of the faces of a set: the labels that get directions, and what is measured."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.evaluation.metrics.groups import column
from morphing_faces.faces.set.faceset import LANDMARKS, FaceSet
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.directions import Kind
from morphing_faces.model.protocol import Model
from morphing_faces.probing.measures import MEASURES, in_frame
from morphing_faces.types import Doubles, Floats

EXPRESSIONS = {
    "happy": ("happy", "unhappy", ("less happy", "happier")),
    "angry": ("angry", "calm", ("less angry", "angrier")),
    "sad": ("sad", "not-sad", ("less sad", "sadder")),
    "surprise": ("surprised", "unsurprised", ("less surprised", "more surprised")),
    "neutral": ("neutral", "expressive", ("less neutral", "more neutral")),
}
"""By the word of the labels: the direction's name, its opposite, and its ends.

There are no directions for gender and ethnicity, although face sets have such labels: a slider for
them would claim that a model knows what makes a person one or the other.
"""
BATCH = 512


@dataclass(frozen=True)
class Attribute:
    """Something that a direction may be named after.

    Attributes:
        name: Of its direction.
        kind: Whether it comes from labels or was measured.
        opposite: What the name would be the other way.
        ends: What lies towards - and +.
        unit: Of its values; None for a class.
        values: Of N faces, [N]; not a number where unknown. Of a class, 1 for its faces, else 0.
    """

    name: str
    kind: Kind
    opposite: str
    ends: tuple[str, str]
    unit: str | None
    values: Doubles

    @property
    def classes(self) -> bool:
        """Whether it is a class, not a number."""
        return self.unit is None


def look_at(
    model: Model,
    faces: FaceSet,
    rows: NDArray[np.int64],
    on_face: Callable[[int, int], None] = lambda _done, _of: None,
) -> tuple[Floats, list[Attribute]]:
    """Encode faces, and gather what is known of them.

    Args:
        model: With an encoder.
        faces: Pictures of its shape.
        rows: Which of them, [N].
        on_face: Told how many are done, and of how many.

    Returns:
        Posterior means, float32 [N, L], and every attribute, known or not.
    """
    encode = ENCODING.needed(model).encode
    landmarks = _landmarks(faces, rows)
    means: list[Floats] = []
    measured: list[list[Doubles]] = [[] for _ in MEASURES]
    for start in range(0, len(rows), BATCH):
        part = slice(start, start + BATCH)
        pictures = faces.images[rows[part]]
        means.append(encode(np.divide(pictures, 255, dtype=np.float32))[0])
        grey = pictures.astype(np.float64)
        grey = grey if grey.ndim == 3 else grey.mean(axis=3)
        with np.errstate(divide="ignore", invalid="ignore"):
            for values, measure in zip(measured, MEASURES, strict=True):
                values.append(measure.values(grey, landmarks[part]))
        on_face(min(start + BATCH, len(rows)), len(rows))
    found = [
        Attribute(each.name, "measured", each.opposite, each.ends, each.unit, np.concatenate(parts))
        for each, parts in zip(MEASURES, measured, strict=True)
    ]
    return np.concatenate(means), [*_labelled(faces, rows), *found]


def _labelled(faces: FaceSet, rows: NDArray[np.int64]) -> list[Attribute]:
    ages = np.array([np.nan if age is None else age for age in column(faces, "age")[rows]], float)
    found = [Attribute("age", "label", "youth", ("younger", "older"), "years", ages)]
    labels = column(faces, "expression")[rows]
    known = np.array([label is not None for label in labels])
    for label, (name, opposite, ends) in EXPRESSIONS.items():
        values = np.where(known, labels == label, np.nan).astype(float)
        found.append(Attribute(name, "label", opposite, ends, None, values))
    return found


def _landmarks(faces: FaceSet, rows: NDArray[np.int64]) -> NDArray[np.complex128]:
    """Complex [N, 5] in fractions of the side; not a number where they are not known."""
    if faces.eyes is None:
        return np.full((len(rows), len(LANDMARKS) // 2), np.nan, np.complex128)
    columns = {name: faces.column(name).to_numpy()[rows].astype(np.float64) for name in LANDMARKS}
    return in_frame(columns, faces.eyes)
