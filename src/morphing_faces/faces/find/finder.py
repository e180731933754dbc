"""Where the faces of a photograph are: five landmarks each, found by YuNet.

A photograph is first fitted into one square size whatever its own, so that tight crops
and postage stamps get the margin and the scale at which the network is sure of itself.

One look places an eye with an error of about 6 percent of the eye distance, which is more than a
pixel of a small picture and blurs what a model can learn; the error changes with scale and place.
A face that is meant is therefore looked at again, several times, at sizes that the network likes,
and the landmarks are averaged: of what changes, about 2 percent remain. What stays the same for a
face, however it is shown, is nearly 5 percent (benchmarks/README.md). The network also sees a
tilted head as less tilted than it is, by a third; so a tilted face is shown again, turned by what
was seen, until it stands upright.

Where every face counts, small ones beside a large one too, a photograph is looked at again, larger,
as long as something in it is seen but not for certain. A face of less than about 12 pixels in the
square leaves such a hint, and below that nothing, so that a photograph of one face needs no more
than one further look, a short one.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from morphing_faces.faces.find.align import average, inverse, similarity, warp
from morphing_faces.faces.find.face import SURE, Face, hinted, joined
from morphing_faces.faces.find.yunet import GRID, YuNet
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.types import Pixels

with needed_for("Finding faces"):
    import cv2

SIDES = (256, 640)
LARGER = (640, 1280)
GLANCES = ((1000, 384), (400, 288))
"""From which longer side of a photograph on, so wide a glance: the first look, of 256 pixels with
a margin, may not even see a hint of a small face, which is large enough to be taken there."""
MARGIN = 0.15
SCORE_FLOOR = 0.5
UPRIGHT = 5.0
PASSES = 4
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


class Finder:
    """Finds faces; not to be shared between threads.

    Args:
        network: The file of the network, as network.find_network returns it.
    """

    def __init__(self, network: Path) -> None:
        cv2.setNumThreads(1)
        self._network = YuNet(network)

    def find(self, photograph: Pixels) -> list[Face]:
        """Find the face that a photograph is meant to show; of others some.

        A second look, at a larger size, is taken where the first is not sure of any face.

        Args:
            photograph: Red, green and blue, uint8 [H, W, 3].

        Returns:
            The faces by falling score; an empty list where there is none.
        """
        best: list[Face] = []
        for side in SIDES:
            faces = _faces(self._fit(photograph, side))
            if faces and (not best or faces[0].score > best[0].score):
                best = faces
            if best and best[0].score >= SURE:
                break
        return best

    def find_all(self, photograph: Pixels) -> list[Face]:
        """Find every face of a photograph, down to about 3 percent of its longer side.

        Args:
            photograph: Red, green and blue, uint8 [H, W, 3].

        Returns:
            The faces by falling score, each once; an empty list where there is none.
        """
        seen = self._fit(photograph, SIDES[0])
        found = _faces(seen)
        sure = bool(found) and found[0].score >= SURE
        if sure and not hinted(seen, found):
            seen = self._glance(photograph)
        for side in LARGER:
            if not hinted(seen, found) and (sure or side != LARGER[0]):
                break
            seen = self._fit(photograph, side)
            found = joined(found, _faces(seen))
        return sorted(found, key=lambda face: -face.score)

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

    def _glance(self, photograph: Pixels) -> list[Face]:
        """Find hints of small faces as quickly as they can be found, without a margin."""
        height, width = photograph.shape[:2]
        longer = max(height, width)
        side = next((wide for least, wide in GLANCES if longer >= least), None)
        if side is None:
            return []
        small = average(photograph, min(longer // side, height, width))
        inner = max(1, round(width * side / longer)), max(1, round(height * side / longer))
        small = np.asarray(cv2.resize(small, inner), np.uint8)
        right, bottom = (-length % GRID for length in inner)
        padded = cv2.copyMakeBorder(small, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
        back = np.array([width, height]) / inner
        return [
            Face(face.landmarks * back, face.score)
            for face in self._network.detect(np.asarray(padded, np.uint8))
        ]

    def _fit(self, photograph: Pixels, side: int) -> list[Face]:
        """Find faces and hints of them in the whole photograph, fitted into a square."""
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
            for face in self._network.detect(np.asarray(square, np.uint8))
        ]

    def _look(self, photograph: Pixels, face: Face, look: FaceView) -> Face | None:
        """Find a face again in a square made for it."""
        angle = np.radians(look.angle)
        half = np.array([np.cos(angle), np.sin(angle)]) * look.eye_distance / 2
        middle = np.array([look.side / 2, (look.side - look.eye_distance) / 2]) + look.shift
        expected = np.array([middle - half, middle + half])
        transform = similarity(face.landmarks[:2], expected)
        square = warp(photograph, transform, look.side, draft=True)
        shown = np.asarray(cv2.flip(square, 1), np.uint8) if look.mirrored else square
        seen = self._network.detect(shown, SCORE_FLOOR)
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
        back = inverse(transform[:, :2])
        return Face((best.landmarks - transform[:, 2]) @ back.T, best.score)


def _faces(seen: list[Face]) -> list[Face]:
    """What is seen so well that it counts."""
    return [face for face in seen if face.score >= SCORE_FLOOR]


def _mirrored(face: Face, width: int) -> Face:
    """The same face in the mirrored picture, in which left is right."""
    x, y = face.landmarks[MIRRORED].T
    return Face(np.column_stack([width - x, y]), face.score)
