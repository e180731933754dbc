"""CelebA: a folder of aligned photographs of celebrities, and tables of what is known of them.

Liu, Luo, Wang and Tang, "Deep Learning Face Attributes in the Wild", ICCV 2015. The pictures are
the folder img_align_celeba, or img_align_celeba.zip, in the folder of the data set or in its Img;
the tables lie beside them, or in Anno and Eval:

- ``list_attr_celeba.txt``: how many, the names of 40 attributes, and a line a picture of 1 and -1.
  Male tells the gender; Smiling tells the expression happy, and its absence tells none;
- ``identity_CelebA.txt``, if it is there: a line a picture with the number of the person;
- ``list_eval_partition.txt``, if it is there: a line a picture with 0 train, 1 valid, 2 test.

The other attributes, such as Young, fit no label of ours and are passed over.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath

from morphing_faces.errors import SourceError
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers.folders import Folder
from morphing_faces.faces.readers.photograph import Photograph
from morphing_faces.faces.readers.zips import Zip
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.faces.splits import SPLITS

PICTURES = "img_align_celeba"
ATTRIBUTES = "list_attr_celeba.txt"
PERSONS = "identity_CelebA.txt"
PARTS = "list_eval_partition.txt"
WHERE = ("", "Img", "Anno", "Eval")
GENDER_OF = {"1": "male", "-1": "female"}

DAMAGED = "damaged"


class CelebA:
    """The pictures of CelebA, by name; a few words of every line of its tables are held in memory.

    A picture whose line is damaged is a photograph that cannot be read; one without a line has
    no labels.

    Args:
        folder: Of the data set.
        name: What to call it.
        stack: Closes the archive of the pictures.

    Raises:
        SourceError: The pictures or the attributes are missing, or a table cannot be read.
    """

    aligned = False

    def __init__(self, folder: Path, name: str, stack: ExitStack) -> None:
        self.name = name
        attributes = _find(folder, ATTRIBUTES)
        if attributes is None:
            raise SourceError(
                f"{folder} has no {ATTRIBUTES}, which comes with CelebA; put it there, or name "
                f"the pictures alone: folder:{folder / PICTURES}"
            )
        self._pictures = _pictures(folder, name, stack)
        self.count: int | None = self._pictures.count
        self._attributes = _read_attributes(attributes)
        self._persons = _read_numbers(_find(folder, PERSONS))
        self._parts = _read_numbers(_find(folder, PARTS))

    def __iter__(self) -> Iterator[Photograph]:
        for photograph in self._pictures:
            file = PurePosixPath(photograph.name).name
            attributes = self._attributes.get(file, "")
            person, part = self._persons.get(file), self._parts.get(file)
            if DAMAGED in (attributes, person, part) or part not in (None, "0", "1", "2"):
                yield _failing(photograph)
                continue
            labels = Labels(
                gender=GENDER_OF.get(attributes[:2].strip()),
                expression="happy" if attributes[2:].strip() == "1" else None,
                person=None if person is None else f"celeba/{person}",
            )
            split = None if part is None else SPLITS[int(part)]
            yield replace(photograph, labels=labels, split=split)


def is_celeba(folder: Path) -> bool:
    """Whether a folder has CelebA's pictures where CelebA has them."""
    return _find(folder, PICTURES) is not None or _find(folder, f"{PICTURES}.zip") is not None


def _pictures(folder: Path, name: str, stack: ExitStack) -> Folder | Zip:
    if (pictures := _find(folder, PICTURES)) is not None:
        return Folder(pictures, name)
    if (archive := _find(folder, f"{PICTURES}.zip")) is not None:
        return Zip(archive, name, stack)
    raise SourceError(f"{folder} is not CelebA: it has neither {PICTURES} nor {PICTURES}.zip")


def _find(folder: Path, name: str) -> Path | None:
    """Where a file or folder lies, if it is there."""
    return next((path for part in WHERE if (path := folder / part / name).exists()), None)


def _read_attributes(path: Path) -> dict[str, str]:
    """By the name of a picture, Male and Smiling as they are written, two letters wide each."""
    lines = _lines(path)
    next(lines, None)
    names = next(lines, "").split()
    if "Male" not in names or "Smiling" not in names:
        raise SourceError(f"{path} is damaged: its second line must name Male and Smiling")
    male, smiling = names.index("Male"), names.index("Smiling")
    table = {}
    for line in lines:
        file, *values = line.split() or [""]
        whole = len(values) == len(names) and {values[male], values[smiling]} <= {"1", "-1"}
        found = f"{values[male]:2}{values[smiling]:2}" if whole else DAMAGED
        table[file] = sys.intern(found)
    return table


def _read_numbers(path: Path | None) -> dict[str, str]:
    """By the name of a picture, the number in its line."""
    table = {}
    for line in _lines(path) if path is not None else ():
        file, *numbers = line.split() or [""]
        whole = len(numbers) == 1 and numbers[0].isdecimal()
        table[file] = sys.intern(numbers[0] if whole else DAMAGED)
    return table


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from file
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def _failing(photograph: Photograph) -> Photograph:
    def fail() -> bytes:
        raise RejectedError(Reason.UNREADABLE, "its line in a table of CelebA is damaged")

    return Photograph(photograph.source, photograph.name, photograph.size, fail)
