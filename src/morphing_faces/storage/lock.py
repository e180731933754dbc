"""One process at a time: a lock that ends with its process, however that ends."""

import errno
import importlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from morphing_faces.errors import FileError
from morphing_faces.storage.paths import remove_folder
from morphing_faces.storage.system import WINDOWS

NAME = "lock"
FAR = 1 << 30
"""The byte that is locked on Windows, which lets nobody read what is locked."""


def _module(name: str) -> Any:
    """A module that not every system has, or None."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


fcntl, msvcrt = _module("fcntl"), _module("msvcrt")


class Lock:
    """A lock on a folder, which is made where it does not exist.

    Where neither the system nor the file system has locks, everybody gets it.

    Args:
        folder: The folder.
        doing: What its holder does, for the sentence: "faces is being prepared".
        wait: Whether to wait for whoever holds it, who will not be long.

    Raises:
        FileError: Another process holds the lock; the sentence says which.
        OSError: The folder cannot be written.
    """

    def __init__(self, folder: Path, doing: str = "", *, wait: bool = False) -> None:
        self._folder = folder
        self._path = folder / NAME
        while True:
            folder.mkdir(exist_ok=True)
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            except FileNotFoundError:  # whoever held it has just removed the folder
                continue
            if not _lock(self._file, wait=wait):
                holder = _told(self._file)
                os.close(self._file)
                raise FileError(f"{doing} by {holder} just now")
            if self._is_there():
                break
            os.close(self._file)
        with suppress(OSError):  # on a full disk it is held by nobody in particular
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, f"{os.getpid()} {socket.gethostname()}\n".encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let others have it."""
        if WINDOWS:  # which removes nothing that is open
            _close(self._file)
        with suppress(OSError):
            if WINDOWS or self._is_there():
                self._path.unlink()
        if not WINDOWS:  # until now it was held, so that what was removed was nobody else's
            _close(self._file)

    def remove(self) -> None:
        """Take the folder away, and the lock with it."""
        remove_folder(self._folder)
        self.release()
        if WINDOWS:
            with suppress(OSError):
                self._folder.rmdir()

    def clear(self) -> None:
        """Take away everything else in the folder."""
        for path in self._folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                remove_folder(path)
            elif path != self._path:
                path.unlink()

    def follow(self, folder: Path, rename: Callable[[], None]) -> None:
        """Rename the folder, and go on as its lock.

        Args:
            folder: Where it will be.
            rename: Brings it there.
        """
        if WINDOWS:  # which renames no folder in which something is open
            os.close(self._file)
        rename()
        self._folder, self._path = folder, folder / NAME
        if WINDOWS:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            _lock(self._file, wait=False)

    def _is_there(self) -> bool:
        """Whether the file still has its name; the one who held the lock may have removed it."""
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except FileNotFoundError:
            return False


def refuse_locked(folder: Path, doing: str) -> None:
    """Raise FileError if another process holds the lock on a folder; see Lock."""
    try:
        file = os.open(folder / NAME, os.O_RDWR)
    except OSError:  # nobody does
        return
    try:
        if not _lock(file, wait=False):
            raise FileError(f"{doing} by {_told(file)} just now")
    finally:
        os.close(file)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have a folder to oneself for a moment, among those who come through here; on no Windows."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


def _close(file: int) -> None:
    """Close a lock's file, and with it the lock; there is nothing in it that could be lost."""
    with suppress(OSError):
        os.close(file)


def _told(file: int) -> str:
    """Who holds a lock, by what its file says."""
    with suppress(OSError, ValueError, UnicodeDecodeError):
        os.lseek(file, 0, os.SEEK_SET)
        process, host = os.read(file, 300).decode().split()
        where = "" if host == socket.gethostname() else f" on {host}"
        return f"process {int(process)}{where}"
    return "another process"


def _lock(file: int, *, wait: bool) -> bool:
    """Lock an open file; whether nobody else has."""
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        elif msvcrt is not None:
            os.lseek(file, FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    except OSError as error:  # Windows waits for ten seconds, then it speaks of a deadlock
        if wait and error.errno == errno.EDEADLK:
            return _lock(file, wait=True)
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)  # others: no locks here
    return True
