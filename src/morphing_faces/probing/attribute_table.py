"""Attributes of faces from a table of one's own: a file with commas, a line a photograph.

    name,glasses,age,hair-length (cm)
    celeba/000001.jpg,1,31,
    celeba/000002.jpg,0,,3.5

The first column has names as the face set has them. A column of zeros and ones is a class, any
other a number, whose unit may follow in brackets; an empty cell is not known.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import CommandError
from morphing_faces.evaluation.metrics.groups import column
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.directions import NAME
from morphing_faces.probing.attributes import Attribute
from morphing_faces.types import Doubles
from morphing_faces.wording import counted

HEAD = re.compile(r"(.*?)(?: \((.+)\))?", re.DOTALL)
NEVER = (
    *("gender", "sex", "male", "female", "ethnicity", "race", "skin-colour", "skin-color"),
    *("weight", "chubby", "fat", "attractive", "attractiveness", "beauty"),
)
"""What no direction is made for: a slider would claim to know what makes a person one of these."""


def with_table(
    path: Path, faces: FaceSet, rows: NDArray[np.int64], known: Sequence[Attribute]
) -> list[Attribute]:
    """Add the attributes of a table to what is known of some faces.

    Args:
        path: A file with commas, in UTF-8, with a head as above.
        faces: Whose names the table has; a name that none of them bears is passed over.
        rows: Which of the faces, [N].
        known: Without the table. Where a column has the name of one, its values stand in its place,
            and the rest of it stays.

    Raises:
        CommandError: It cannot be read, a column's name or a cell is not what it may be, or it
            knows none of these faces.
    """
    heads, values = _read(path, faces, rows)
    before = {each.name: each for each in known}
    found = []
    for (name, unit), column_values in zip(heads, values, strict=True):
        cells = column_values[np.isfinite(column_values)]
        classes = not unit and bool(np.isin(cells, (0, 1)).all())
        other = Attribute(
            name, "label", f"no-{name}"[:32], (f"less {name}", f"more {name}"), "units", cells
        )
        same = before.pop(name, other)
        its_unit = None if classes else unit or same.unit or other.unit
        found.append(replace(same, kind="label", unit=its_unit, values=column_values))
    return [*found, *before.values()]


def _read(
    path: Path, faces: FaceSet, rows: NDArray[np.int64]
) -> tuple[list[tuple[str, str]], Doubles]:
    """Name and unit of every column, and the values of N faces, [columns, N]."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    lines = list(csv.reader(io.StringIO(text)))
    if not lines or len(lines[0]) < 2 or lines[0][0] != "name":
        raise CommandError(
            f"{path} is no table of attributes: its first line names the columns, name first"
        )
    heads = [_head(path, each) for each in lines[0][1:]]
    if len({name for name, _ in heads}) < len(heads):
        raise CommandError(f"{path} has two columns of one name")
    places = {name: place for place, name in enumerate(column(faces, "name")[rows])}
    values = np.full((len(heads), len(rows)), np.nan)
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(heads) + 1:
            raise CommandError(
                f"{path}, line {number}: {counted(len(line), 'cell')}, "
                f"but {counted(len(heads) + 1, 'column')}"
            )
        numbers = [_number(path, number, cell) for cell in line[1:]]
        if (place := places.get(line[0])) is not None:
            values[:, place] = numbers
    if np.isnan(values).all():
        raise CommandError(f"{path} knows none of the faces of {faces.folder} by its name")
    return heads, values


def _head(path: Path, text: str) -> tuple[str, str]:
    name, unit = HEAD.fullmatch(text).groups("")  # type: ignore[union-attr]
    if not NAME.fullmatch(name):
        raise CommandError(
            f"{path}: a column's name is up to 32 small letters, digits and -, from a letter on, "
            f"not {name[:40]!r}"
        )
    if name in NEVER:
        raise CommandError(f"{path}: there are no directions for {name}; leave the column out")
    return name, unit


def _number(path: Path, line: int, cell: str) -> float:
    try:
        number = float(cell) if cell.strip() else np.nan
    except ValueError:
        number = np.inf
    if np.isinf(number):
        raise CommandError(f"{path}, line {line}: {cell[:40]!r} is no number")
    return number
