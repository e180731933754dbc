"""FER2013 as its challenge gave it out: a table of numbers, one face a row.

Goodfellow et al., "Challenges in Representation Learning", 2013. The columns of fer2013.csv and of
icml_face_data.csv, in any order and with spaces around their names:

- ``emotion``: 0 angry, 1 disgust, 2 fear, 3 happy, 4 sad, 5 surprise, 6 neutral;
- ``pixels``: 48 x 48 grey levels from 0 to 255, row by row, with spaces between;
- ``Usage``: Training, PublicTest or PrivateTest; the latter two are valid and test here.

train.csv and test.csv of the same challenge lack columns, which are then not known.
"""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from morphing_faces.errors import SourceError
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers.passed_over import NOTHING
from morphing_faces.faces.readers.photograph import Photograph
from morphing_faces.faces.readers.texts import open_text
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.faces.splits import Split
from morphing_faces.types import Pixels

FILES = ("fer2013.csv", "icml_face_data.csv")
SIDE = 48
EXPRESSIONS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
SPLIT_OF: dict[str, Split] = {"training": "train", "publictest": "valid", "privatetest": "test"}


class Fer2013:
    """The faces of FER2013's table, called by the numbers of their rows from 0.

    A row that is damaged is a photograph that cannot be read.

    Args:
        path: Of the table.
        name: What to call it.

    Raises:
        SourceError: It cannot be read, or has no column of pixels.
    """

    aligned = False
    passed_over = NOTHING
    count: int | None = None

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        next(self._rows(), None)

    def __iter__(self) -> Iterator[Photograph]:
        for number, row in enumerate(self._rows()):
            name, size = f"{number:05d}", SIDE * SIDE
            try:
                labels = Labels(expression=_expression(row.get("emotion")))
                split = _split(row.get("usage"))
            except ValueError as error:
                yield Photograph(self.name, name, size, _failing(str(error)))
                continue
            yield Photograph(self.name, name, size, _reader(row["pixels"]), labels, split)

    def _rows(self) -> Iterator[dict[str, str]]:
        try:
            with open_text(self.path) as file:
                heading = file.readline()
                # Where a comma is the decimal point, spreadsheets write semicolons.
                between = next((mark for mark in ",;\t" if mark in heading), ",")
                columns = [column.strip(' "\r\n').lower() for column in heading.split(between)]
                if "pixels" not in columns:
                    raise SourceError(
                        f"{self.path} is not FER2013: its first line must name a column pixels, "
                        f"and should name emotion and Usage"
                    )
                for row in csv.reader(file, delimiter=between):
                    if row:
                        yield {"pixels": ""} | dict(zip(columns, row, strict=False))
        except csv.Error as error:
            raise SourceError(f"{self.path} is no table of values: {error}") from error


def _expression(emotion: str | None) -> str | None:
    if emotion is None:
        return None
    match = re.fullmatch(r"\s*([0-6])(\.0*)?\s*", emotion)  # 3.0, where rows without one were
    if match is None:
        raise ValueError(f"the emotion is {emotion[:20]!r}, allowed are 0 to 6")
    return EXPRESSIONS[int(match[1])]


def _split(usage: str | None) -> Split | None:
    if usage is None:
        return None
    if usage.strip().lower() not in SPLIT_OF:
        raise ValueError(
            f"the usage is {usage[:20]!r}, allowed are Training, PublicTest and PrivateTest"
        )
    return SPLIT_OF[usage.strip().lower()]


def _reader(pixels: str) -> Callable[[], Pixels]:
    def read() -> Pixels:
        try:
            levels = bytes(map(int, pixels.split()))
        except ValueError as error:
            raise RejectedError(Reason.UNREADABLE, f"a damaged row: {error}") from error
        if len(levels) != SIDE * SIDE:
            raise RejectedError(
                Reason.UNREADABLE, f"a damaged row: {len(levels)} of {SIDE * SIDE} pixels"
            )
        return np.frombuffer(levels, np.uint8).reshape(SIDE, SIDE)

    return read


def _failing(detail: str) -> Callable[[], Pixels]:
    def fail() -> Pixels:
        raise RejectedError(Reason.UNREADABLE, f"a damaged row: {detail}")

    return fail
