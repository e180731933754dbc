"""Photographs in a folder and the folders within."""

import os
from collections.abc import Iterator
from pathlib import Path

from morphing_faces.faces.labels import labels_of
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
        self.count: int | None = sum(1 for _ in pictures_in(folder))

    def __iter__(self) -> Iterator[Photograph]:
        for path in pictures_in(self.folder):
            name = printable(path.relative_to(self.folder).as_posix())
            try:
                size = path.stat().st_size
            except OSError:  # a link to nowhere; reading it says so in the report
                size = 0
            yield Photograph(self.name, name, size, path.read_bytes, labels_of(name))


def pictures_in(folder: Path) -> Iterator[Path]:
    """The pictures within, in the order of their whole paths."""
    try:
        with os.scandir(folder) as entries:
            kinds = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except OSError:  # a folder that may not be listed is passed over
        return
    # A folder sorts as its contents do: "a.jpg" comes before "a/b.jpg".
    for name in sorted(kinds, key=lambda name: name + "/" * kinds[name]):
        path = folder / name
        if kinds[name]:
            if not name.startswith(".") and name != "__MACOSX":
                yield from pictures_in(path)
        elif is_picture(name) and (path.is_file() or not path.exists()):
            yield path
