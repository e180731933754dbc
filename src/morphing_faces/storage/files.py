"""Files that are written whole, or not at all."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote_to_bytes

from morphing_faces.errors import FileError
from morphing_faces.storage.disk import append, beside, make_folders
from morphing_faces.storage.paths import is_folder
from morphing_faces.storage.system import WINDOWS, refuse_reserved

ADDRESS = re.compile(r"file:(?://([^/]*))?(/.*)", re.IGNORECASE | re.DOTALL)
"""RFC 8089: a host, which is usually not named, and a path."""


def user_path(word: str | Path) -> Path:
    """The path that a user means by a word; ~ and ~NAME stand for the home folders of users.

    Raises:
        FileError: No path can be like that.
    """
    path = named_path(str(word))
    if not path or "\0" in path:
        raise FileError("a path has at least one character, and none of them is NUL")
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise FileError(f"{word}: there is no such user, or no home folder") from None


def named_path(word: str) -> str:
    """A path, which file managers give as an address: file:///home/me/My%20Holiday.jpg.

    Raises:
        FileError: It is the address of a file of another computer.
    """
    match = ADDRESS.fullmatch(word)
    if match is None:
        return word
    host, path = match.groups(default="")
    if host.lower() not in ("", "localhost"):
        raise FileError(f"{word} is on the computer {host!r}; only files of this one are read")
    if WINDOWS:
        from urllib.request import url2pathname  # which brings along all of HTTP

        return url2pathname(path)
    return os.fsdecode(unquote_to_bytes(path))


def _taken(path: Path, what_to_do: str) -> str:
    """A sentence for where something is in a new file's place."""
    return f"{path} exists already; {what_to_do}"


def refuse_existing(path: Path, what_to_do: str) -> None:
    """Raise FileError if something is in a new file's place, be it a link that leads nowhere.

    Args:
        path: The new file.
        what_to_do: What the user can do then, for the sentence.
    """
    if os.path.lexists(path):
        raise FileError(_taken(path, what_to_do))


def refuse_nowhere(path: Path) -> None:
    """Raise FileError if a new file's folder does not exist, or the path is one."""
    if is_folder(path):
        raise FileError(f"{path} is a folder; name a file")
    if not is_folder(path.parent):
        raise FileError(f"{path} cannot be written: there is no folder {path.parent}")


def write_whole(path: Path, content: bytes, unless: str | None = None) -> None:
    """Write a file beside its place first, then rename it into it; it survives a power cut.

    Args:
        path: The file.
        content: What will be in it.
        unless: What the user can do if something is in its place, whenever it came there; None
            if that is to be replaced.

    Raises:
        FileError: It cannot be written, or something is in its place.
    """
    with whole(path, unless) as part:
        part.write_bytes(content)


@contextmanager
def whole(path: Path, unless: str | None = None) -> Iterator[Path]:
    """Write a file beside its place first; it is synced and renamed when the block has ended well.

    Args:
        path: The file.
        unless: See write_whole.

    Yields:
        An empty file beside it, with a new file's usual rights, to be written in the block.

    Raises:
        FileError: It cannot be written, or something is in its place.
    """
    refuse_nowhere(path)
    refuse_reserved(path)
    try:
        with beside(path, new=unless is not None) as part:
            yield part
    except FileExistsError as error:
        raise FileError(_taken(path, unless or "name another")) from error
    except OSError as error:
        raise unwritten(path, error) from error


def append_whole(path: Path, content: bytes) -> None:
    """Append to a file, all or nothing; it survives a power cut.

    Raises:
        FileError: It cannot be written.
    """
    try:
        append(path, content)
    except OSError as error:
        raise unwritten(path, error) from error


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where there is none.

    Raises:
        FileError: It cannot be made.
    """
    try:
        make_folders(folder)
    except OSError as error:
        raise FileError(f"{folder} cannot be made: {error.strerror or error}") from error


def unwritten(path: Path, error: OSError) -> FileError:
    """A sentence on why a file or folder cannot be written."""
    return FileError(f"{path} cannot be written: {error.strerror or error}")
