"""The tables of CelebA, in every form in which they are handed on.

As their authors give them out, they are text with spaces between; Kaggle gives them out with commas
and a line of headings. Either may be packed. A picture is known by its name up to the first dot, as
some copies have a second ending (``131422.jpg.jpg``), or another one.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.faces.readers.texts import open_text

WHERE = ("", "Img", "Anno", "Eval")
ENDINGS = (".txt", ".csv", ".txt.gz", ".csv.gz", ".zip", ".txt.zip", ".csv.zip")
HEADINGS = {"image_id", "image", "img", "file", "filename", "file_name", "name", "id"}
"""What the first column is called, where it is called anything."""
YES, NO = {"1"}, {"-1", "0"}

DAMAGED = "damaged"
"""Stands where a line of a table cannot be read."""


def find_table(folder: Path, stem: str) -> Path | None:
    """Where a table lies, if it is there.

    Args:
        folder: Of the data set.
        stem: The table's name without its ending.
    """
    return next(
        (
            path
            for part in WHERE
            for ending in ENDINGS
            if (path := folder / part / f"{stem}{ending}").is_file()
        ),
        None,
    )


def key_of(name: str) -> str:
    """What a picture is known by, given the last part of its path."""
    return name.partition(".")[0]


def read_attributes(path: Path) -> dict[str, str]:
    """By the key of a picture, Male and Smiling as "1" or "-1", two letters wide each.

    Raises:
        SourceError: It does not name them, or no line of it can be read.
    """
    rows = _rows(path)
    heading = next(rows, [])
    if "Male" not in heading:  # the first line may say how many there are
        heading = next(rows, [])
    if heading and heading[0].lower() in HEADINGS:
        heading = heading[1:]
    if "Male" not in heading or "Smiling" not in heading:
        raise SourceError(f"{path} is damaged: its first or second line must name Male and Smiling")
    male, smiling = heading.index("Male"), heading.index("Smiling")
    table: dict[str, str] = {}
    for file, *values in rows:
        whole = len(values) == len(heading) and {values[male], values[smiling]} <= YES | NO
        found = f"{_sign(values[male])}{_sign(values[smiling])}" if whole else DAMAGED
        table[key_of(file)] = sys.intern(found)
    return _some_whole(path, table)


def read_numbers(path: Path | None) -> dict[str, str]:
    """By the key of a picture, the number in its line; nothing where there is no table.

    Raises:
        SourceError: No line of it can be read.
    """
    if path is None:
        return {}
    table: dict[str, str] = {}
    for file, *numbers in _rows(path):
        if not table and file.lower() in HEADINGS:
            continue
        whole = len(numbers) == 1 and numbers[0].isdecimal()
        table[key_of(file)] = sys.intern(numbers[0] if whole else DAMAGED)
    return _some_whole(path, table)


def _rows(path: Path) -> Iterator[list[str]]:
    """The fields of every line that has any."""
    with open_text(path) as file:
        for line in file:
            fields = [field.strip() for field in line.split(",")] if "," in line else line.split()
            if fields:
                yield fields


def _some_whole(path: Path, table: dict[str, str]) -> dict[str, str]:
    if all(found == DAMAGED for found in table.values()):
        raise SourceError(f"{path} is damaged: no line of it can be read")
    return table


def _sign(value: str) -> str:
    return "1 " if value in YES else "-1"
