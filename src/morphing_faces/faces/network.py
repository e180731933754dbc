"""The face finder's network: one file, the official one, checked by its hash."""

import hashlib
import os
from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.faces.extra import needed_for

with needed_for("Fetching the face finder"):
    import pooch

NAME = "face_detection_yunet_2023mar.onnx"
ADDRESS = f"https://github.com/opencv/opencv_zoo/raw/main/models/face_detection_yunet/{NAME}"
SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
VARIABLE = "MORPHING_FACES_FINDER"


def find_network(file: str | os.PathLike[str] | None = None) -> Path:
    """Find the network on this computer, or fetch it once.

    Args:
        file: A copy of it; by default the one that the environment variable
            MORPHING_FACES_FINDER names, else the one fetched from its official address into the
            user's cache.

    Returns:
        The path of a file with the right contents.

    Raises:
        SourceError: The file named cannot be read or is another one, or nothing can be fetched.
    """
    named = file if file is not None else os.environ.get(VARIABLE) or None
    return _fetch() if named is None else _check(Path(named))


def _check(path: Path) -> Path:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(f"the face finder {path} cannot be read: {error.strerror}") from error
    if found != SHA256:
        raise SourceError(
            f"{path} is not the face finder {NAME}: its SHA-256 is {found}, not {SHA256}; "
            f"fetch it from {ADDRESS}"
        )
    return path.resolve()


def _fetch() -> Path:
    folder = pooch.os_cache("morphing-faces")
    try:
        return Path(pooch.retrieve(ADDRESS, f"sha256:{SHA256}", fname=NAME, path=folder))
    except Exception as error:
        different = isinstance(error, ValueError)  # pooch says so of a hash
        detail = "what its address holds is another file" if different else type(error).__name__
        raise SourceError(
            f"the face finder could not be fetched ({detail}); get {ADDRESS} by other means and "
            f"name the file with --finder or {VARIABLE}"
        ) from error
