"""Photographs in folders and zip archives, listed at once and read one by one."""

import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from morphing_faces.errors import SourceError
from morphing_faces.faces.reasons import Reason, RejectedError

SUFFIXES = (".jpg", ".jpeg", ".png")
MAX_BYTES = 64_000_000


@dataclass(frozen=True)
class Photograph:
    """A file that may be a photograph, not read yet.

    Attributes:
        source: The name of the folder or archive it comes from.
        name: Its path in there, with forward slashes.
        size: Its length in bytes.
    """

    source: str
    name: str
    size: int
    _open: Callable[[], bytes] = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Read the whole file.

        Raises:
            RejectedError: It is longer than MAX_BYTES, or cannot be read.
        """
        if self.size > MAX_BYTES:
            raise RejectedError(Reason.TOO_LARGE, f"{self.size} bytes, {MAX_BYTES} are allowed")
        try:
            return self._open()
        except (OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            detail = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise RejectedError(Reason.UNREADABLE, detail) from error


@contextmanager
def open_sources(paths: Sequence[str | os.PathLike[str]]) -> Iterator[list[Photograph]]:
    """List the photographs of folders, searched recursively, and of zip archives.

    A photograph is a file whose name ends in .jpg, .jpeg or .png; hidden files are passed over.

    Args:
        paths: Folders and archives.

    Yields:
        All photographs: the sources in the order given, in each by name. They can be read as
        long as the context lasts.

    Raises:
        SourceError: A source is missing, is no folder and no zip archive, is damaged, or has no
            picture at all.
    """
    if not paths:
        raise SourceError("name at least one folder or zip archive of photographs")
    photographs: list[Photograph] = []
    with ExitStack() as stack:
        for path, name in zip(map(Path, paths), _names(paths), strict=True):
            if path.is_dir():
                found = _in_folder(path, name)
            elif path.exists():
                found = _in_archive(stack.enter_context(_open_archive(path)), name)
            else:
                raise SourceError(f"there is no folder or zip archive {str(path)!r}")
            if not found:
                raise SourceError(
                    f"{path} has no pictures: no file in it ends in {', '.join(SUFFIXES)} "
                    f"(an archive within a folder has to be named itself)"
                )
            photographs += sorted(found, key=lambda photograph: photograph.name)
        yield photographs


def _names(paths: Sequence[str | os.PathLike[str]]) -> list[str]:
    """The last part of each path; numbered from the second of the same on."""
    names: list[str] = []
    for path in paths:
        name = _printable(Path(path).resolve().name or os.fspath(path))
        same, number = name, 1
        while name in names:
            number += 1
            name = f"{same} ({number})"
        names.append(name)
    return names


def _in_folder(folder: Path, source: str) -> list[Photograph]:
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for file in files:
            path = Path(parent, file)
            name = path.relative_to(folder).as_posix()
            if not _is_picture(name):
                continue
            try:
                status = path.stat()
            except OSError:  # a link to nowhere; reading it says so in the report
                found.append(Photograph(source, _printable(name), 0, path.read_bytes))
                continue
            if stat.S_ISREG(status.st_mode):
                found.append(Photograph(source, _printable(name), status.st_size, path.read_bytes))
    return found


def _in_archive(archive: zipfile.ZipFile, source: str) -> list[Photograph]:
    def reader(entry: zipfile.ZipInfo) -> Callable[[], bytes]:
        return lambda: archive.read(entry)

    return [
        Photograph(source, _printable(entry.filename), entry.file_size, reader(entry))
        for entry in archive.infolist()
        if not entry.is_dir() and _is_picture(entry.filename)
    ]


def _open_archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise SourceError(
            f"{path} is neither a folder nor a whole zip archive ({error}); "
            f"fetch or make the archive again"
        ) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def _is_picture(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not hidden and name.lower().endswith(SUFFIXES)


def _printable(name: str) -> str:
    """A name that every file format can hold: undecodable bytes become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")
