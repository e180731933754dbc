"""Kinds of values on the command line that are read more strictly than cyclopts does."""

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, Token, convert
from cyclopts.validators import Number

from morphing_faces.errors import CommandError
from morphing_faces.faces.find.choice import EyePixels, read_eyes
from morphing_faces.seeds import LARGEST_SEED
from morphing_faces.storage.files import named_path

DIGITS = 30
"""More than any number here has; int() would take its time over millions, and then refuse."""


def read_value(kind: Any, tokens: Sequence[Token]) -> Any:
    """Read what stands after a flag as cyclopts does, with two exceptions.

    A whole number is one, where cyclopts rounds 1.5; and a path may be a file's address.
    """
    if kind is Path:
        return Path(named_path(tokens[0].value))
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


def _eyes(_: object, tokens: Sequence[Token]) -> EyePixels:
    """Read the places of two eyes."""
    eyes = read_eyes(tokens[0].value)
    if eyes is None:
        raise CommandError(
            f"{tokens[0].keyword} must be X1,Y1,X2,Y2 in pixels, got {tokens[0].value[:40]!r}"
        )
    return eyes


def _licence(_: object, tokens: Sequence[Token]) -> str:
    """Read the name of a licence: it stands in the head of a card, whose lines mean something."""
    word = tokens[0].value
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,63}", word):
        raise CommandError(
            f"{tokens[0].keyword} must be a licence's name on the Hugging Face Hub, such as mit or "
            f"cc0-1.0, got {word[:40]!r}"
        )
    return word


class Range(Number):
    """A range that is told whole where a number lies outside of it."""

    def __call__(self, type_: Any, value: Any) -> None:
        """Raise ValueError with what is allowed, and what was got, unless the number lies in it."""
        try:
            super().__call__(type_, value)
        except ValueError:
            raise self._refused(value) from None
        if value is not None and math.isnan(value):  # which is on neither side of a bound
            raise self._refused(value)

    def _refused(self, value: float) -> ValueError:
        return ValueError(f"must be {self.allowed}, got {value:g}")

    @property
    def allowed(self) -> str:
        """The range in words."""
        if self.gte is not None and self.lte is not None:
            return f"from {self.gte} to {self.lte}"
        words = {"above": self.gt, "at least": self.gte, "at most": self.lte}
        return " and ".join(f"{word} {bound}" for word, bound in words.items() if bound is not None)


Flag = Annotated[bool, Parameter(negative=())]
"""One that has no opposite."""
AsJson = Annotated[bool, Parameter(name="--json", negative=())]
Pace = Annotated[float, Parameter(validator=Range(gt=0, lte=1000))]
"""Steps a second of a walk."""
Seed = Annotated[int, Parameter(converter=_seed)]
EyePair = Annotated[
    EyePixels,
    Parameter(
        converter=_eyes,
        n_tokens=1,
        accepts_keys=False,
        allow_leading_hyphen=True,
        negative=(),
    ),
]
Licence = Annotated[str, Parameter(converter=_licence)]
Reach = Annotated[float, Parameter(name="--range", alias="--reach")]
