"""What can be measured in an aligned face without any label: light, pose, and the mouth.

Pictures are grey here, with values from 0 to 255; those in colour are made so. Lengths are in
fractions of the side, and x goes to the right and y down, as everywhere in `faces`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morphing_faces.faces.set.faceset import LANDMARKS
from morphing_faces.types import Doubles, Eyes

OVAL = 0.5, 0.52
"""Half the width and half the height of what counts as face, around the picture's middle."""
NARROW = 0.25
"""How much of the mouth's width is looked at, around its middle."""
INSIDE = -0.1, 0.4
ABOVE = -0.4, -0.2
"""Rows below and above the line through the mouth's corners, in distances between the eyes."""
DARKEST = 3
"""Percentile of the picture's grey levels that counts as dark: pupils, nostrils."""
FLATTEST = 8
"""Grey levels; skin and dark are taken to be apart by at least so much."""
POWER = 3
SAMPLES = 5, 25


@dataclass(frozen=True)
class Measured:
    """An attribute that every face has.

    Attributes:
        name: Of its direction.
        opposite: What the name would be the other way.
        ends: What lies towards - and +.
        unit: Of its values.
        values: Measures faces: pictures [N, H, W] and points, complex [N, 5], to [N]; not a
            number where the points are needed and not known.
    """

    name: str
    opposite: str
    ends: tuple[str, str]
    unit: str
    values: Callable[[Doubles, NDArray[np.complex128]], Doubles]


def in_frame(columns: dict[str, Doubles], eyes: Eyes) -> NDArray[np.complex128]:
    """The landmarks in the aligned picture, as x + y i in fractions of its side.

    Args:
        columns: LANDMARKS in the photograph, [N] each, by name.
        eyes: Where alignment put the eyes.

    Returns:
        complex [N, 5]: the eye on the left, the other, nose, mouth's corner on the left, the other.
    """
    pairs = zip(LANDMARKS[::2], LANDMARKS[1::2], strict=True)
    points = np.stack([columns[x] + 1j * columns[y] for x, y in pairs], axis=1)
    left, right = (complex(*eye) for eye in eyes)
    across = points[:, 1:2] - points[:, :1]
    with np.errstate(divide="ignore", invalid="ignore"):
        placed: NDArray[np.complex128] = left + (points - points[:, :1]) * (right - left) / across
    return placed


def brightness(pictures: Doubles, _: object = None) -> Doubles:
    """Mean grey level of the face, 0 to 255."""
    mean: Doubles = pictures[:, _oval(pictures.shape[1:])].mean(axis=1)
    return mean


def contrast(pictures: Doubles, _: object = None) -> Doubles:
    """Standard deviation of the face's grey levels."""
    spread: Doubles = pictures[:, _oval(pictures.shape[1:])].std(axis=1)
    return spread


def light_right(pictures: Doubles, _: object = None) -> Doubles:
    """Rise from the picture's left side to its right of the plane that fits the face best."""
    return _slopes(pictures)[:, 1]


def light_above(pictures: Doubles, _: object = None) -> Doubles:
    """Rise from the picture's lower side to its upper of the plane that fits the face best."""
    return -_slopes(pictures)[:, 2]


def turn(_: object, points: NDArray[np.complex128]) -> Doubles:
    """How far right of the eyes' middle the nose is, in percent of the eyes' distance."""
    aside: Doubles = 100 * _along_eyes(points[:, 2], points).real
    return aside


def nod(_: object, points: NDArray[np.complex128]) -> Doubles:
    """How far down the nose is on the way from the eyes to the mouth, in percent."""
    mouth = _along_eyes(points[:, 3:].mean(axis=1), points).imag
    share: Doubles = 100 * _along_eyes(points[:, 2], points).imag / mouth
    return share


def mouth_open(pictures: Doubles, points: NDArray[np.complex128]) -> Doubles:
    """How dark the mouth is, 0 for skin and 100 for a cave.

    No landmark tells the inner lips. A narrow strip through the mouth's middle is looked at, from
    a little above the line through its corners to 0.4 eye distances below it. Each place of it
    counts from 0, as bright as the skin under the nose, to 1, as dark as the darkest parts of the
    picture; the mean of their cubes is taken, so that lips count little. Of 3,357 surprised and
    neutral faces of FER2013 it puts 78 % of the pairs in the right order. It sees the dark of an
    open mouth; teeth it takes for skin, and a dark beard for some dark.
    """
    corners = points[:, 3:]
    middle, width = corners.mean(axis=1), corners[:, 1] - corners[:, 0]
    down = 1j * width / np.abs(width) * np.abs(points[:, 1] - points[:, 0])
    strip = np.linspace(-NARROW / 2, NARROW / 2, SAMPLES[0])

    def rows(low: float, high: float) -> Doubles:
        steps = np.linspace(low, high, SAMPLES[1])
        grid = width[:, None, None] * strip + down[:, None, None] * steps[:, None]
        return _read(pictures, middle[:, None, None] + grid)

    dark = np.percentile(pictures.reshape(len(pictures), -1), DARKEST, axis=1)
    skin = np.median(rows(*ABOVE), axis=(1, 2))
    below = (skin[:, None, None] - rows(*INSIDE)) / np.maximum(skin - dark, FLATTEST)[:, None, None]
    share: Doubles = (below.clip(0, 1) ** POWER).mean(axis=(1, 2))
    return 100 * share


LEFT_RIGHT = ("from the left", "from the right")
BELOW_ABOVE = ("from below", "from above")

MEASURES = (
    Measured("light-right", "light-left", LEFT_RIGHT, "grey levels", light_right),
    Measured("light-above", "light-below", BELOW_ABOVE, "grey levels", light_above),
    Measured("brightness", "darkness", ("darker", "brighter"), "grey levels", brightness),
    Measured("contrast", "softness", ("softer", "harder"), "grey levels", contrast),
    Measured("turn", "turn-left", ("to the left", "to the right"), "% of the eyes' distance", turn),
    Measured("nod", "nod-up", ("up", "down"), "% of the way from eyes to mouth", nod),
    Measured("mouth-open", "mouth-closed", ("closed, or teeth", "open"), "% dark", mouth_open),
)


def _oval(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    x, y = _grid(shape)
    inside: NDArray[np.bool_] = (x / OVAL[0]) ** 2 + (y / OVAL[1]) ** 2 <= 1
    return inside


def _grid(shape: tuple[int, ...]) -> tuple[Doubles, Doubles]:
    """X and y of every pixel's centre, from the picture's middle."""
    height, width = shape
    across, down = (np.arange(width) + 0.5) / width - 0.5, (np.arange(height) + 0.5) / height - 0.5
    x, y = np.meshgrid(across, down)
    return x, y


def _slopes(pictures: Doubles) -> Doubles:
    """Least squares of grey = a + b x + c y over the face: [N, 3]."""
    x, y = _grid(pictures.shape[1:])
    face = _oval(pictures.shape[1:])
    design = np.stack([np.ones(face.sum()), x[face], y[face]], axis=1)
    found: Doubles = pictures[:, face] @ np.linalg.pinv(design).T
    return found


def _along_eyes(point: NDArray[np.complex128], points: NDArray[np.complex128]) -> NDArray[Any]:
    """From the eyes' middle to a point, in units of the line from eye to eye."""
    placed: NDArray[np.complex128] = (point - points[:, :2].mean(axis=1)) / (
        points[:, 1] - points[:, 0]
    )
    return placed


def _read(pictures: Doubles, places: NDArray[np.complex128]) -> Doubles:
    """Grey levels between pixels, linearly; beyond the border, those of the border.

    Args:
        pictures: [N, H, W].
        places: x + y i in fractions of the side, [N, ...].
    """
    height, width = pictures.shape[1:]
    x = np.clip(places.real * width - 0.5, 0, width - 1)
    y = np.clip(places.imag * height - 0.5, 0, height - 1)
    # A place that is not known is read at a corner, and then told by a weight that is no number.
    left, top = (np.nan_to_num(each).astype(int) for each in (x, y))
    left, top = np.minimum(left, width - 2), np.minimum(top, height - 2)
    right, down = x - left, y - top
    each = np.arange(len(pictures)).reshape(-1, *[1] * (places.ndim - 1))
    upper = pictures[each, top, left] * (1 - right) + pictures[each, top, left + 1] * right
    lower = pictures[each, top + 1, left] * (1 - right) + pictures[each, top + 1, left + 1] * right
    read: Doubles = upper * (1 - down) + lower * down
    return read
