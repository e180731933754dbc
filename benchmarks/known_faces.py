"""Photographs of one face each whose eyes are known, by the distance between them in pixels.

The photographs of people are those of a folder with `original images/NAME.jpg` and
`key points/NAME.txt`, as All-Age-Faces has it: 49 landmarks a face, x and y a line, of which six
each go around an eye; their mean is where that eye is. A program has set them, and they are off by
some hundredths of the distance between the eyes, as one sees on looking at them. Sizes, tilts,
darkness, masks and sunglasses are known exactly. Drawn faces (tests/faces/drawing.py) are turned by
known angles; their eyes are where they were drawn. Faces that a network has generated, as those of
generated.photos, have no landmarks: their eyes are where the finder sees them in the picture as it
came, so that what sizes, tilts and the rest add to that is known exactly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.faces.drawing import EYES, SIDE, Person, draw_face, turned

from morphing_faces.faces.find.finder import Finder
from morphing_faces.faces.find.finder_file import find_network
from morphing_faces.types import Pixels

Points = NDArray[np.float64]

DISTANCES = (16, 24, 32, 48, 64, 100, 160, 250, 400)
SOME = (16, 32, 64, 160, 400)
LANDMARKS = 49
NOSE, LEFT, RIGHT, MOUTH = 13, slice(19, 25), slice(25, 31), slice(31, 49)
UPRIGHT, FRONTAL = 8.0, 0.12
"""Degrees of tilt, and how far the nose is from below the eyes' middle, in their distances."""
TURNED = (0.2, 0.5)
RADIUS = 130.0
"""Of the cylinder around which drawn faces are wrapped, as `turned` has it."""
SHADE, CLOTH = (25, 25, 28), (176, 202, 214)


@dataclass(frozen=True)
class KnownFace:
    """A picture and the landmarks that matter.

    Attributes:
        name: Of the picture.
        pixels: uint8 [H, W, 3].
        eyes: x and y of the eye on the picture's left and the other, float64 [2, 2].
        nose: Its tip, x and y.
        mouth: Its middle, x and y.
    """

    name: str
    pixels: Pixels
    eyes: Points
    nose: Points
    mouth: Points

    @property
    def apart(self) -> float:
        """The distance between the eyes."""
        return float(np.linalg.norm(self.eyes[1] - self.eyes[0]))

    @property
    def tilt(self) -> float:
        """The angle of the line through the eyes, in degrees clockwise."""
        across = self.eyes[1] - self.eyes[0]
        return float(np.degrees(np.arctan2(across[1], across[0])))

    @property
    def sideways(self) -> float:
        """How far the nose is from below the eyes' middle, in their distances."""
        across = (self.eyes[1] - self.eyes[0]) / self.apart
        return float((self.nose - self.eyes.mean(axis=0)) @ across / self.apart)


class Way(NamedTuple):
    """A way in which faces are shown: of whom, at which distances, tilted by what, and changed."""

    faces: list[KnownFace]
    distances: tuple[int, ...]
    degrees: float = 0.0
    change: Callable[[KnownFace], Pixels] | None = None


def people(folder: Path) -> list[KnownFace]:
    """The faces of a folder of photographs and their landmarks, in an order of chance."""
    found = []
    for path in sorted((folder / "key points").glob("*.txt")):
        points = np.loadtxt(path)
        if points.shape != (LANDMARKS, 2):
            raise SystemExit(f"{path}: {LANDMARKS} landmarks are expected, not {len(points)}")
        with Image.open(folder / "original images" / f"{path.stem}.jpg") as image:
            pixels = np.asarray(image.convert("RGB"))
        eyes = np.array([points[LEFT].mean(axis=0), points[RIGHT].mean(axis=0)])
        mouth = points[MOUTH].mean(axis=0)
        found.append(KnownFace(path.stem, pixels, eyes, points[NOSE], mouth))
    np.random.default_rng(0).shuffle(found)
    return found


def generated(folder: Path, count: int) -> list[KnownFace]:
    """Upright frontal ones of the pictures under a folder, in an order of chance."""
    paths = sorted(folder.rglob("*.jpg"))
    np.random.default_rng(0).shuffle(paths)
    finder = Finder(find_network())
    found: list[KnownFace] = []
    while paths and len(found) < count:
        path = paths.pop()
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
        for seen in finder.find(pixels)[:1]:
            places = finder.look_closer(pixels, seen).landmarks
            face = KnownFace(path.stem, pixels, places[:2], places[2], places[3:].mean(axis=0))
            if abs(face.tilt) < UPRIGHT and abs(face.sideways) < FRONTAL:
                found.append(face)
    return found


def ways(folder: Path | None, faces: Path | None, count: int) -> dict[str, Way]:
    """What is looked at: `count` upright faces of each size, and a third of that otherwise.

    Args:
        folder: Of photographs of people with their landmarks.
        faces: Of pictures of generated faces.
        count: How many upright ones of each.
    """
    fewer = max(1, count // 3)
    drawn = {
        "drawn": Way([_drawn(seed, 0) for seed in range(fewer)], DISTANCES),
        **{
            f"drawn, turned by {degrees} degrees": Way(
                [_drawn(seed, degrees * (-1) ** seed) for seed in range(fewer)], SOME
            )
            for degrees in (20, 40)
        },
    }
    found: dict[str, Way] = {}
    if folder is not None:
        upright = [each for each in people(folder) if abs(each.tilt) < UPRIGHT]
        frontal = [each for each in upright if abs(each.sideways) < FRONTAL][:count]
        aside = [each for each in upright if TURNED[0] < abs(each.sideways) < TURNED[1]]
        found |= _changed("people", frontal, fewer)
        found["people, turned aside"] = Way(aside[:fewer], SOME)
    if faces is not None:
        found |= _changed("generated", generated(faces, count), fewer)
    return found | drawn


def _changed(who: str, frontal: list[KnownFace], fewer: int) -> dict[str, Way]:
    """Upright frontal faces of every size, and some of them in other ways."""
    some = frontal[:fewer]
    return {
        f"{who}, frontal": Way(frontal, DISTANCES),
        f"{who}, tilted by 20 degrees": Way(some, SOME, 20.0),
        f"{who}, tilted by 40 degrees": Way(some, SOME, 40.0),
        f"{who}, in a quarter of the light": Way(some, SOME, change=_darkened),
        f"{who} with masks": Way(some, SOME, change=_masked),
        f"{who} with sunglasses": Way(some, SOME, change=_shaded),
    }


class Shown(NamedTuple):
    """A photograph: of whom, how far the eyes are apart, and where places of the picture lie."""

    face: KnownFace
    distance: int
    pixels: Pixels
    place: Callable[[Points], Points]


def shown(way: Way) -> Iterator[Shown]:
    """The photographs of a way."""
    for distance in way.distances:
        rng = np.random.default_rng(distance)
        for face in way.faces:
            pixels = face.pixels if way.change is None else way.change(face)
            degrees = way.degrees * rng.choice((-1, 1)) - (face.tilt if way.degrees else 0)
            yield Shown(face, distance, *_placed(face, pixels, distance, degrees, rng))


def _placed(
    face: KnownFace, pixels: Pixels, distance: int, degrees: float, rng: np.random.Generator
) -> tuple[Pixels, Callable[[Points], Points]]:
    """A face somewhere before a wall that grows lighter to the right, and its places there."""
    width = max(1000, 8 * distance)
    height = width * 3 // 4
    scale = distance / face.apart
    angle = np.radians(degrees)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    reach = 2.2 * distance
    centre = rng.uniform((reach, reach), (width - reach, height - reach))
    shift = centre - turn @ face.eyes.mean(axis=0)
    matrix = np.column_stack([turn, shift + turn @ (0.5, 0.5) - 0.5])
    slope = np.linspace(110, 190, width)[None, :, None] * np.array([1.0, 0.98, 0.94])
    wall = np.broadcast_to(slope, (height, width, 3)).astype(np.uint8, order="C")
    blurred = cv2.GaussianBlur(pixels, (0, 0), 0.4 / scale) if scale < 1 else pixels
    method = cv2.INTER_LINEAR if scale < 1 else cv2.INTER_CUBIC
    photograph = cv2.warpAffine(
        blurred, matrix, (width, height), wall, method, cv2.BORDER_TRANSPARENT
    )
    return np.asarray(photograph, np.uint8), lambda places: places @ turn.T + shift


def _drawn(seed: int, degrees: float) -> KnownFace:
    """A drawn face, turned by an angle; its background is cut away but for a margin."""

    def at(place: Points) -> Points:
        angles = np.arcsin((place[..., 0] - SIDE / 2) / RADIUS) + np.radians(degrees)
        return np.stack([SIDE / 2 + RADIUS * np.sin(angles), place[..., 1]], axis=-1)

    pixels = draw_face(Person(seed=seed))
    if degrees:
        pixels = turned(pixels, degrees)
    middle = at(np.array([[SIDE / 2, 240.0], [SIDE / 2, 275.0]]))
    return KnownFace(f"drawn {seed}, turned by {degrees:g}", pixels, at(EYES), middle[0], middle[1])


def _darkened(face: KnownFace) -> Pixels:
    return np.asarray(face.pixels // 4, np.uint8)


def _masked(face: KnownFace) -> Pixels:
    """With a surgeon's mask from the bridge of the nose to below the chin."""
    across = (face.eyes[1] - face.eyes[0]) / face.apart
    middle = face.eyes.mean(axis=0)
    down = face.mouth - middle
    corners = [(-0.8, 0.42), (0, 0.32), (0.8, 0.42), (0.75, 1.2), (0, 1.75), (-0.75, 1.2)]
    places = np.array([middle + x * face.apart * across + y * down for x, y in corners])
    masked = face.pixels.copy()
    cv2.fillConvexPoly(masked, np.rint(16 * places).astype(np.int32), CLOTH, cv2.LINE_AA, 4)
    return np.asarray(masked, np.uint8)


def _shaded(face: KnownFace) -> Pixels:
    """With sunglasses."""
    shaded = face.pixels.copy()
    axes = (round(0.36 * face.apart), round(0.27 * face.apart))
    for x, y in face.eyes:
        cv2.ellipse(shaded, (round(x), round(y)), axes, face.tilt, 0, 360, SHADE, -1, cv2.LINE_AA)
    ends = [(round(x), round(y)) for x, y in face.eyes]
    cv2.line(shaded, ends[0], ends[1], SHADE, max(1, round(0.06 * face.apart)), cv2.LINE_AA)
    return np.asarray(shaded, np.uint8)
