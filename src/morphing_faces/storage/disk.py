"""What reaches the disk, and when: the one place that syncs files and renames them.

A file that was written survives a power cut once it is synced, and its name once the folder is:
so a file is written beside its place, synced, renamed, and then its folder is synced. At any moment
before, what was there is there still, whole. Functions here raise OSError; files.py and folders.py
make sentences of it.
"""

import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from morphing_faces.storage.lock import fcntl, locked
from morphing_faces.storage.paths import is_there
from morphing_faces.storage.system import WINDOWS

PART = ".part"
"""How the name of a file ends that is being written beside its place."""
LONGEST = 100
"""Bytes of the file's own name in that; some file systems allow 143 in all."""
AT_ONCE = 16
"""Files that are synced at the same time: the disk does then at once what it would do in turn."""
LEFT_SECONDS = 86400.0
"""Nobody has been writing to a file for a day, so that whoever was is dead."""
TRIES, PAUSE = 50, 0.02
"""How often, and seconds apart, a file is replaced on Windows, while somebody has it open."""
CANNOT = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""What a file system says that cannot sync such a thing."""
BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def beside(path: Path, *, new: bool = False) -> Iterator[Path]:
    """Write a file beside its place first; it is synced and renamed when the block has ended well.

    Args:
        path: The file.
        new: Whether nothing may be in its place.

    Yields:
        An empty file beside it, with a new file's usual rights, to be written in the block.

    Raises:
        FileExistsError: Something is in its place, if nothing may be.
        OSError: It cannot be written.
    """
    part = part_of(path)
    try:
        rights = _create(part)
        _sweep(part, path)
        yield part
        if part.stat().st_mode != rights:  # a library has put a file of its own there
            part.chmod(rights & 0o7777)
        sync_file(part)
        if new:
            _place(part, path)
        else:
            _replace(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def settle_folder(part: Path, folder: Path) -> None:
    """Sync a folder with all that is in it, and rename it to where nothing is, or an empty one.

    Raises:
        OSError: Something is there, or it cannot be written.
    """
    sync_tree(part)
    if WINDOWS:  # where no folder is renamed over another
        with suppress(FileNotFoundError):
            folder.rmdir()
    part.rename(folder)
    sync_folder(folder.parent)


def append(path: Path, content: bytes) -> None:
    """Append to a file and sync it; where that fails, the file is what it was."""
    there = is_there(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | BINARY, 0o666)
    try:
        length = os.fstat(descriptor).st_size
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            _flush(descriptor, through=True)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(descriptor, length)
            raise
    finally:
        os.close(descriptor)
    if not there:
        sync_folder(path.parent)


def make_folders(folder: Path) -> None:
    """Make a folder, and those above it, such that a power cut does not take it away again."""
    missing = [each for each in (folder, *folder.parents) if not is_there(each)]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def part_of(path: Path) -> Path:
    """Where a file or folder is written first: a name that nobody else takes for one."""
    return path.with_name(f".{_shortened(path.name)}.{secrets.token_hex(8)}{PART}")


def partial_of(folder: Path) -> Path:
    """Where a folder is made that takes a while: always the same one, so that it can be gone on."""
    name = folder.name
    if len(os.fsencode(name)) > LONGEST:
        name = f"{_shortened(name)}.{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}"
    return folder.with_name(f".{name}.partial")


def _shortened(name: str) -> str:
    while len(os.fsencode(name)) > LONGEST:
        name = name[:-1]
    return name


def sync_file(path: Path, *, through: bool = True) -> None:
    """Bring a file's contents to the disk.

    Args:
        path: The file.
        through: Also past the disk's own cache, which takes long; once is enough for many files.
    """
    descriptor = os.open(path, os.O_RDWR if WINDOWS else os.O_RDONLY)
    try:
        _flush(descriptor, through=through)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path, *, through: bool = True) -> None:
    """Bring the names in a folder to the disk, where the system can; see sync_file."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders
        return
    try:
        _flush(descriptor, through=through)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Bring everything in a folder to the disk, in a fraction of the time of one after the other.

    Raises:
        OSError: A file cannot be read or synced.
    """
    paths = [*folder.rglob("*"), folder]
    folders = [path for path in paths if path.is_dir()]
    files = [path for path in paths if not path.is_dir()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(partial(sync_file, through=False), files):
            pass  # so that a thread's error is raised here
    for each in folders:
        sync_folder(each, through=each == folder)


def _create(part: Path) -> int:
    """Make an empty file with the rights that new files have here; its mode."""
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o666)
    try:
        return os.fstat(descriptor).st_mode
    finally:
        os.close(descriptor)


def _sweep(part: Path, path: Path) -> None:
    """Remove what processes that were killed while they wrote this file have left."""
    stem = part.name.removesuffix(PART)[:-16]
    with suppress(OSError):
        now = part.stat().st_mtime
        for left in path.parent.iterdir():
            if left.name.startswith(stem) and left.name.endswith(PART):
                with suppress(OSError):
                    if left.stat().st_mtime < now - LEFT_SECONDS:
                        left.unlink()


def _replace(part: Path, path: Path) -> None:
    for _ in range(TRIES if WINDOWS else 0):
        try:
            part.replace(path)
        except PermissionError:
            time.sleep(PAUSE)
        else:
            return
    part.replace(path)


def _place(part: Path, path: Path) -> None:
    """Rename a file to where nothing is; unlike a rename, a link fails where something is."""
    if WINDOWS:  # where a rename fails, too
        part.rename(path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # a file system, or a system, without hard links
        with locked(path.parent):
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            part.replace(path)
    else:
        with suppress(OSError):  # a second name of it does no harm
            part.unlink()


def _flush(descriptor: int, *, through: bool) -> None:
    """Bring an open file or folder to the disk, as far as its file system can."""
    # On macOS, fsync stops at the disk's cache.
    full = getattr(fcntl, "F_FULLFSYNC", None) if through else None
    if full is not None:
        with suppress(OSError):
            fcntl.fcntl(descriptor, full)
            return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT:
            raise
