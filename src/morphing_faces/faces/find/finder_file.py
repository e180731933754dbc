"""The face finder's network: one file, the official one, checked by its hash."""

import hashlib
import os
from pathlib import Path

from platformdirs import user_cache_dir

from morphing_faces.errors import SourceError
from morphing_faces.faces.optional_imports import needed_for

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
    named = _named(file)
    return _fetch() if named is None else _check(named)


def network_at_hand(file: str | os.PathLike[str] | None = None) -> Path | None:
    """Find the network on this computer as find_network does, without fetching it.

    None of the packages that find faces is needed.

    Args:
        file: A copy of it, as for find_network.

    Returns:
        The path of a file with the right contents; None where none is named and none was fetched.

    Raises:
        SourceError: The file named cannot be read or is another one.
    """
    named = _named(file)
    if named is not None:
        return _check(named)
    fetched = _cache() / NAME
    try:
        return _check(fetched) if fetched.is_file() else None
    except SourceError:  # half of one, or an older one: find_network would fetch it anew
        return None


def _named(file: str | os.PathLike[str] | None) -> Path | None:
    named = file if file is not None else os.environ.get(VARIABLE) or None
    return None if named is None else Path(named)


def _cache() -> Path:
    """Where a fetched one is kept."""
    return Path(user_cache_dir("morphing-faces"))


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
    with needed_for("Fetching the face finder"):
        import pooch
    pooch.get_logger().setLevel("ERROR")  # where it goes wrong, one sentence is enough
    try:
        return Path(pooch.retrieve(ADDRESS, f"sha256:{SHA256}", fname=NAME, path=_cache()))
    except Exception as error:
        different = isinstance(error, ValueError)  # pooch says so of a hash
        detail = "what its address holds is another file" if different else type(error).__name__
        raise SourceError(
            f"the face finder could not be fetched ({detail}); get {ADDRESS} by other means and "
            f"name the file with --finder or {VARIABLE}"
        ) from error
