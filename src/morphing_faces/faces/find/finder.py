"""Where the faces of a photograph are: five landmarks each, found by OpenCV's YuNet.

Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research
20, 2023. A photograph is first fitted into one square size whatever its own, so that tight crops
and postage stamps get the margin and the scale at which the network is sure of itself.

One look places an eye with an error of about 6 percent of the eye distance, which is more than a
pixel of a small picture and blurs what a model can learn; the error changes with scale and place.
A face that is meant is therefore looked at again, several times, at sizes that the network likes,
and the landmarks are averaged: about 2 percent remain. The network also sees a tilted head as less
tilted than it is, by a third; so a tilted face is shown again, turned by what was seen, until it
stands upright.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from morphing_faces.faces.find.align import similarity, warp
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.types import Doubles, Pixels

with needed_for("Finding faces"):
    import cv2

SIDES = (256, 640)
MARGIN = 0.15
SCORE_FLOOR = 0.5
OVERLAP = 0.3
MAX_FACES = 50
SURE = 0.8
UPRIGHT = 5.0
PASSES = 4
LOG_ERRORS = 2
MIRRORED = [1, 0, 2, 4, 3]


@dataclass(frozen=True)
class FaceView:
    """A way of showing a face to the network.

    Attributes:
        side: Of the square shown, in pixels.
        eye_distance: Between the eyes in it, in pixels.
        shift: Of the face from its middle, in pixels.
        angle: By which it is rotated, in degrees.
        mirrored: Whether left and right are exchanged.
    """

    side: int
    eye_distance: float
    shift: tuple[float, float]
    angle: float
    mirrored: bool


CLOSER = (
    FaceView(128, 32, (-5.0, 2.0), 0.0, mirrored=False),
    FaceView(128, 32, (5.0, -6.0), -4.0, mirrored=True),
    FaceView(128, 30, (-1.0, 6.0), 4.0, mirrored=False),
    FaceView(128, 34, (2.0, -1.0), 0.0, mirrored=True),
    FaceView(256, 64, (-7.0, 3.0), 2.0, mirrored=False),
    FaceView(256, 64, (6.0, -4.0), -2.0, mirrored=True),
)


@dataclass(frozen=True)
class Face:
    """A face in a photograph.

    Coordinates are in pixels of the photograph, x to the right and y down, from its outer
    corner: the centre of the first pixel is at (0.5, 0.5).

    Attributes:
        landmarks: float64 [5, 2]: the eye on the picture's left, the other eye, the tip of the
            nose, the corner of the mouth on the picture's left, the other corner.
        score: How sure the finder is, from SCORE_FLOOR to 1.
    """

    landmarks: Doubles
    score: float

    @property
    def eye_distance(self) -> float:
        """Distance between the eyes in pixels."""
        return float(np.linalg.norm(self.landmarks[1] - self.landmarks[0]))

    @property
    def tilt(self) -> float:
        """Angle by which the head is tilted, in degrees clockwise, -180 to 180."""
        x, y = self.landmarks[1] - self.landmarks[0]
        return float(np.degrees(np.arctan2(y, x)))


class Finder:
    """Finds faces; not to be shared between threads.

    Args:
        network: The file of the network, as network.find_network returns it.
    """

    def __init__(self, network: Path) -> None:
        cv2.setNumThreads(1)
        _errors_only()
        self._detectors = {
            side: cv2.FaceDetectorYN.create(
                str(network), "", (side, side), SCORE_FLOOR, OVERLAP, MAX_FACES
            )
            for side in {*SIDES, *(look.side for look in CLOSER)}
        }

    def find(self, photograph: Pixels) -> list[Face]:
        """Find the faces of a photograph.

        A second look, at a larger size, is taken where the first is not sure of any face.

        Args:
            photograph: Red, green and blue, uint8 [H, W, 3].

        Returns:
            The faces by falling score; an empty list where there is none.
        """
        best: list[Face] = []
        for side in SIDES:
            faces = self._fit(photograph, side)
            if faces and (not best or faces[0].score > best[0].score):
                best = faces
            if best and best[0].score >= SURE:
                break
        return best

    def look_closer(self, photograph: Pixels, face: Face) -> Face:
        """Place the landmarks of a face more exactly.

        Args:
            photograph: Red, green and blue, uint8 [H, W, 3].
            face: One of those found in it.

        Returns:
            The means of the landmarks and of the scores of all looks; a look that does not find
            the face has score 0. The face itself where none finds it, with score 0.
        """
        for _ in range(PASSES):
            before, face = face, self._average(photograph, face)
            if max(abs(before.tilt), abs(face.tilt)) < UPRIGHT or not face.score:
                break
        return face

    def _average(self, photograph: Pixels, face: Face) -> Face:
        found = [seen for look in CLOSER if (seen := self._look(photograph, face, look))]
        if not found:
            return Face(face.landmarks, 0.0)
        landmarks = np.mean([seen.landmarks for seen in found], axis=0)
        return Face(landmarks, sum(seen.score for seen in found) / len(CLOSER))

    def _fit(self, photograph: Pixels, side: int) -> list[Face]:
        """Find faces in the whole photograph, fitted into a square."""
        height, width = photograph.shape[:2]
        scale = side / (1 + 2 * MARGIN) / max(height, width)
        inner = max(1, round(width * scale)), max(1, round(height * scale))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(photograph, inner, interpolation=method)
        left, top = (side - inner[0]) // 2, (side - inner[1]) // 2
        right, bottom = side - inner[0] - left, side - inner[1] - top
        square = cv2.copyMakeBorder(small, top, bottom, left, right, cv2.BORDER_REPLICATE)
        back = np.array([width, height]) / inner
        return [
            Face((face.landmarks - (left, top)) * back, face.score)
            for face in self._detect(np.asarray(square, np.uint8))
        ]

    def _look(self, photograph: Pixels, face: Face, look: FaceView) -> Face | None:
        """Find a face again in a square made for it."""
        angle = np.radians(look.angle)
        half = np.array([np.cos(angle), np.sin(angle)]) * look.eye_distance / 2
        middle = np.array([look.side / 2, (look.side - look.eye_distance) / 2]) + look.shift
        expected = np.array([middle - half, middle + half])
        transform = similarity(face.landmarks[:2], expected)
        square = warp(photograph, transform, look.side, draft=True)
        seen = self._detect(square[:, ::-1] if look.mirrored else square)
        if look.mirrored:
            seen = [_mirrored(other, look.side) for other in seen]
        near = [
            other
            for other in seen
            if np.abs(other.landmarks[:2] - expected).max() < look.eye_distance / 2
        ]
        if not near:
            return None
        best = max(near, key=lambda other: other.score)
        back = np.linalg.inv(transform[:, :2])
        return Face((best.landmarks - transform[:, 2]) @ back.T, best.score)

    def _detect(self, square: Pixels) -> list[Face]:
        """The faces of a square by falling score, in its own coordinates."""
        colours = cv2.cvtColor(square, cv2.COLOR_RGB2BGR)
        # OpenCV's types promise rows, but without a face there is None.
        rows: Any = self._detectors[square.shape[0]].detect(colours)[1]
        if rows is None:
            return []
        faces = [Face(row[4:14].reshape(5, 2).astype(np.float64), float(row[14])) for row in rows]
        # Eyes in one place make no transform, and no face.
        faces = [face for face in faces if face.eye_distance >= 1]
        return sorted(faces, key=lambda face: -face.score)


def _errors_only() -> None:
    """Keep OpenCV from warning about its own engine whenever it loads a network."""
    if (set_level := getattr(cv2, "setLogLevel", None)) is not None:
        set_level(LOG_ERRORS)
    else:  # from version 5 on
        cv2.utils.logging.setLogLevel(LOG_ERRORS)


def _mirrored(face: Face, width: int) -> Face:
    """The same face in the mirrored picture, in which left is right."""
    x, y = face.landmarks[MIRRORED].T
    return Face(np.column_stack([width - x, y]), face.score)
