"""What was found out about photographs so far, on disk, so that an interrupted preparation goes on.

Beside the face set faces, while it is being made, there is a folder .faces.partial::

    lock          held by the process that prepares
    recipe.json   how faces are made
    state.json    how much of the following is good: replaced as a whole, after the rest is on disk
    photographs   a record for every photograph done, in their order
    set/          the face set itself, as far as it is written

Whatever comes after what state.json says is cut off when the next process goes on.
"""

import errno
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from morphing_faces.errors import FaceSetError
from morphing_faces.storage.disk import beside, make_folders, partial_of, sync_folder
from morphing_faces.storage.lock import Lock
from morphing_faces.storage.paths import remove_folder

RECIPE = "recipe.json"
STATE = "state.json"
RECORDS = "photographs"
SET = "set"

_LENGTH = struct.Struct("<I")


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A photograph that is done.

    Attributes:
        source: Where it comes from.
        name: Its name in there.
        size: Its length in bytes.
        sha256: Of the photograph; empty where it could not be read.
        reason: Why it is left out; None for one that is kept.
        detail: What exactly.
        thumbnail: A small JPEG of one that is left out; empty where it is not among those shown.
        row: What the index says of one that is kept, from its third column on; the split is what
            the source says.
        near: Its perceptual hash; empty where nobody looks for near-duplicates.
    """

    source: str
    name: str
    size: int
    sha256: bytes
    reason: str | None = None
    detail: str = ""
    thumbnail: bytes = b""
    row: tuple[Any, ...] = ()
    near: bytes = b""


class JournalProgress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far the work has come.

    Attributes:
        photographs: How many are done.
        pictures: How many of them are kept.
        length: Of the records, in bytes.
    """

    photographs: int = 0
    pictures: int = 0
    length: int = 0


def partial_folder(folder: Path) -> Path:
    """Where the work lies while a face set is being made."""
    return partial_of(folder)


def read_state(folder: Path) -> JournalProgress | None:
    """How far the making of a face set has come; None where none was interrupted."""
    try:
        return msgspec.json.decode(
            (partial_folder(folder) / STATE).read_bytes(), type=JournalProgress
        )
    except (OSError, msgspec.DecodeError):
        return None


def clear_remains(folder: Path) -> None:
    """Take away what is left beside a finished face set by a process that was killed just then."""
    partial = partial_folder(folder)
    if not (partial / SET).exists():
        remove_folder(partial)


class Journal:
    """The records of a preparation that is under way; one process has it at a time.

    Args:
        folder: The face set to make.
        recipe: How faces are made: names and values that JSON can hold. An interrupted
            preparation goes on only if it had the same.
        fresh: Forget an interrupted preparation.

    Attributes:
        state: How far the work has come, as of the last commit.
        set: The folder to write the face set in.

    Raises:
        FaceSetError: It was begun by another recipe.
        FileError: Another process is preparing this face set.
        OSError: The folder cannot be written; raised by every method.
    """

    def __init__(self, folder: Path, recipe: dict[str, Any], *, fresh: bool = False) -> None:
        self._folder = partial_folder(folder)
        self.set = self._folder / SET
        make_folders(folder.parent)
        self._lock = Lock(self._folder, f"{folder} is being prepared")
        try:
            if fresh:
                self._lock.clear()
            self.state = self._begin(recipe)
            self._records = self._open()
        except BaseException:
            self._lock.release()
            raise

    def replay(self) -> Iterator[Entry]:
        """The photographs that are done, in their order."""
        self._records.flush()
        with (self._folder / RECORDS).open("rb") as file:
            while length := file.read(_LENGTH.size):
                try:
                    record = file.read(*_LENGTH.unpack(length))
                    yield msgspec.msgpack.decode(record, type=Entry)
                except (struct.error, msgspec.DecodeError) as error:
                    raise self._lost() from error

    def append(self, entry: Entry) -> None:
        """Add a photograph."""
        record = msgspec.msgpack.encode(entry)
        self._records.write(_LENGTH.pack(len(record)) + record)

    def commit(self, photographs: int, pictures: int) -> None:
        """Make sure that all that was appended survives; pictures have to be on disk already."""
        self._records.flush()
        os.fsync(self._records.fileno())
        self.state = JournalProgress(photographs, pictures, self._records.tell())
        self._replace(STATE, msgspec.json.encode(self.state))

    def close(self) -> None:
        """Leave the work where it is, for whoever goes on."""
        try:
            self._records.close()
        finally:
            self._lock.release()

    def remove(self) -> None:
        """Take everything away."""
        try:
            self._records.close()
        except OSError:  # a full disk fails again when buffers are emptied
            pass
        finally:
            self._lock.remove()

    def _begin(self, recipe: dict[str, Any]) -> JournalProgress:
        """Find what an interrupted preparation has left, or begin one."""
        document = msgspec.json.encode(recipe)
        try:
            before = msgspec.json.decode((self._folder / RECIPE).read_bytes())
            state = msgspec.json.decode((self._folder / STATE).read_bytes(), type=JournalProgress)
        except (OSError, msgspec.DecodeError):  # it came to nothing yet
            self._lock.clear()
            self.set.mkdir()
            (self._folder / RECORDS).touch()
            self._replace(RECIPE, document)
            self._replace(STATE, msgspec.json.encode(JournalProgress()))
            sync_folder(self._folder.parent)
            return JournalProgress()
        if before != (now := msgspec.json.decode(document)):
            raise FaceSetError(
                f"{self._folder} holds an interrupted preparation {_difference(before, now)}; "
                f"repeat the command of then, or start afresh with --fresh"
            )
        return state

    def _open(self) -> IO[bytes]:
        path = self._folder / RECORDS
        if path.stat().st_size < self.state.length:
            raise self._lost()
        os.truncate(path, self.state.length)
        return path.open("ab")

    def _lost(self) -> OSError:
        path = self._folder / RECORDS
        return OSError(errno.EIO, f"{path} has lost records; start afresh with --fresh")

    def _replace(self, name: str, content: bytes) -> None:
        with beside(self._folder / name) as part:
            part.write_bytes(content)


def _difference(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Which parts of two recipes differ, in words."""
    names = [name for name in before | now if before.get(name) != now.get(name)]
    return " and ".join(
        f"with {name} {_shown(before.get(name))}, not {_shown(now.get(name))}" for name in names
    )


def _shown(value: object) -> str:
    return msgspec.json.encode(value).decode()
