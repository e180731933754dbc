"""A face that was found, and what several looks at one photograph make of each other."""

from dataclasses import dataclass

import numpy as np

from morphing_faces.types import Doubles

SURE = 0.8
HINT = 0.15
"""Score from which something may be a face that a larger look will show."""
SAME = 0.8
ASIDE = 1.5


@dataclass(frozen=True)
class Face:
    """A face in a photograph.

    Coordinates are in pixels of the photograph, x to the right and y down, from its outer
    corner: the centre of the first pixel is at (0.5, 0.5).

    Attributes:
        landmarks: float64 [5, 2]: the eye on the picture's left, the other eye, the tip of the
            nose, the corner of the mouth on the picture's left, the other corner.
        score: How sure the finder is, up to 1.
    """

    landmarks: Doubles
    score: float

    @property
    def eye_distance(self) -> float:
        """Distance between the eyes in pixels."""
        return float(np.linalg.norm(self.landmarks[1] - self.landmarks[0]))

    @property
    def size(self) -> float:
        """The larger of the distances between the eyes, and from them to the mouth, in pixels."""
        eyes, mouth = self.landmarks[:2].mean(axis=0), self.landmarks[3:].mean(axis=0)
        return max(self.eye_distance, float(np.linalg.norm(mouth - eyes)))

    @property
    def tilt(self) -> float:
        """Angle by which the head is tilted, in degrees clockwise, -180 to 180."""
        x, y = self.landmarks[1] - self.landmarks[0]
        return float(np.degrees(np.arctan2(y, x)))

    def apart(self, other: "Face", sizes: float) -> bool:
        """Whether two faces are farther apart than so many times the larger one's size."""
        distance = np.linalg.norm(self.landmarks.mean(axis=0) - other.landmarks.mean(axis=0))
        return float(distance) > sizes * max(self.size, other.size)


def hinted(seen: list[Face], found: list[Face]) -> bool:
    """Whether there may be faces that have not been seen for certain.

    Args:
        seen: By the newest look, with scores from HINT on.
        found: So far; parts of a face that is sure are taken for faces, and are no hint.
    """
    sure = [face for face in found if face.score >= SURE]
    return any(
        HINT <= face.score < SURE and all(face.apart(other, ASIDE) for other in sure)
        for face in seen
    )


def joined(before: list[Face], larger: list[Face]) -> list[Face]:
    """The faces of two looks, each once.

    What an earlier look was sure of stays as it was seen; the rest of it gives way to the larger
    look, which sees small faces better, wherever that is sure of anything.

    Args:
        before: Found by earlier looks.
        larger: Found by a look at a larger size.
    """
    kept = [face for face in before if face.score >= SURE]
    rest = list(larger)
    if not kept and all(face.score < SURE for face in larger):
        rest += before
    for face in sorted(rest, key=lambda face: -face.score):
        if all(face.apart(other, SAME) for other in kept):
            kept.append(face)
    return kept
