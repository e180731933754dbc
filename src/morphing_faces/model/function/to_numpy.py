"""Arrays out of whatever a user's function gives: numpy, torch, JAX, TensorFlow, none imported."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import ModelError
from morphing_faces.wording import counted

Key = str | int
"""The name of one of several outputs, or its place among them."""
MEANS = ("mean", "mu", "loc", "embedding", "latent", "latents")
DEVIATIONS = ("std", "stddev", "scale", "sigma")
LOG_VARIANCES = ("logvar", "log_var", "log_variance", "log_covariance")


def as_array(value: Any) -> NDArray[Any] | None:
    """The array that a value is; None where it is none.

    Tensors are taken from their graph and their device first.
    """
    for step in ("detach", "cpu"):
        if callable(method := getattr(value, step, None)):
            value = method()
    if str(getattr(value, "dtype", "")).endswith("bfloat16"):  # which numpy does not have
        value = value.float() if callable(getattr(value, "float", None)) else value
    if not (hasattr(value, "__array__") or isinstance(value, list | float | int)):
        return None
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            array = array.astype(np.float32)  # such as bfloat16 of ml_dtypes
    except (TypeError, ValueError):
        return None
    return array


def parts(value: Any) -> dict[Key, NDArray[Any]]:
    """The arrays that a value has, by name where it gives names, by place where it does not."""
    array = None if isinstance(value, tuple) else as_array(value)
    if array is not None:
        return {0: array}
    pairs: list[tuple[Key, Any]]
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif hasattr(value, "_fields"):
        pairs = list(zip(value._fields, value, strict=True))
    elif isinstance(value, tuple | list):
        pairs = list(enumerate(value))
    else:
        names = (*MEANS, *DEVIATIONS, *LOG_VARIANCES, "sample", "reconstruction")
        pairs = [(name, getattr(value, name)) for name in names if hasattr(value, name)]
    found = {key: as_array(each) for key, each in pairs}
    return {key: each for key, each in found.items() if each is not None and each.ndim > 0}


def picked(value: Any, output: Key | None, what: str) -> NDArray[Any]:
    """The one array that is meant.

    Args:
        value: What the user's function has given.
        output: Which of several the user says it is; None where nothing was said.
        what: What the user calls the function.

    Raises:
        ModelError: There is none, or there are several.
    """
    found = parts(value)
    if not found:
        raise ModelError(f"{what} gives {type(value).__name__}, which is no array")
    if output is not None:
        if output in found:
            return found[output]
        raise ModelError(f"{what} has no output {output!r}; it gives {_listed(found)}")
    if len(found) > 1:
        first = next(iter(found))
        raise ModelError(
            f"{what} gives {counted(len(found), 'array')} ({_listed(found)}); say which are the "
            f"pictures, as in output={first!r}"
        )
    return next(iter(found.values()))


def _listed(found: dict[Key, NDArray[Any]]) -> str:
    return ", ".join(f"{key!r}: {list(each.shape)}" for key, each in found.items())
