"""Names of dimensions: the document in which the Python package and the page exchange them.

    {"format": "morphing-faces names 1", "model": NAME, "decoder": SHA-256 of its onnx/decoder.onnx,
     "names": {"7": "smirk"}, "made_by": ...}

"7" is a place in z, so that a name stays with its dimension however dimensions are ranked. Keys
that are not known are passed over. The page has the same in web/src/points/dimension-names.ts;
tests/points/names.json holds both to it.
"""

import re
import unicodedata
from typing import Any

from morphing_faces.errors import CommandError, FileError

FORMAT = "morphing-faces names 1"
LONGEST = 40
"""In characters."""
PLACE = re.compile(r"0|[1-9][0-9]{0,8}")


def tidy(words: str) -> str:
    """A name as it is kept: its words on one line, with single spaces between them."""
    return " ".join("".join(" " if _separates(letter) else letter for letter in words).split())


def read_dimension_name(word: str) -> str:
    """A name for a dimension, as a user types it.

    Raises:
        CommandError: It is not allowed.
    """
    name = tidy(word)
    if not 1 <= len(name) <= LONGEST:
        raise CommandError(f"such a name has 1 to {LONGEST} characters, got {word[:LONGEST]!r}")
    return name


def names_in(document: dict[str, Any], latent_size: int) -> dict[int, str]:
    """The names that a document has, by their place in z.

    Args:
        document: Of this format, and of the model.
        latent_size: L, the number of places.

    Raises:
        FileError: It is damaged.
    """
    found = document.get("names")
    if not isinstance(found, dict) or not all(
        _is_name(*each, latent_size) for each in found.items()
    ):
        raise FileError("'names' must be names by dimension")
    return {int(place): name for place, name in found.items()}


def _separates(letter: str) -> bool:
    """Whether it is a space or a control character, or half of a character."""
    category = unicodedata.category(letter)
    return category[0] == "Z" or category in ("Cc", "Cs")


def _is_name(place: object, name: object, latent_size: int) -> bool:
    if not isinstance(place, str) or not PLACE.fullmatch(place) or int(place) >= latent_size:
        return False
    return isinstance(name, str) and 1 <= len(name) <= LONGEST and tidy(name) == name
