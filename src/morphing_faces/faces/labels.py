"""What the name of a photograph says about it, for the layouts of well-known collections.

Recognised by the end of the path, whatever folder it lies in:

- UTKFace, ``AGE_GENDER_ETHNICITY_DATE.jpg``;
- Labeled Faces in the Wild, ``PERSON/PERSON_NNNN.jpg``;
- FER2013, ``EXPRESSION/....jpg``;
- generated.photos, ``GENDER/ETHNICITY/....jpg``.

The words are those of the collections, which guessed them from pictures; they serve to ask
whether a model treats groups of faces alike, not to say anything about a person.
"""

import re
from dataclasses import dataclass

UTKFACE_GENDERS = ("male", "female")
UTKFACE_ETHNICITIES = ("white", "black", "asian", "indian", "other")
GENDERS = ("female", "male")
ETHNICITIES = ("asian", "black", "indian", "latino", "white")
EXPRESSIONS = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")

_PICTURE = r"[^/]+\.(?:jpe?g|png)"
_UTKFACE = re.compile(
    r"(?:.*/)?(?P<age>\d{1,3})_(?P<gender>[01])_(?P<ethnicity>[0-4])_\d{8,17}[^/]*",
    re.IGNORECASE | re.DOTALL,
)
_LFW = re.compile(
    r"(?:.*/)?(?P<person>[^/]+)/(?P=person)_\d{4}\.(?:jpe?g|png)", re.IGNORECASE | re.DOTALL
)
_FER2013 = re.compile(
    rf"(?:.*/)?(?P<expression>{'|'.join(EXPRESSIONS)})/{_PICTURE}", re.IGNORECASE | re.DOTALL
)
_GENERATED = re.compile(
    rf"(?:.*/)?(?P<gender>{'|'.join(GENDERS)})/(?P<ethnicity>{'|'.join(ETHNICITIES)})/{_PICTURE}",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Labels:
    """What is known about a photograph; None where nothing is.

    Attributes:
        age: In years.
        gender: "female" or "male", as the collection has it.
        ethnicity: The collection's word, in lower case.
        expression: One of EXPRESSIONS.
        person: A name or number that is the same for all photographs of one person.
    """

    age: int | None = None
    gender: str | None = None
    ethnicity: str | None = None
    expression: str | None = None
    person: str | None = None


def labels_of(name: str) -> Labels:
    """Read the labels in a photograph's name.

    Args:
        name: Its path within the source, with forward slashes.

    Returns:
        The labels of the first layout that fits; no labels where none does.
    """
    if match := _UTKFACE.fullmatch(name):
        return Labels(
            age=int(match["age"]),
            gender=UTKFACE_GENDERS[int(match["gender"])],
            ethnicity=UTKFACE_ETHNICITIES[int(match["ethnicity"])],
        )
    if match := _LFW.fullmatch(name):
        return Labels(person=match["person"])
    if match := _GENERATED.fullmatch(name):
        return Labels(gender=match["gender"].lower(), ethnicity=match["ethnicity"].lower())
    if match := _FER2013.fullmatch(name):
        return Labels(expression=match["expression"].lower())
    return Labels()
