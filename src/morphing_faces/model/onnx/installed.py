"""Whether the package onnx is there, and the sentence where it is not."""

from collections.abc import Iterator
from contextlib import contextmanager

from morphing_faces.errors import MissingExtraError


@contextmanager
def onnx_needed_for(purpose: str) -> Iterator[None]:
    """Turn a failing import of the package onnx into the sentence that says how to get it.

    Args:
        purpose: What needs it, as the beginning of a sentence.

    Raises:
        MissingExtraError: It is not installed; every other failing import passes as it is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "onnx":
            raise
        raise MissingExtraError(purpose, "site", "onnx") from error
