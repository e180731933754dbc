"""Photographs in a folder and the folders within."""

import os
from collections.abc import Iterator
from pathlib import Path

from morphing_faces.faces.formats.signatures import ENOUGH
from morphing_faces.faces.labels import labels_of
from morphing_faces.faces.readers.passed_over import (
    CLOSED,
    HIDDEN,
    LINKED_FOLDERS,
    SPECIAL,
    PassedOver,
    has_no_ending,
    is_hidden,
    shows,
)
from morphing_faces.faces.readers.photograph import Photograph, is_picture, printable


class Folder:
    """The pictures of a folder, searched recursively, by name.

    One folder at a time is listed, so that memory grows with the largest of them only.

    Args:
        folder: Where to search.
        name: What to call it.
    """

    aligned = False

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.passed_over = PassedOver()
        self.count: int | None = 0
        for path in pictures_in(folder, self.passed_over):
            self.count += 1
            self.passed_over.label(path.name)

    def __iter__(self) -> Iterator[Photograph]:
        for path in pictures_in(self.folder):
            name = printable(path.relative_to(self.folder).as_posix())
            try:
                size = path.stat().st_size
            except OSError:  # a link to nowhere; reading it says so in the report
                size = 0
            yield Photograph(self.name, name, size, path.read_bytes, labels_of(name))


def pictures_in(folder: Path, passed_over: PassedOver | None = None) -> Iterator[Path]:
    """The pictures within, in the order of their whole paths.

    A file without an ending is one if its first bytes are those of a kind that is read.

    Args:
        folder: Where to search.
        passed_over: Counts what else is there.
    """
    passed = PassedOver() if passed_over is None else passed_over
    try:
        with os.scandir(folder) as entries:
            kinds = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except OSError:
        passed[CLOSED] += 1
        return
    # A folder sorts as its contents do: "a.jpg" comes before "a/b.jpg".
    for name in sorted(kinds, key=lambda name: name + "/" * kinds[name]):
        path = folder / name
        if kinds[name]:
            if is_hidden(name):
                passed[HIDDEN] += 1
            else:
                yield from pictures_in(path, passed)
        elif is_picture(name) and (path.is_file() or not path.exists()):
            yield path
        elif path.is_dir():
            passed[LINKED_FOLDERS] += 1
        elif not path.is_file():
            passed[SPECIAL] += 1
        elif has_no_ending(name) and shows(_start(path)):
            yield path
        else:
            passed.file(name)


def _start(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(ENOUGH)
    except OSError:
        return b""
