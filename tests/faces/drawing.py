"""A drawn face that the real finder takes for a face, and where its eyes are."""

import io
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morphing_faces.types import Pixels

SIDE = 400
EYES = np.array([[145.5, 159.3], [254.5, 159.3]])
"""Where the finder sees the eyes of the face below, in continuous coordinates."""

SKIN, SHADE, DARK = (224, 180, 150), (196, 150, 124), (60, 40, 30)


@dataclass(frozen=True)
class Person:
    """What tells drawn faces apart; turn moves nose and mouth sideways, in pixels of SIDE."""

    seed: int = 0
    turn: int = 0
    background: int = 160


def draw_face(person: Person = Person()) -> Pixels:
    """A face from the front, uint8 [400, 400, 3] in red, green and blue."""
    face = np.full((SIDE, SIDE, 3), person.background, np.uint8)
    middle = 200 + person.turn
    _ellipse(face, (200, 190), (118, 160), DARK)
    cv2.rectangle(face, (150, 300), (250, 400), SHADE, -1)
    _ellipse(face, (200, 205), (104, 140), SKIN)
    shaded = face.copy()
    for x in (140, 260):
        _ellipse(shaded, (x, 158), (34, 22), SHADE)
    nose = np.array([(200, 170), (middle - 18, 232), (middle, 240)])
    cv2.fillConvexPoly(shaded, nose, SHADE, cv2.LINE_AA)
    _ellipse(shaded, (middle, 268), (60, 14), SHADE)
    face = _bytes(cv2.GaussianBlur(cv2.addWeighted(face, 0.4, shaded, 0.6, 0), (0, 0), 5))
    for x in (140, 260):
        _ellipse(face, (x, 160), (23, 10), (245, 240, 238))
        _ellipse(face, (x, 160), (9, 9), (70, 45, 30))
        _ellipse(face, (x, 160), (4, 4), (10, 10, 10))
        cv2.ellipse(face, (x, 158), (25, 11), 0, 180, 360, DARK, 3, cv2.LINE_AA)
        cv2.ellipse(face, (x, 142), (30, 12), 0, 200, 340, DARK, 7, cv2.LINE_AA)
    for x in (middle - 14, middle + 14):
        _ellipse(face, (x, 234), (7, 4), (120, 75, 62))
    cv2.ellipse(face, (middle, 276), (42, 10), 0, 0, 180, (176, 84, 82), -1, cv2.LINE_AA)
    for x in (middle - 18, middle + 18):
        cv2.ellipse(face, (x, 274), (24, 7), 0, 180, 360, (166, 76, 76), -1, cv2.LINE_AA)
    cv2.line(face, (middle - 42, 275), (middle + 42, 275), (110, 50, 50), 2, cv2.LINE_AA)
    noise = np.random.default_rng(person.seed).normal(0, 4, face.shape)
    return _bytes(np.clip(cv2.GaussianBlur(face, (0, 0), 1.5) + noise, 0, 255))


def turned(face: Pixels, degrees: float) -> Pixels:
    """The face wrapped around an upright cylinder that is turned; its eyes come to one side."""
    radius = 130.0
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    angle = np.arcsin(np.clip((x - SIDE / 2) / radius, -1, 1)) - np.float32(np.radians(degrees))
    around = SIDE / 2 + radius * np.sin(np.clip(angle, -np.pi / 2, np.pi / 2))
    source = np.where(np.abs(x - SIDE / 2) < radius, around, x).astype(np.float32)
    return _bytes(cv2.remap(face, source, y, cv2.INTER_LINEAR))


def placed(
    face: Pixels,
    *,
    width: int,
    height: int,
    scale: float = 1.0,
    degrees: float = 0.0,
    centre: tuple[float, float] | None = None,
) -> tuple[Pixels, NDArray[np.float64]]:
    """A photograph of the face, shrunk and rotated about its middle, and where its eyes are.

    Args:
        face: From draw_face.
        width: Of the photograph.
        height: Of the photograph.
        scale: Pixels of the photograph to a pixel of the face; below 1 it is drawn smaller.
        degrees: Clockwise.
        centre: Where the middle of the face comes; by default the middle of the photograph.

    Returns:
        uint8 [height, width, 3] and float64 [2, 2].
    """
    angle = np.radians(degrees)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shift = np.array(centre or (width / 2, height / 2)) - turn @ (SIDE / 2, SIDE / 2)
    matrix = np.column_stack([turn, shift + turn @ (0.5, 0.5) - 0.5])
    blurred = cv2.GaussianBlur(face, (0, 0), 0.4 / scale) if scale < 1 else face
    photograph = cv2.warpAffine(
        blurred, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return _bytes(photograph), EYES @ turn.T + shift


def encoded(picture: Pixels | Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of a file that holds a picture."""
    # A copy, because Pillow leaves settings of one format behind that another one trips over.
    image = picture.copy() if isinstance(picture, Image.Image) else Image.fromarray(picture)
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def _ellipse(
    face: Pixels, centre: tuple[int, int], axes: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    cv2.ellipse(face, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA)


def _bytes(picture: Any) -> Pixels:
    return np.asarray(picture).astype(np.uint8)
