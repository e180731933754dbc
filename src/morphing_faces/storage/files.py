"""Files that are written whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from morphing_faces.errors import FileError


def user_path(word: str | Path) -> Path:
    """The path that a user means by a word; ~ and ~NAME stand for the home folders of users.

    Raises:
        FileError: No path can be like that.
    """
    if not str(word) or "\0" in str(word):
        raise FileError("a path has at least one character, and none of them is NUL")
    try:
        return Path(word).expanduser()
    except RuntimeError:
        raise FileError(f"{word}: there is no such user, or no home folder") from None


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
    if path.is_dir():
        raise FileError(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise FileError(f"{path} cannot be written: there is no folder {path.parent}")


def write_whole(path: Path, content: bytes, unless: str | None = None) -> None:
    """Write a file beside its place first, then rename it into it.

    Args:
        path: The file.
        content: What will be in it.
        unless: What the user can do if something is in its place, whenever it came there; None
            if that is to be replaced.

    Raises:
        FileError: It cannot be written, or something is in its place.
    """
    with whole(path, unless) as beside:
        beside.write_bytes(content)


@contextmanager
def whole(path: Path, unless: str | None = None) -> Iterator[Path]:
    """Write a file beside its place first; it is renamed when the block has ended well.

    Args:
        path: The file.
        unless: See write_whole.

    Yields:
        An empty file beside it, with a new file's usual rights, to be written in the block.

    Raises:
        FileError: It cannot be written, or something is in its place.
    """
    refuse_nowhere(path)
    try:
        beside = _beside_of(path)
        try:
            yield beside
            _settle(beside, path, unless)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}") from error


def _settle(beside: Path, path: Path, unless: str | None) -> None:
    """Rename a file, over what is there or only where nothing is."""
    if unless is None:
        beside.replace(path)
        return
    try:
        os.link(beside, path)  # which, unlike a rename, fails where something is
    except FileExistsError:
        raise FileError(_taken(path, unless)) from None
    except OSError:  # a file system without hard links
        refuse_existing(path, unless)
        beside.replace(path)
        return
    beside.unlink()


def _beside_of(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    mask = os.umask(0)
    os.umask(mask)
    beside.chmod(0o666 & ~mask)
    return beside
