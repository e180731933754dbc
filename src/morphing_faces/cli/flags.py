"""Kinds of values on the command line that are read more strictly than cyclopts does."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from cyclopts import Parameter, Token, convert

from morphing_faces.errors import CommandError
from morphing_faces.faces.find.choice import Eyes, read_eyes
from morphing_faces.seeds import LARGEST_SEED

DIGITS = 30
"""More than any number here has; int() would take its time over millions, and then refuse."""


def read_value(kind: Any, tokens: Sequence[Token]) -> Any:
    """Read what stands after a flag as cyclopts does; but a whole number as one: it rounds 1.5."""
    if kind is not int:
        return convert(kind, tokens)
    word = tokens[0].value
    if not re.fullmatch(rf"[+-]?[0-9]{{1,{DIGITS}}}", word):
        raise CommandError(f"{tokens[0].keyword} must be a whole number, got {word[:40]!r}")
    return int(word)


def _seed(_: object, tokens: Sequence[Token]) -> int:
    """Read the seed of a random number generator."""
    word = tokens[0].value
    if not re.fullmatch(rf"[0-9]{{1,{DIGITS}}}", word) or int(word) > LARGEST_SEED:
        raise CommandError(
            f"{tokens[0].keyword} must be a whole number from 0 to {LARGEST_SEED}, "
            f"got {word[:40]!r}"
        )
    return int(word)


def _eyes(_: object, tokens: Sequence[Token]) -> Eyes:
    """Read the places of two eyes."""
    eyes = read_eyes(tokens[0].value)
    if eyes is None:
        raise CommandError(
            f"{tokens[0].keyword} must be X1,Y1,X2,Y2 in pixels, got {tokens[0].value[:40]!r}"
        )
    return eyes


Seed = Annotated[int, Parameter(converter=_seed)]
EyePair = Annotated[
    Eyes,
    Parameter(
        converter=_eyes,
        n_tokens=1,
        accepts_keys=False,
        allow_leading_hyphen=True,
        negative=(),
    ),
]
Reach = Annotated[float, Parameter(name="--range", alias="--reach")]
