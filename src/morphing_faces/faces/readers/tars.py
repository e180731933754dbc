"""Photographs in a tar archive, plain or compressed, from its beginning to its end."""

import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from morphing_faces.errors import SourceError
from morphing_faces.faces.decode import MAX_BYTES
from morphing_faces.faces.labels import labels_of
from morphing_faces.faces.readers.passed_over import LINKS, PassedOver, has_no_ending, shows
from morphing_faces.faces.readers.photograph import Photograph, is_picture, printable

SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
DAMAGE = (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, ValueError)


class Tar:
    """The pictures of a tar archive, in the order in which they lie in it.

    A compressed archive can only be read from its beginning, so each photograph holds its
    contents as long as it lives itself.

    Args:
        path: Of the archive.
        name: What to call it.
    """

    aligned = False
    count: int | None = None

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.passed_over = PassedOver()

    def __iter__(self) -> Iterator[Photograph]:
        self.passed_over.clear()
        for name, size, contents in files(self.path, may_be_picture, self.passed_over):
            if is_picture(name) or shows(contents):
                self.passed_over.label(name)
                yield held(self.name, printable(name), size, contents)
            else:
                self.passed_over.file(name)


def held(source: str, name: str, size: int, contents: bytes) -> Photograph:
    """A photograph that has its contents at hand, with the labels that its name tells."""
    return Photograph(source, name, size, lambda: contents, labels_of(name))


def may_be_picture(name: str) -> bool:
    """Whether a name is that of a picture, or tells nothing."""
    return is_picture(name) or has_no_ending(name)


def files(
    path: Path, wanted: Callable[[str], bool], passed_over: PassedOver | None = None
) -> Iterator[tuple[str, int, bytes]]:
    """Read some files of a tar archive, one after the other.

    Args:
        path: Of the archive.
        wanted: Says by the name of a file whether to read it.
        passed_over: Counts the others.

    Yields:
        The name, the length in bytes, and the contents; none of files longer than MAX_BYTES.

    Raises:
        SourceError: The archive is damaged or cut short, or cannot be read.
    """
    passed = PassedOver() if passed_over is None else passed_over
    try:
        with tarfile.open(path, tarinfo=_Strict) as archive:
            while (member := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined] # it remembers every one
                if member.issym() or member.islnk():
                    passed[LINKS] += 1
                elif member.isreg() and not wanted(member.name):
                    passed.file(member.name)
                if not member.isreg() or not wanted(member.name):
                    continue
                contents = b""
                if member.size <= MAX_BYTES and (file := archive.extractfile(member)) is not None:
                    contents = file.read()
                yield member.name, member.size, contents
    except DAMAGE as error:
        raise SourceError(_damaged(path, error)) from error
    except OSError as error:
        reason = (
            f"{path} cannot be read: {error.strerror}" if error.errno else _damaged(path, error)
        )
        raise SourceError(reason) from error


class _Strict(tarfile.TarInfo):
    """A member of an archive that ends where its end is marked, not where it happens to stop."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if type(error).__name__ == "EOFHeaderError":
                raise
            raise tarfile.ReadError(str(error) or type(error).__name__) from error


def _damaged(path: Path, error: Exception) -> str:
    detail = " ".join(str(error).split()) or type(error).__name__
    return f"{path} is no whole tar archive ({detail}); fetch or make the archive again"
