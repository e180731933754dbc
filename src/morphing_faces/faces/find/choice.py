"""Which face of a photograph is meant, as a person types it."""

import math
import re

EyePixels = tuple[float, float, float, float]
"""x and y of one eye, then of the other, in pixels of a photograph from its upper left corner."""


def read_eyes(word: str) -> EyePixels | None:
    """Four finite numbers between commas, as in 120,200,180,201; None for anything else."""
    try:
        numbers = [float(part) for part in word.split(",")]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        return None
    first, second, third, fourth = numbers
    return first, second, third, fourth


def read_face(word: str) -> int | EyePixels | None:
    """A face's number from 1 on, or where its eyes are; None for anything else."""
    if re.fullmatch(r"[1-9][0-9]{0,3}", word):
        return int(word)
    return read_eyes(word)
