"""What is known about a photograph: from its name, or from fields that come with it.

What is recognised by the end of the path, whatever folder it lies in:

- UTKFace, ``AGE_GENDER_ETHNICITY_DATE.jpg``;
- Labeled Faces in the Wild, ``PERSON/PERSON_NNNN.jpg``;
- FER2013, ``EXPRESSION/....jpg``;
- generated.photos, ``GENDER/ETHNICITY/....jpg``.

Fields are those of a table or of a document that lies beside a photograph; FIELDS has the names
under which each label is looked for.

The words are those of the collections, which guessed them from pictures; they serve to ask
whether a model treats groups of faces alike, not to say anything about a person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

UTKFACE_GENDERS = ("male", "female")
UTKFACE_ETHNICITIES = ("white", "black", "asian", "indian", "other")
GENDERS = ("female", "male")
ETHNICITIES = ("asian", "black", "indian", "latino", "white")
EXPRESSIONS = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")

OLDEST = 130
OLDEST_IN_A_NAME = 116
"""The greatest age in UTKFace; more is a slip, of which its names have some."""
FIELDS = {
    "age": ("age",),
    "gender": ("gender", "sex"),
    "ethnicity": ("ethnicity", "race"),
    "expression": ("expression", "emotion"),
    "person": ("person", "identity", "celeb_id"),
}
ANY_FIELD = ("label", "labels", "class")
"""Fields that may hold a gender or an expression, which only their words can tell."""

GENDER_WORDS = {"man": "male", "woman": "female", **{gender: gender for gender in GENDERS}}
EXPRESSION_WORDS = {
    "anger": "angry",
    "disgusted": "disgust",
    "fearful": "fear",
    "happiness": "happy",
    "sadness": "sad",
    "surprised": "surprise",
    **{expression: expression for expression in EXPRESSIONS},
}

_PICTURE = r"[^/]+\.[a-z]{3,4}"
_UTKFACE = re.compile(
    r"(?:.*/)?(?P<age>\d{1,3})_(?P<gender>[01])_(?P<ethnicity>[0-4])_\d{8,17}[^/]*",
    re.IGNORECASE | re.DOTALL,
)
_LFW = re.compile(
    r"(?:.*/)?(?P<person>[^/]+)/(?P=person)_\d{4}\.[a-z]{3,4}", re.IGNORECASE | re.DOTALL
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

    def updated(self, other: Self) -> Self:
        """These labels, with those of another in their place where the other knows them."""
        known = {field.name: getattr(other, field.name) for field in fields(other)}
        return replace(self, **{name: value for name, value in known.items() if value is not None})


def labels_of(name: str) -> Labels:
    """Read the labels in a photograph's name.

    Args:
        name: Its path within the source, with forward slashes.

    Returns:
        The labels of the first layout that fits; no labels where none does.
    """
    if match := _UTKFACE.fullmatch(name):
        age = int(match["age"])
        return Labels(
            age=age if age <= OLDEST_IN_A_NAME else None,
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


def age_in(name: str) -> int | None:
    """The age that a name of UTKFace says, be it one that anybody is or not; else None."""
    match = _UTKFACE.fullmatch(name)
    return int(match["age"]) if match else None


def person_in(name: str) -> str | None:
    """Whom a name says as LFW says it; whether it is a person, other names have to tell."""
    match = _LFW.fullmatch(name)
    return match["person"] if match else None


def labels_from(said: Mapping[str, Any]) -> Labels:
    """Read the labels in fields that come with a photograph.

    A number in place of a word is not guessed at, nor an age that is a range.

    Args:
        said: By the name of the field, in capital or small letters.

    Returns:
        The labels of the fields that FIELDS names; a gender or an expression also of one of
        ANY_FIELD.
    """
    low = {str(name).strip().lower(): value for name, value in said.items()}
    found = {
        label: next((low[name] for name in names if low.get(name) is not None), None)
        for label, names in FIELDS.items()
    }
    words = [_word(low.get(name)) for name in ANY_FIELD]
    return Labels(
        age=_age(found["age"]),
        gender=_first(GENDER_WORDS, [_word(found["gender"]), *words]),
        ethnicity=_word(found["ethnicity"]),
        expression=_first(EXPRESSION_WORDS, [_word(found["expression"]), *words]),
        person=_person(found["person"]),
    )


def _age(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= OLDEST:
        return None
    return int(value)


def _word(value: Any) -> str | None:
    """A word in small letters; None for numbers, which mean nothing by themselves."""
    if not isinstance(value, str) or not value.strip() or value.strip().lstrip("-").isdecimal():
        return None
    return value.strip().lower()


def _first(meanings: Mapping[str, str], words: list[str | None]) -> str | None:
    return next((meanings[word] for word in words if word and word in meanings), None)


def _person(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    return None if text in ("", "-1") else text
