"""Arrays in an .npz file of numpy: numbers alone, never objects, which would be pickles."""

import io
import zlib
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from morphing_faces.errors import ModelError

Arrays = dict[str, NDArray[Any]]


def read_npz(path: Path) -> Arrays:
    """Read every array of a file, by its name.

    Raises:
        ModelError: It cannot be read, or has something else than numbers in it.
    """
    try:
        # Numpy leaves a file open that it finds damaged.
        archive = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
        found = {key: archive[key] for key in archive.files} if _is_npz(archive) else {}
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, EOFError, BadZipFile, zlib.error, NotImplementedError) as error:
        reason = " ".join(str(error).split())[:120]
        raise ModelError(f"{path} cannot be read: {reason}") from None
    if not found or not all(_is_numbers(each) for each in found.values()):
        raise ModelError(f"{path} is no .npz file of numbers")
    return found


def _is_npz(found: object) -> bool:
    return isinstance(found, NpzFile)


def _is_numbers(found: object) -> bool:
    return isinstance(found, np.ndarray) and found.dtype.kind in "biuf"
