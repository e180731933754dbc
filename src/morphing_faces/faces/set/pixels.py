"""The pictures of a face set on disk: one NumPy file, or numbered ones for a large set.

Every file is mapped, not read: the system fetches the pages that are used, and may drop them again.
"""

import errno
import io
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import DTypeLike, NDArray

from morphing_faces.errors import FaceSetError
from morphing_faces.storage.disk import sync_folder
from morphing_faces.types import Pixels

IMAGES = "images.npy"
SHARD_PICTURES = 65_536
SHARD_BYTES = 256_000_000


def shard_name(number: int) -> str:
    """The file of a shard, counted from 0, in a face set that has several."""
    return f"images-{number:05}.npy"


def shard_length(shape: tuple[int, ...]) -> int:
    """How many pictures of shape [H, W] or [H, W, 3] make a shard full."""
    return max(1, min(SHARD_PICTURES, SHARD_BYTES // math.prod(shape)))


class Pictures:
    """Pictures in one file or several, as if they were one array that nobody can change.

    Args:
        shards: uint8 [K, H, W] or [K, H, W, 3], all of the same K but the last, which may be
            shorter.
    """

    dtype = np.dtype(np.uint8)

    def __init__(self, shards: list[Pixels]) -> None:
        self._shards = shards
        self._each = len(shards[0])
        self._count = sum(map(len, shards))

    @property
    def shape(self) -> tuple[int, ...]:
        """[N, H, W] for grey pictures, [N, H, W, 3] for colour."""
        return (self._count, *self._shards[0].shape[1:])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Pixels]:
        for shard in self._shards:
            yield from shard

    def __getitem__(self, key: int | slice | NDArray[np.integer] | list[int]) -> Pixels:
        """One picture, a slice of them, or those at an array of places in any order."""
        if len(self._shards) == 1:
            found: Pixels = self._shards[0][key]
            return found
        if isinstance(key, slice):
            return self._gather(np.arange(*key.indices(self._count)))
        places = np.asarray(key)
        if places.ndim == 0:
            picture: Pixels = self._gather(places[None])[0]
            return picture
        return self._gather(places)

    def __array__(
        self, dtype: DTypeLike | None = None, copy: bool | None = None
    ) -> NDArray[np.generic]:
        return np.array(self[:], dtype, copy=bool(copy) or dtype is not None)

    def _gather(self, places: NDArray[np.integer]) -> Pixels:
        """Copy pictures shard by shard, each where it was asked for."""
        if places.size and not (
            np.issubdtype(places.dtype, np.integer)
            and -self._count <= places.min()
            and places.max() < self._count
        ):
            raise IndexError(f"pictures are numbered 0 to {self._count - 1}")
        number, place = np.divmod(places % self._count, self._each)
        pictures = np.empty((*places.shape, *self.shape[1:]), np.uint8)
        for shard in np.unique(number):
            here = number == shard
            pictures[here] = self._shards[shard][place[here]]
        return pictures


def map_pictures(folder: Path, shape: tuple[int, ...], each: int | None) -> Pictures:
    """Map the pictures of a face set.

    Args:
        folder: The face set.
        shape: [N, H, W] or [N, H, W, 3].
        each: How many pictures every shard but the last has; None for a set with one file.

    Raises:
        FaceSetError: A file is missing or damaged, or has another shape.
    """
    count, *picture = shape
    if each is None:
        return Pictures([_map(folder / IMAGES, (count, *picture))])
    return Pictures(
        [
            _map(folder / shard_name(number), (min(each, count - start), *picture))
            for number, start in enumerate(range(0, count, each))
        ]
    )


def _map(path: Path, shape: tuple[int, ...]) -> Pixels:
    try:
        images = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        raise FaceSetError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, EOFError) as error:
        raise FaceSetError(f"{path} is damaged: {error}") from error
    if not isinstance(images, np.ndarray) or images.dtype != np.uint8:
        raise FaceSetError(f"{path} must hold one array of bytes (uint8)")
    if images.shape != shape:
        raise FaceSetError(
            f"{path} holds an array of shape {list(images.shape)}, but card.json says {list(shape)}"
        )
    return images


class ShardWriter:
    """Appends pictures to numbered files, and can go on where another one stopped.

    Args:
        folder: Where the files are.
        shape: Of a picture, [H, W] or [H, W, 3].
        count: How many pictures are there already; what the files hold beyond them is cut off.
        each: How many pictures fill a file.

    Attributes:
        count: How many pictures there are so far.

    Raises:
        OSError: A file cannot be written, or holds less than it should; raised by every method.
    """

    def __init__(self, folder: Path, shape: tuple[int, ...], count: int, each: int) -> None:
        self.count = count
        self._folder = folder
        self._shape = shape
        self._each = each
        self._file: IO[bytes] | None = None
        self._named = True
        full, rest = divmod(count, each)
        for number in range(full):
            self._check(number, each)
        if rest:
            self._check(full, rest)
            self._file = (folder / shard_name(full)).open("r+b")
            self._file.seek(0, os.SEEK_END)
        number = full + bool(rest)
        while (beyond := folder / shard_name(number)).exists():
            beyond.unlink()
            number += 1

    def add(self, image: Pixels) -> None:
        """Append a picture of the right shape."""
        if self._file is None:
            self._file = (self._folder / shard_name(self.count // self._each)).open("xb")
            self._named = False
            self._file.write(self._header(0))
        self._file.write(image.tobytes())
        self.count += 1
        if self.count % self._each == 0:
            self._complete(self._each)

    def flush(self) -> None:
        """Bring what was added to the disk."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            if not self._named:
                sync_folder(self._folder)
                self._named = True

    def finish(self) -> int:
        """Complete the last file, and return how many there are."""
        self._complete(self.count % self._each)
        return math.ceil(self.count / self._each)

    def close(self) -> None:
        """Close the file that is being written."""
        if self._file is not None:
            file, self._file = self._file, None
            file.close()

    def _complete(self, count: int) -> None:
        if self._file is not None:
            self._file.seek(0)
            self._file.write(self._header(count))
            self.flush()
            self.close()

    def _check(self, number: int, count: int) -> None:
        """Cut a file off after so many pictures; refuse one that has fewer."""
        path = self._folder / shard_name(number)
        length = len(self._header(count)) + count * math.prod(self._shape)
        if path.stat().st_size < length:
            raise OSError(errno.EIO, f"{path.name} has lost pictures")
        os.truncate(path, length)

    def _header(self, count: int) -> bytes:
        """The header of a NumPy file, which NumPy pads so that the count can grow in place."""
        stream = io.BytesIO()
        header = {"descr": "|u1", "fortran_order": False, "shape": (count, *self._shape)}
        np.lib.format.write_array_header_1_0(stream, header)
        return stream.getvalue()
