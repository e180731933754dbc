"""CelebA: a folder of aligned photographs of celebrities, and tables of what is known of them.

Liu, Luo, Wang and Tang, "Deep Learning Face Attributes in the Wild", ICCV 2015. The pictures are
the folder img_align_celeba, or img_align_celeba.zip, in the folder of the data set or in its Img;
where there is neither, all pictures in the folder. The tables lie beside them, or in Anno and Eval,
as text or with commas (celeba_tables.py):

- ``list_attr_celeba``: the names of 40 attributes, and a line a picture of 1 and -1. Male tells the
  gender; Smiling tells the expression happy, and its absence tells none;
- ``identity_CelebA``, if it is there: a line a picture with the number of the person;
- ``list_eval_partition``, if it is there: a line a picture with 0 train, 1 valid, 2 test.

The other attributes, such as Young, fit no label of ours and are passed over.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath

from morphing_faces.errors import SourceError
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers.celeba_tables import (
    DAMAGED,
    WHERE,
    find_table,
    key_of,
    read_attributes,
    read_numbers,
)
from morphing_faces.faces.readers.image_folder import Folder
from morphing_faces.faces.readers.passed_over import UNLISTED, PassedOver
from morphing_faces.faces.readers.photograph import Photograph
from morphing_faces.faces.readers.zips import Zip
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.faces.splits import SPLITS

PICTURES = "img_align_celeba"
ATTRIBUTES = "list_attr_celeba"
PERSONS = "identity_CelebA"
PARTS = "list_eval_partition"
GENDER_OF = {"1": "male", "-1": "female"}


class CelebA:
    """The pictures of CelebA, by name; a few words of every line of its tables are held in memory.

    A picture whose line is damaged is a photograph that cannot be read; one without a line has
    no labels.

    Args:
        folder: Of the data set.
        name: What to call it.
        stack: Closes the archive of the pictures.

    Raises:
        SourceError: The attributes are missing, or a table cannot be read.
    """

    aligned = False

    def __init__(self, folder: Path, name: str, stack: ExitStack) -> None:
        self.name = name
        attributes = find_table(folder, ATTRIBUTES)
        if attributes is None:
            raise SourceError(
                f"{folder} has no {ATTRIBUTES}.txt or .csv, which comes with CelebA; put it there, "
                f"or name the pictures alone: folder:{folder / PICTURES}"
            )
        self._pictures = _pictures(folder, name, stack)
        self.count: int | None = self._pictures.count
        self._attributes = read_attributes(attributes)
        self._persons = read_numbers(find_table(folder, PERSONS))
        self._parts = read_numbers(find_table(folder, PARTS))
        self._unlisted = 0

    @property
    def passed_over(self) -> Mapping[str, int]:
        """What else is there; in the folder of the pictures alone."""
        return self._pictures.passed_over | PassedOver({UNLISTED: self._unlisted})

    def __iter__(self) -> Iterator[Photograph]:
        self._unlisted = 0
        for photograph in self._pictures:
            file = key_of(PurePosixPath(photograph.name).name)
            attributes = self._attributes.get(file, "")
            self._unlisted += not attributes
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
    """Whether a folder has CelebA's pictures, or its attributes, where CelebA has them."""
    pictures = _find(folder, PICTURES) or _find(folder, f"{PICTURES}.zip")
    return pictures is not None or find_table(folder, ATTRIBUTES) is not None


def _pictures(folder: Path, name: str, stack: ExitStack) -> Folder | Zip:
    if (pictures := _find(folder, PICTURES)) is not None:
        return Folder(pictures, name)
    if (archive := _find(folder, f"{PICTURES}.zip")) is not None:
        return Zip(archive, name, stack)
    return Folder(folder, name)


def _find(folder: Path, name: str) -> Path | None:
    """Where a file or folder lies, if it is there."""
    return next((path for part in WHERE if (path := folder / part / name).exists()), None)


def _failing(photograph: Photograph) -> Photograph:
    def fail() -> bytes:
        raise RejectedError(Reason.UNREADABLE, "its line in a table of CelebA is damaged")

    return Photograph(photograph.source, photograph.name, photograph.size, fail)
