"""Photographs in a zip archive."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.faces.labels import labels_of
from morphing_faces.faces.readers.photograph import Photograph, is_picture, printable


class Zip:
    """The pictures of a zip archive, by name.

    Args:
        path: Of the archive.
        name: What to call it.
        stack: Closes the archive.

    Raises:
        SourceError: It is no whole zip archive, or cannot be read.
    """

    aligned = False

    def __init__(self, path: Path, name: str, stack: ExitStack) -> None:
        self.name = name
        self._archive = stack.enter_context(_open(path))
        self._entries = sorted(
            (
                entry
                for entry in self._archive.infolist()
                if not entry.is_dir() and is_picture(entry.filename)
            ),
            key=lambda entry: entry.filename,
        )
        self.count: int | None = len(self._entries)

    def __iter__(self) -> Iterator[Photograph]:
        for entry in self._entries:
            name = printable(entry.filename)
            yield Photograph(self.name, name, entry.file_size, self._reader(entry), labels_of(name))

    def _reader(self, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
        return lambda: self._archive.read(entry)


def _open(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise SourceError(
            f"{path} is neither a folder nor a whole zip archive ({error}); "
            f"fetch or make the archive again"
        ) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
