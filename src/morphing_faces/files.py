"""Files that are written whole, or not at all."""

import os
import tempfile
from pathlib import Path

from morphing_faces.errors import KeepingError


def refuse_existing(path: Path, how: str) -> None:
    """Raise KeepingError if something is in a new file's place.

    Args:
        path: The new file.
        how: What replaces it, for the sentence.
    """
    if path.exists():
        raise KeepingError(f"{path} exists already; {how} writes over it")


def refuse_nowhere(path: Path) -> None:
    """Raise KeepingError if a new file's folder does not exist, or the path is one."""
    if path.is_dir():
        raise KeepingError(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise KeepingError(f"{path} cannot be written: there is no folder {path.parent}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place first, then rename it into it; what was there is replaced.

    Raises:
        KeepingError: It cannot be written.
    """
    refuse_nowhere(path)
    try:
        beside = beside_of(path)
        try:
            beside.write_bytes(content)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KeepingError(f"{path} cannot be written: {error.strerror}") from error


def beside_of(path: Path) -> Path:
    """Make an empty file to be written and then renamed to a path, with a new file's usual rights.

    Raises:
        OSError: It cannot be made.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    mask = os.umask(0)
    os.umask(mask)
    beside.chmod(0o666 & ~mask)
    return beside
