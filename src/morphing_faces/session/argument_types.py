"""Kinds of words that commands take: how each is read, and what is allowed."""

import re
from typing import Annotated

from morphing_faces.faces.find.choice import EyePixels, read_face
from morphing_faces.session.language import Word, WordKind

MOST_STEPS = 1000
FARTHEST = 100


def _dimension(word: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", word):
        raise ValueError("a whole number from 0 to {last}")
    return int(word)


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise ValueError("a number above 0") from None


def _steps(word: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", word) or not 1 <= int(word) <= MOST_STEPS:
        raise ValueError(f"a whole number from 1 to {MOST_STEPS}")
    return int(word)


def _along(word: str) -> float:
    allowed = f"a number of steps from -{FARTHEST} to {FARTHEST}, such as +1.5"
    if not re.fullmatch(r"[+-]?([0-9]{1,4}(\.[0-9]{0,9})?|\.[0-9]{1,9})", word):
        raise ValueError(allowed)
    if abs(float(word)) > FARTHEST:
        raise ValueError(allowed)
    return float(word)


def _which_face(word: str) -> int | EyePixels:
    face = read_face(word)
    if face is None:
        raise ValueError("a face's number from 1, or its eyes as X1,Y1,X2,Y2 in pixels")
    return face


def _replace(word: str) -> bool:
    if word.lower() != "replace":
        raise ValueError("'replace'")
    return True


def _start_or_stop(word: str) -> bool:
    if word.lower() not in ("start", "stop"):
        raise ValueError("'start' or 'stop'")
    return word.lower() == "start"


Rank = Annotated[int, Word(read=_dimension)]
"""A dimension, by its rank; whether there is such a one the morpher says."""
Reach = Annotated[float, Word("R", _number)]
"""The coordinate at the picture's edges."""
Steps = Annotated[int, Word(read=_steps)]
"""How many steps of a search."""
Along = Annotated[float, Word("STEPS", _along)]
"""How far along a direction, in its own steps."""
PointWord = Annotated[str, Word(kind=WordKind.POINT)]
"""The name of a kept point, or a file that holds one."""
File = Annotated[str, Word("PATH", kind=WordKind.FILE)]
"""The path of a file."""
DirectionName = Annotated[str, Word("NAME", kind=WordKind.DIRECTION)]
"""The name of a direction."""
ModelWord = Annotated[str, Word("NAME", kind=WordKind.MODEL)]
"""The name of a model, as --model takes it."""
WhichFace = Annotated[int | EyePixels, Word("N|EYES", _which_face)]
"""A face in a photograph."""
Replace = Annotated[bool, Word("replace", _replace, ("replace",))]
"""Whether to write over what is there: the word `replace`, or nothing."""
Switch = Annotated[bool, Word("start|stop", _start_or_stop, ("start", "stop"))]
"""Whether something starts or stops."""
