"""Folders that are written whole, or not at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from morphing_faces.storage.disk import make_folders, part_of, settle_folder
from morphing_faces.storage.files import unwritten
from morphing_faces.storage.lock import Lock
from morphing_faces.storage.paths import remove_folder
from morphing_faces.storage.system import refuse_reserved


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Write a folder beside its place first; it is synced and renamed when the block ends well.

    Args:
        folder: Where it will be; must not exist yet, or be empty.

    Yields:
        An empty folder beside it, to be filled in the block.

    Raises:
        FileError: It cannot be written; nothing is left of it.
    """
    refuse_reserved(folder)
    part = part_of(folder)
    try:
        make_folders(folder.parent)
        try:
            part.mkdir()
            yield part
            settle_folder(part, folder)
        except BaseException:
            remove_folder(part)
            raise
    except OSError as error:
        raise unwritten(folder, error) from error


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Have a folder to oneself, after whoever else has it just now; both take a moment only.

    Raises:
        FileError: It cannot be written.
    """
    try:
        lock = Lock(folder, wait=True)
    except OSError as error:
        raise unwritten(folder, error) from error
    with lock:
        yield


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder whole.

    Args:
        folder: Where it will be; must not exist yet, or be empty.
        contents: The bytes of each file, by its path in the folder with forward slashes.

    Raises:
        FileError: It cannot be written; nothing is left of it.
    """
    with whole_folder(folder) as part:
        for name, content in contents.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
