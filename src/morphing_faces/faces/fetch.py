"""Files that the package does not carry: fetched once into the user's cache, checked by hashes."""

import hashlib
from pathlib import Path

from platformdirs import user_cache_dir

from morphing_faces.errors import SourceError
from morphing_faces.faces.optional_imports import needed_for


def cache() -> Path:
    """Where fetched files are kept."""
    return Path(user_cache_dir("morphing-faces"))


def fetched(address: str, sha256: str, name: str, what: str, otherwise: str) -> Path:
    """The file at an address, from the cache where it was fetched before.

    Args:
        address: Where it is.
        sha256: Its hash; what has another one is not taken.
        name: What it is called in the cache.
        what: What it is, for the sentence, such as "the face finder".
        otherwise: What to do with a file that was got by other means.

    Raises:
        SourceError: It cannot be fetched, or its address holds another file.
        MissingExtraError: The package pooch is not installed.
    """
    with needed_for(f"Fetching {what}"):
        import pooch
    pooch.get_logger().setLevel("ERROR")  # where it goes wrong, one sentence is enough
    try:
        return Path(pooch.retrieve(address, f"sha256:{sha256}", fname=name, path=cache()))
    except Exception as error:
        different = isinstance(error, ValueError)  # pooch says so of a hash
        detail = "what its address holds is another file" if different else type(error).__name__
        raise SourceError(
            f"{what} could not be fetched ({detail}); get {address} by other means and {otherwise}"
        ) from error


def hash_of(path: Path, what: str) -> str:
    """The SHA-256 of a file, in hexadecimal digits.

    Args:
        path: The file.
        what: What it is called in the sentence.

    Raises:
        SourceError: It cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(f"{what} cannot be read: {error.strerror}") from error
