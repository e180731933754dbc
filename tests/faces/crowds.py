"""Photographs of many people who do not exist: faces that the model draws, before a wall."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morphing_faces import load_model
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.types import Pixels

LEVELS = 0.6
"""Standard deviations of the draws: nearer to the mean than the model's own, so plain faces."""

Place = tuple[int, int, int]
"""Side of a face as it is drawn, and the position of its upper left corner, in pixels."""


@cache
def people(count: int) -> NDArray[np.float32]:
    """Faces of the model faces48, float32 [count, 48, 48]."""
    model = load_model("faces48")
    rng = np.random.default_rng(16)
    return np.asarray(model.decode(LEVELS * model.sample(rng, count)), np.float32)


def photograph(width: int, height: int, places: list[Place]) -> Pixels:
    """People before a wall that grows lighter to the right, uint8 [height, width, 3]."""
    slope = np.linspace(110, 190, width)[None, :, None] * np.array([1.0, 0.98, 0.94])
    picture = Image.fromarray(np.broadcast_to(slope, (height, width, 3)).astype(np.uint8))
    for face, (side, left, top) in zip(people(len(places)), places, strict=True):
        if side >= len(face):
            levels = enlarge(face, side, side)
        else:
            small = Image.fromarray(np.rint(255 * face).astype(np.uint8))
            levels = np.asarray(small.resize((side, side), Image.Resampling.LANCZOS))
        colours = np.asarray(Image.fromarray(levels).convert("RGB")) * (1.0, 0.94, 0.88)
        picture.paste(Image.fromarray(colours.astype(np.uint8)), (left, top))
    return np.asarray(picture)


def rows(count: int, across: int, side: int, pitch: int) -> tuple[Pixels, list[Place]]:
    """A class photograph: people in rows, their middles so many pixels apart."""
    inset = (pitch - side) // 2
    places = [
        (side, number % across * pitch + inset, number // across * pitch + inset)
        for number in range(count)
    ]
    return photograph(across * pitch, -(-count // across) * pitch, places), places


def selfie(width: int, share: float) -> tuple[Pixels, list[Place]]:
    """One large face, and five whose sides are such a share of the photograph's width."""
    side = round(width * share)
    small = [
        (side, round(width * x), round(width * y))
        for x, y in [(0.62, 0.08), (0.75, 0.12), (0.88, 0.07), (0.66, 0.45), (0.82, 0.5)]
    ]
    places = [(width // 2, width // 20, width // 6), *small]
    return photograph(width, width * 3 // 4, places), places
