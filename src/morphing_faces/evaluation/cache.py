"""What took long to fit, kept for the next report: named arrays and a JSON document in one file.

The name of a file says what it was fitted to: another face set or another setting has another
file, so nothing stale is ever read.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from morphing_faces.errors import ModelError
from morphing_faces.evaluation.metrics.groups import column
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.storage.files import make_folder, write_whole

Arrays = dict[str, NDArray[Any]]
Document = dict[str, Any]


class Cache:
    """A folder of fitted things.

    Args:
        folder: Where they are kept; made when the first is. None keeps nothing.
        faces: The face set that they are fitted to.
    """

    def __init__(self, folder: Path | None, faces: FaceSet) -> None:
        self.folder = folder
        self._faces = fingerprint(faces)

    def get(
        self,
        name: str,
        settings: Mapping[str, Any],
        make: Callable[[], tuple[Arrays, Document]],
    ) -> tuple[Arrays, Document]:
        """What was kept under this name and these settings, or what `make` makes.

        Raises:
            ModelError: The file is there and damaged.
            FileError: It cannot be written.
        """
        if self.folder is None:
            return make()
        key = json.dumps([self._faces, sorted(settings.items())])
        digest = hashlib.sha256(key.encode()).hexdigest()[:12]
        path = self.folder / f"{name}-{digest}.safetensors"
        if path.is_file():
            return _read(path)
        arrays, document = make()
        _write(path, arrays, document)
        return arrays, document


def fingerprint(faces: FaceSet) -> str:
    """SHA-256 of which pictures a face set has, and of their splits."""
    digest = hashlib.sha256(repr(faces.card.shape).encode())
    for name in ("sha256", "split"):
        digest.update("\n".join(map(str, column(faces, name))).encode())
    return digest.hexdigest()


def _read(path: Path) -> tuple[Arrays, Document]:
    try:
        with safe_open(path, framework="np") as file:
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return arrays, json.loads(file.metadata()["document"])
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path} is damaged ({error}); delete it to fit it again") from error


def _write(path: Path, arrays: Arrays, document: Document) -> None:
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    make_folder(path.parent)
    write_whole(path, save(contiguous, metadata={"document": json.dumps(document)}))
