"""Whether folders are named after persons, as those of Labeled Faces in the Wild are.

``PERSON/PERSON_NNNN.jpg`` is also how a camera names its folder and its pictures,
``IMG/IMG_0001.JPG``. Taken for a person, such a folder would be in one split as a whole.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from morphing_faces.faces.labels import person_in
from morphing_faces.faces.set.grouping import PERSON
from morphing_faces.faces.set.journal import Entry

FULL_NAME = re.compile(r"(?=.*[^\W\d_]).+_.+", re.DOTALL)
"""A letter and an underscore, as in Aaron_Eckhart; a few persons have one name only."""


def camera_folders(kept: Iterable[Entry]) -> frozenset[str]:
    """The sources whose folders are not named after persons.

    A source names persons where at least two have a first and a last name.

    Args:
        kept: The photographs that are kept.

    Returns:
        Those sources in which names look like LFW's and yet do not name persons.
    """
    alike: set[str] = set()
    full: dict[str, set[str]] = {}
    for entry in kept:
        person = person_in(entry.name)
        if person is None or person != entry.row[PERSON]:
            continue
        alike.add(entry.source)
        names = full.setdefault(entry.source, set())
        if len(names) < 2 and FULL_NAME.fullmatch(person):
            names.add(person)
    return frozenset(source for source in alike if len(full[source]) < 2)


def without_persons(kept: Iterable[Entry], sources: frozenset[str]) -> Iterator[Entry]:
    """The same photographs; in these sources, folders name nobody any more."""
    for entry in kept:
        if entry.source in sources and person_in(entry.name) == entry.row[PERSON] is not None:
            row = tuple(chain(entry.row[:PERSON], [None], entry.row[PERSON + 1 :]))
            yield msgspec.structs.replace(entry, row=row)
        else:
            yield entry
