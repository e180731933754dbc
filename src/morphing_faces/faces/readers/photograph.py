"""A photograph that has not been read yet, and what it comes from."""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol

from morphing_faces.faces.decode import MAX_BYTES
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers.passed_over import is_hidden
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.faces.splits import Split
from morphing_faces.types import Pixels

SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif", ".hif"),
    *(".gif", ".bmp", ".tif", ".tiff"),
)
"""Endings of names, in small letters, of the kinds that are read (formats/signatures.py)."""
NOTHING = Labels()


@dataclass(frozen=True)
class Photograph:
    """Something that may be a photograph, not read yet.

    Attributes:
        source: The name of the folder, archive or data set it comes from.
        name: Its path or number in there, with forward slashes.
        size: Its length in bytes; 0 where that is not known before it is read.
        labels: What the source says about it.
        split: Where the source itself says that it belongs; None where it does not say.
    """

    source: str
    name: str
    size: int
    _open: Callable[[], bytes | Pixels] = field(repr=False, compare=False)
    labels: Labels = NOTHING
    split: Split | None = None

    def read(self) -> bytes | Pixels:
        """Read the whole of it, at any time while its source is open.

        Returns:
            The contents of a picture file, or pixels where the source has no files: uint8
            [H, W], or [H, W, 3] in red, green and blue.

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


class Source(Protocol):
    """Where photographs come from, one after the other and in the same order every time.

    Iterating takes memory for one photograph, or for the names of one folder, not for all. What
    turns out to be damaged half way raises SourceError there.

    Attributes:
        name: What the index of a face set calls it.
        count: How many photographs it has; None where only reading to the end would tell.
        aligned: Whether its faces are aligned already, so that nothing needs to be found.
        passed_over: What else it holds, by kind, with how many; whole when it was read to the end.
    """

    name: str
    count: int | None
    aligned: bool

    @property
    def passed_over(self) -> Mapping[str, int]:
        """See above."""
        ...

    def __iter__(self) -> Iterator[Photograph]: ...


def is_picture(name: str) -> bool:
    """Whether a path within a source names a picture; hidden files and folders are passed over."""
    parts = PurePosixPath(name).parts
    return not any(map(is_hidden, parts)) and name.lower().endswith(SUFFIXES)


def printable(name: str) -> str:
    """A name that every file format can hold: undecodable bytes become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")
