"""Arrays in files of numpy: numbers alone, never objects, which would be pickles."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import ModelError

MAGIC = b"\x93NUMPY"


def read_array(path: Path) -> NDArray[Any]:
    """Read an .npy file of finite real numbers.

    Raises:
        ModelError: It is none, is damaged, or has something else in it.
    """
    try:
        with path.open("rb") as file:
            known = file.read(len(MAGIC)) == MAGIC
        array = np.load(path, allow_pickle=False) if known else None
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, EOFError, MemoryError, OverflowError) as error:
        if "allow_pickle" in str(error):
            raise ModelError(
                f"{path} has Python objects in it, a pickle, which runs code when it is read; "
                f"save numbers: numpy.save(path, array.astype('float32'))"
            ) from None
        raise ModelError(f"{path} is damaged: {' '.join(str(error).split())[:120]}") from None
    if array is None:
        raise ModelError(f"{path} is no .npy file of numbers; numpy.save makes one")
    if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        raise ModelError(f"{path} has values that are not finite real numbers")
    return np.asarray(array)
