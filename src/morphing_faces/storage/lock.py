"""One process at a time: a lock that ends with its process, however that ends."""

import os
import sys
from pathlib import Path

from morphing_faces.errors import FaceSetError

NAME = "lock"


class Lock:
    """A lock on a folder, which is made where it does not exist.

    Args:
        folder: The folder.
        held: The sentence for whoever comes second.

    Raises:
        FaceSetError: Another process holds the lock.
        OSError: The folder cannot be written.
    """

    def __init__(self, folder: Path, held: str) -> None:
        while True:
            folder.mkdir(exist_ok=True)
            path = folder / NAME
            try:
                self._file = os.open(path, os.O_RDWR | os.O_CREAT)
            except FileNotFoundError:  # whoever held it has just removed the folder
                continue
            try:
                _lock(self._file)
            except OSError as error:
                os.close(self._file)
                raise FaceSetError(held) from error
            if _is_at(self._file, path):
                return
            os.close(self._file)

    def release(self) -> None:
        """Let others have it."""
        os.close(self._file)


def _is_at(file: int, path: Path) -> bool:
    """Whether an open file still has its name; the one who held the lock may have removed it."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
