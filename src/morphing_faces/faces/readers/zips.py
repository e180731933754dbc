"""Photographs in a zip archive."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.faces.formats.signatures import ENOUGH
from morphing_faces.faces.labels import labels_of
from morphing_faces.faces.readers.passed_over import PassedOver, has_no_ending, shows
from morphing_faces.faces.readers.photograph import Photograph, is_picture, printable
from morphing_faces.faces.readers.zip_contents import MendedContents
from morphing_faces.faces.rejection import Reason, RejectedError

ENCRYPTED = 0x1
"""The flag of a member that is under a password."""


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
        self._archive = stack.enter_context(_open(path, stack))
        self.passed_over = PassedOver()
        self._entries = sorted(self._pictures(), key=lambda entry: entry.filename)
        self.count: int | None = len(self._entries)

    def __iter__(self) -> Iterator[Photograph]:
        for entry in self._entries:
            name = printable(entry.filename)
            yield Photograph(self.name, name, entry.file_size, self._reader(entry), labels_of(name))

    def _pictures(self) -> Iterator[zipfile.ZipInfo]:
        for entry in self._archive.infolist():
            name = entry.filename
            if name.endswith("/"):
                continue
            if is_picture(name) or (has_no_ending(name) and shows(self._start(entry))):
                self.passed_over.label(name)
                yield entry
            else:
                self.passed_over.file(name)

    def _start(self, entry: zipfile.ZipInfo) -> bytes:
        """The first bytes of a member; none where it cannot be read."""
        try:
            with self._archive.open(entry) as member:
                return member.read(ENOUGH)
        except Exception:  # noqa: BLE001 - as in _open; what is not read is counted
            return b""

    def _reader(self, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
        return lambda: _read(self._archive, entry)


def _open(path: Path, stack: ExitStack) -> zipfile.ZipFile:
    try:
        try:
            return zipfile.ZipFile(path)
        except (NotImplementedError, UnicodeDecodeError):  # for one member's sake
            mended = stack.enter_context(io.BufferedReader(MendedContents(path.open("rb"))))
            return zipfile.ZipFile(mended)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    except Exception as error:  # the library fails in any way on broken bytes
        raise SourceError(
            f"{path} is neither a folder nor a whole zip archive ({error}); "
            f"fetch or make the archive again"
        ) from error


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The contents of one member.

    Raises:
        RejectedError: It cannot be read; others may.
    """
    if entry.flag_bits & ENCRYPTED:
        raise RejectedError(Reason.UNREADABLE, "under a password; unpack the archive first")
    try:
        return archive.read(entry)
    except NotImplementedError as error:
        detail = "packed in a way that is not read; unpack the archive by other means"
        raise RejectedError(Reason.UNREADABLE, detail) from error
    except OSError as error:
        detail = error.strerror or "damaged in its archive"
        raise RejectedError(Reason.UNREADABLE, detail) from error
    except Exception as error:  # as in _open
        raise RejectedError(Reason.UNREADABLE, "damaged in its archive") from error
