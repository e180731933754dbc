"""The face of one photograph, aligned to a model's frame: what `prepare` does, for a person's own.

Nothing is turned down for being turned away or tilted; only a face that is not there or too small.
A large JPEG file is decoded at a fraction of its size, as long as the face stays at least twice as
large as the picture that is made of it.
"""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from morphing_faces.errors import SourceError
from morphing_faces.faces.decode import MAX_BYTES, MIN_SIDE, decode
from morphing_faces.faces.find.align import Frame, frame_transform, warp
from morphing_faces.faces.find.choice import EyePixels
from morphing_faces.faces.find.face import Face
from morphing_faces.faces.find.finder import Finder
from morphing_faces.faces.find.finder_file import find_network
from morphing_faces.faces.find.judge import Limits
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.rejection import RejectedError
from morphing_faces.types import Doubles, Pixels

with needed_for("Reading photographs"):
    import cv2

ENOUGH = 1000
SPARE = 2.0
CERTAIN = 0.2
LEAST = Limits().eye_distance
CLOSEST = 2.0


class Aligned(NamedTuple):
    """A face of a photograph.

    Attributes:
        image: uint8 [size, size] or [size, size, 3].
        number: Which of its faces, from the left, from 1; 0 where the eyes were named.
        faces: How many there are; 0 where the eyes were named.
    """

    image: Pixels
    number: int
    faces: int


class Aligner:
    """Aligns faces of photographs; the finder is loaded when the first one is looked for.

    Args:
        frame: Where the eyes have to be.
        size: Side of the pictures in pixels.
        color: Whether they keep their colours.
        network: The file of the finder's network; see find_network.
    """

    def __init__(
        self, frame: Frame, size: int, *, color: bool = False, network: Path | None = None
    ) -> None:
        self._frame = frame
        self._size = size
        self._color = color
        self._network = network
        self._finder: Finder | None = None

    def align(
        self,
        name: str,
        content: bytes,
        *,
        number: int | None = None,
        eyes: EyePixels | None = None,
    ) -> Aligned:
        """Align a face.

        Args:
            name: Of the photograph, for sentences.
            content: A picture file; see decode().
            number: Which face, from the left, from 1; the largest by default.
            eyes: Where they are: x and y of one, then of the other, in pixels of the upright
                photograph from its upper left corner; no face is looked for.

        Raises:
            SourceError: It is no photograph, or too large or small; there is no such face in it;
                or the finder cannot be had.
        """
        if len(content) > MAX_BYTES:
            raise SourceError(f"{name}: {len(content):,} bytes are too long for a photograph")
        try:
            if eyes is not None:
                pixels = decode(content)
                return self._crop(pixels, _by_hand(name, eyes, pixels), 0, 0)
            return self._find(name, content, decode(content, MIN_SIDE, ENOUGH), number)
        except RejectedError as error:
            raise SourceError(f"{name}: {error}") from error

    def _find(self, name: str, content: bytes, small: Pixels, number: int | None) -> Aligned:
        """Find the face that is meant in a draft, and place its eyes as exactly as is needed."""
        finder = self._loaded()
        faces = _from_the_left(finder.find_all(small))
        if not faces:
            raise SourceError(
                f"{name}: no face found; name its eyes in pixels, as {name}:X1,Y1,X2,Y2"
            )
        if number is None:
            largest = max(faces, key=lambda face: face.eye_distance)
            number = next(i for i, face in enumerate(faces, 1) if face is largest)
        if number > len(faces):
            has = "only one face" if len(faces) == 1 else f"{len(faces)} faces"
            raise SourceError(f"{name} has {has}, there is no number {number}")
        chosen = faces[number - 1]
        wanted = self._frame.eye_distance * self._size
        pixels = small
        if chosen.eye_distance < SPARE * wanted:
            enough = ENOUGH * SPARE * wanted / chosen.eye_distance
            pixels = decode(content, MIN_SIDE, math.ceil(enough))
            chosen = _scaled(chosen, pixels.shape[1] / small.shape[1])
        seen = finder.look_closer(pixels, chosen)
        if seen.eye_distance < LEAST * wanted:
            raise SourceError(
                f"{name}: the face is too small, its eyes are {seen.eye_distance:.0f} pixels apart "
                f"and {LEAST * wanted:.0f} are needed"
            )
        return self._crop(pixels, seen.landmarks[:2], number, len(faces))

    def _crop(self, pixels: Pixels, eyes: Doubles, number: int, faces: int) -> Aligned:
        if not self._color:
            pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
        image = warp(pixels, frame_transform(eyes, self._frame, self._size), self._size)
        return Aligned(image, number, faces)

    def _loaded(self) -> Finder:
        if self._finder is None:
            self._finder = Finder(find_network(self._network))
        return self._finder


def _from_the_left(faces: list[Face]) -> list[Face]:
    """The faces that are about as certain as the best one, from left to right."""
    certain = max((face.score for face in faces), default=0) - CERTAIN
    meant = [face for face in faces if face.score >= certain]
    return sorted(meant, key=lambda face: float(face.landmarks[:, 0].mean()))


def _scaled(face: Face, factor: float) -> Face:
    return Face(face.landmarks * factor, face.score)


def _by_hand(name: str, eyes: EyePixels, pixels: Pixels) -> Doubles:
    """Eyes that a person named, left first."""
    height, width = pixels.shape[:2]
    points = np.array(eyes).reshape(2, 2)
    if (points < 0).any() or (points > (width, height)).any():
        raise SourceError(f"{name}: the eyes must lie in the photograph, {width} x {height} pixels")
    if np.linalg.norm(points[1] - points[0]) < CLOSEST:
        raise SourceError(f"{name}: the eyes must be at least {CLOSEST:g} pixels apart")
    return points[np.argsort(points[:, 0], kind="stable")]
