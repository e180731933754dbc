"""Pictures that are the rows of one NumPy array."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from morphing_faces.errors import SourceError
from morphing_faces.faces.readers.passed_over import NOTHING
from morphing_faces.faces.readers.photograph import Photograph
from morphing_faces.types import Pixels

ROWS = 1024


class Array:
    """The pictures of a .npy file, uint8 [N, H, W] or [N, H, W, 3], called by their numbers.

    The file is mapped anew every so many rows, so that what was read of it does not stay in
    memory.

    Args:
        path: Of the file.
        name: What to call it.

    Raises:
        SourceError: It cannot be read, or holds another kind of array.
    """

    aligned = False
    passed_over = NOTHING

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        images = self._map()
        if images.dtype != np.uint8 or not is_stack(images.shape):
            raise SourceError(
                f"{path} holds an array of {images.dtype} {list(images.shape)}; "
                f"pictures are uint8 [N, H, W] or [N, H, W, 3]"
            )
        self.count: int | None = len(images)

    def __iter__(self) -> Iterator[Photograph]:
        count = self.count or 0
        for first in range(0, count, ROWS):
            images = self._map()
            for number in range(first, min(first + ROWS, count)):
                yield numbered(self.name, images, number)

    def _map(self) -> Any:
        try:
            images = np.load(self.path, mmap_mode="r", allow_pickle=False)
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read: {error.strerror or error}") from error
        except Exception as error:  # a damaged header is read as if it were Python, and may say so
            detail = " ".join(str(error).split())[:200]
            raise SourceError(f"{self.path} is no whole .npy file: {detail}") from error
        if not isinstance(images, np.ndarray):  # an archive of several arrays by that name
            raise SourceError(f"{self.path} is no whole .npy file: it holds no single array")
        return images


def is_stack(shape: tuple[int, ...]) -> bool:
    """Whether an array of this shape can be grey or coloured pictures."""
    return len(shape) == 3 or (len(shape) == 4 and shape[3] == 3)


def numbered(source: str, images: Any, number: int) -> Photograph:
    """One picture of many, called by its number, which counts from 0 and is as wide for all."""
    name = f"{number:0{len(str(len(images) - 1))}d}"
    return Photograph(source, name, images[number].size, _reader(images, number))


def _reader(images: Any, number: int) -> Callable[[], Pixels]:
    return lambda: np.ascontiguousarray(images[number])
