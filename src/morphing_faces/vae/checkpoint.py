"""Checkpoints: named tensors and a JSON state in one safetensors file, replaced whole."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from morphing_faces.errors import TrainingError
from morphing_faces.storage.files import whole
from morphing_faces.storage.paths import is_file


def save(path: Path, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
    """Write a checkpoint, or leave the one that is there untouched.

    Args:
        path: The file to write or replace.
        tensors: By name.
        state: Anything that JSON can hold.

    Raises:
        FileError: The file cannot be written.
    """
    # The same storage under two names would be refused; contiguous copies are never shared.
    contiguous = {name: tensor.detach().contiguous() for name, tensor in tensors.items()}
    with whole(path) as part:
        try:
            save_file(contiguous, part, metadata={"state": json.dumps(state)})
        except SafetensorError as error:
            raise _from_system(error) from error


def sweep(folder: Path) -> None:
    """Remove what processes that were killed while they wrote checkpoints have left in a folder."""
    # The second kind of name is what the safetensors library gives to a file in the making.
    for pattern in (".*.safetensors.*", ".tmp??????"):
        for name in folder.glob(pattern):
            name.unlink(missing_ok=True)


def _from_system(error: SafetensorError) -> OSError:
    """What the system says, of which the library has made a text: "... (os error 28)"."""
    found = re.search(r"\(os error (\d+)\)", str(error))
    return OSError(int(found[1]), os.strerror(int(found[1]))) if found else OSError(str(error))


def load(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read a checkpoint.

    Returns:
        The tensors by name, on the CPU, and the state.

    Raises:
        TrainingError: There is none, or it is no checkpoint.
    """
    if not is_file(path):
        raise TrainingError(f"there is no checkpoint {path}")
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return tensors, json.loads(file.metadata()["state"])
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{path} is no checkpoint of this package: {error}") from error
