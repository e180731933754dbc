"""Named arrays in files of other libraries: safetensors, and torch's own with weights only.

torch's files are pickles. They are read by its restricted reader alone, which makes tensors and
plain containers and nothing else; what needs more is refused, and nothing falls back to less.
"""

import json
import pickle
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from morphing_faces.errors import MissingExtraError, ModelError
from morphing_faces.types import Floats

LARGEST = 1 << 30
"""Bytes of a file, unpacked."""
MOST_NUMBERS = 1 << 28
NESTED = ("model_state_dict", "state_dict", "model", "weights", "params", "ema", "vae")
"""Under which of its names a checkpoint has its weights."""
HEAD = 8


def read_tensors(path: Path) -> dict[str, Floats]:
    """Read the arrays of a .safetensors file, or of one that torch.save has made.

    Raises:
        ModelError: It is neither, is too large or damaged, or has more than arrays in it.
        MissingExtraError: It needs torch.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD + 1)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    if size > LARGEST:
        raise ModelError(f"{path} has more than {LARGEST:,} bytes, which are not read")
    length = int.from_bytes(head[:HEAD], "little")
    if len(head) > HEAD and head[HEAD:] == b"{" and length <= size - HEAD:
        return _safetensors(path)
    return _checked(path, _torch(path))


def _safetensors(path: Path) -> dict[str, Floats]:
    try:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
    except ImportError:
        raise MissingExtraError("Reading safetensors", "import", "safetensors") from None
    try:
        return _checked(path, load_file(path))
    except (SafetensorError, json.JSONDecodeError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path} is damaged: {' '.join(str(error).split())[:120]}") from None


def _torch(path: Path) -> Mapping[str, Any]:
    try:
        import torch
    except ImportError:
        raise MissingExtraError("Reading files of torch", "torch", "torch") from None
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(each.file_size for each in archive.infolist())
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise ModelError(f"{path} is damaged: {error}") from None
        if unpacked > LARGEST:
            raise ModelError(f"{path} unpacks to more than {LARGEST:,} bytes, which are not read")
    try:
        # A file and not its name, as torch chooses other readers by some endings.
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")  # whatever it says of files that it refuses
            found = torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise ModelError(
            f"{path} has more in it than weights, and reading that would run code; save the "
            f"weights alone, torch.save(model.state_dict(), {path.name!r}), where you trust it"
        ) from None
    except Exception as error:  # noqa: BLE001 - torch raises whatever it stumbles over
        reason = " ".join(str(error).split())[:120]
        raise ModelError(f"{path} is no file of torch's, or it is damaged: {reason}") from None
    for name in NESTED:
        if isinstance(found, Mapping) and isinstance(found.get(name), Mapping):
            found = found[name]
            break
    if not isinstance(found, Mapping):
        raise ModelError(f"{path} has no weights by name in it; save model.state_dict()")
    tensors = {str(key): each for key, each in found.items() if isinstance(each, torch.Tensor)}
    # Before they are copied: a tensor may be a view of few numbers as if they were many.
    if sum(each.numel() for each in tensors.values()) > MOST_NUMBERS:
        raise ModelError(f"{path} has more than {MOST_NUMBERS:,} numbers, which are not read")
    return {
        key: each.detach().to_dense().float().numpy()
        for key, each in tensors.items()
        if each.dtype.is_floating_point
    }


def _checked(path: Path, found: Mapping[str, Any]) -> dict[str, Floats]:
    arrays = {
        key: np.asarray(each, np.float32) for key, each in found.items() if each.dtype.kind == "f"
    }
    if not arrays:
        raise ModelError(f"{path} has no weights in it")
    for key, each in arrays.items():
        if not np.isfinite(each).all():
            raise ModelError(f"{path}: {key[:60]!r} has values that are not finite numbers")
    return arrays
