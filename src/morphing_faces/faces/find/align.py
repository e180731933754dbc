"""One similarity transform from a photograph to a small picture whose eyes lie where all eyes lie.

Coordinates are continuous: x to the right and y down from the outer corner of a picture, in
pixels, so that the centre of the pixel in column i and row j is at (i + 0.5, j + 0.5), and a
fraction f of the width is f * width. Only OpenCV's own coordinates count from the centre of the
first pixel; they are converted where it is called, and nowhere else.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import CommandError
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.types import Doubles, Pixels

with needed_for("Aligning faces"):
    import cv2

COARSE = 4
AROUND = 4

Position = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """Where the eyes lie in every picture of a face set.

    Attributes:
        left: The eye on the picture's left, (x, y) in fractions of the width and of the height.
        right: The other eye.
    """

    left: Position = (0.29, 0.37)
    right: Position = (0.71, 0.37)

    @property
    def eyes(self) -> tuple[Position, Position]:
        """Both points, as a model's configuration names them."""
        return self.left, self.right

    @property
    def eye_distance(self) -> float:
        """Distance between the eyes of a square picture, as a fraction of its side."""
        return math.dist(self.left, self.right)


def eye_frame(height: float, distance: float) -> Frame:
    """The frame in whose middle the eyes lie so far down and so far apart.

    Args:
        height: In parts of the side, from the upper border, 0.1 to 0.9.
        distance: In parts of the side, 0.1 to 0.8.

    Raises:
        CommandError: One is out of range.
    """
    if not (0.1 <= height <= 0.9 and 0.1 <= distance <= 0.8):
        raise CommandError(
            f"--frame takes how far down the eyes lie, 0.1 to 0.9, and how far apart, 0.1 to 0.8, "
            f"in parts of the side; not {height:g} {distance:g}"
        )
    return Frame((round(0.5 - distance / 2, 6), height), (round(0.5 + distance / 2, 6), height))


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> Doubles:
    """The one rotation, scale and translation that takes two points to two points.

    As complex numbers w = a z + b, so a = (w2 - w1) / (z2 - z1) and b = w1 - a z1.

    Args:
        source: float64 [2, 2], two different points as rows of (x, y).
        target: float64 [2, 2], where they go.

    Returns:
        float64 [2, 3], M with target = M[:, :2] @ source + M[:, 2].
    """
    (z1, z2), (w1, w2) = source @ (1, 1j), target @ (1, 1j)
    a = (w2 - w1) / (z2 - z1)
    b = w1 - a * z1
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def frame_transform(eyes: NDArray[np.float64], frame: Frame, size: int) -> Doubles:
    """The transform from a photograph to a picture of size x size pixels.

    Args:
        eyes: float64 [2, 2], the eyes in the photograph, that on the picture's left first.
        frame: Where they have to be.
        size: Side of the picture in pixels.

    Returns:
        float64 [2, 3], from coordinates of the photograph to coordinates of the picture.
    """
    return similarity(eyes, np.array(frame.eyes) * size)


def outside(transform: Doubles, height: int, width: int, size: int) -> float:
    """The share of the picture that the photograph does not cover, from 0 to 1.

    Args:
        transform: float64 [2, 3], as frame_transform returns it.
        height: Rows of the photograph.
        width: Columns of the photograph.
        size: Side of the picture in pixels.
    """
    back = _inverse(transform)
    centres = np.arange(size) + 0.5
    x, y = np.meshgrid(centres, centres)
    source_x = back[0, 0] * x + back[0, 1] * y + back[0, 2]
    source_y = back[1, 0] * x + back[1, 1] * y + back[1, 2]
    inside = (source_x >= 0) & (source_x <= width) & (source_y >= 0) & (source_y <= height)
    return 1.0 - float(inside.mean())


def warp(photograph: Pixels, transform: Doubles, size: int, *, draft: bool = False) -> Pixels:
    """Draw the picture that a similarity transform shows of a photograph.

    Nothing is skipped when it shrinks: a photograph of much higher resolution is first averaged
    over whole squares of its pixels; then the picture is drawn at a whole multiple of its size,
    at which two pixels or more fall on one of the photograph; and that is averaged down. Where
    nothing shrinks, pixels are read cubically and left as sharp as they are. Pixels outside the
    photograph repeat its border.

    Args:
        photograph: uint8 [H, W] or [H, W, 3].
        transform: float64 [2, 3], a similarity from its coordinates to those of the picture.
        size: Side of the picture in pixels.
        draft: Whether to draw many times as fast, for a finder rather than for keeps: read
            linearly between pixels, and let 1.5 of the photograph fall on one drawn.

    Returns:
        uint8 [size, size] or [size, size, 3].
    """
    shrinking = 1 / math.hypot(transform[0, 0], transform[1, 0])
    coarse = max(1, min(int(shrinking / COARSE), *photograph.shape[:2]))
    left, top, right, bottom = _reach(transform, photograph.shape, size, coarse)
    photograph = average(photograph[top:bottom, left:right], coarse)
    linear = transform[:, :2]
    transform = np.column_stack([linear * coarse, transform[:, 2] + linear @ (left, top)])
    shrinking /= coarse
    multiple = _multiple(shrinking, draft=draft)
    matrix = _between_centres(transform * multiple)
    drawn = cv2.warpAffine(
        photograph,
        matrix,
        (size * multiple, size * multiple),
        flags=cv2.INTER_LINEAR if draft else cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return average(drawn.astype(np.uint8, copy=False), multiple)


def average(picture: Pixels, side: int) -> Pixels:
    """The mean of every square of side x side pixels, into which the picture can be divided."""
    if side == 1:
        return picture
    rows, columns = picture.shape[0] // side, picture.shape[1] // side
    averaged = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    return averaged.astype(np.uint8, copy=False)


def _reach(
    transform: Doubles, shape: tuple[int, ...], size: int, coarse: int
) -> tuple[int, int, int, int]:
    """The part of a photograph that a picture of it shows, and a little around it.

    A part is quicker to average, and OpenCV draws nothing of more than 32,766 rows or columns.

    Returns:
        Left, top, right and bottom in pixels, at the corners of whole squares of coarse x coarse
        pixels; at least one square, even where the photograph is not shown at all.
    """
    back = _inverse(transform)
    ends: list[tuple[int, int]] = []  # in Python's own numbers: so few are slow in numpy's
    for (across, down, offset), length in zip(back.tolist(), (shape[1], shape[0]), strict=True):
        squares = length // coarse
        corners = [offset, offset + size * across]
        corners += [corner + size * down for corner in corners]
        low = min(max(min(corners) // coarse - AROUND, 0), squares - 1)
        high = min(max(max(corners) // coarse + AROUND, low + 1), squares)
        ends.append((int(low) * coarse, int(high) * coarse))
    (left, right), (top, bottom) = ends
    return left, top, right, bottom


def _multiple(shrinking: float, *, draft: bool) -> int:
    """How many pixels to draw, a side, for one of the picture."""
    if draft:
        return max(1, math.ceil(shrinking / 1.5))
    return math.ceil(2 * shrinking) if shrinking > 1 else 1


def _between_centres(transform: Doubles) -> Doubles:
    """The same transform for coordinates that count from the centre of the first pixel."""
    shifted = transform.copy()
    shifted[:, 2] += transform[:, :2] @ (0.5, 0.5) - 0.5
    return shifted


def _inverse(transform: Doubles) -> Doubles:
    linear = inverse(transform[:, :2])
    return np.column_stack([linear, -linear @ transform[:, 2]])


def inverse(linear: Doubles) -> Doubles:
    """The inverse of a matrix of two rows, by Cramer's rule: a tenth of what LAPACK takes to begin.

    Args:
        linear: float64 [2, 2].
    """
    (a, b), (c, d) = linear.tolist()
    determinant = a * d - b * c
    inverted: Doubles = np.array([[d, -b], [-c, a]]) / determinant
    return inverted
