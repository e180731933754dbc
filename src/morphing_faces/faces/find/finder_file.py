"""The face finder's network: one file, the official one, checked by its hash."""

import os
from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.faces.fetch import cache, fetched, hash_of

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
    if named is not None:
        return _check(named)
    otherwise = f"name the file with --finder or {VARIABLE}"
    return fetched(ADDRESS, SHA256, NAME, "the face finder", otherwise)


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
    kept = cache() / NAME
    try:
        return _check(kept) if kept.is_file() else None
    except SourceError:  # half of one, or an older one: find_network would fetch it anew
        return None


def _named(file: str | os.PathLike[str] | None) -> Path | None:
    named = file if file is not None else os.environ.get(VARIABLE) or None
    return None if named is None else Path(named)


def _check(path: Path) -> Path:
    found = hash_of(path, f"the face finder {path}")
    if found != SHA256:
        raise SourceError(
            f"{path} is not the face finder {NAME}: its SHA-256 is {found}, not {SHA256}; "
            f"fetch it from {ADDRESS}"
        )
    return path.resolve()
