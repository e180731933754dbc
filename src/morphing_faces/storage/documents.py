"""The JSON documents that describe a folder: read strictly, by version and by type."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from morphing_faces.errors import MorphingFacesError

Document = TypeVar("Document", bound=msgspec.Struct)

NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading raises of bytes that are no JSON, or that nest deeper than anything of ours."""


def parsed(text: str | bytes) -> Any:
    """What a JSON document says; None for one that cannot be read, or says null."""
    try:
        return msgspec.json.decode(text)
    except NO_JSON:
        return None


def read_member(path: Path, error: type[MorphingFacesError], what: str) -> bytes:
    """Read a file that makes a folder what it is.

    Args:
        path: The file.
        error: What to raise.
        what: What the folder is meant to be, for the sentence: "model folder".

    Raises:
        MorphingFacesError: Of type `error`; the file is not there, or cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as reason:
        raise error(
            f"{path.parent} is no {what}: its {path.name} cannot be read ({reason.strerror})"
        ) from reason
    except OSError as reason:
        raise error(f"{path} cannot be read: {reason.strerror}") from reason


def read_document(
    path: Path,
    kind: type[Document],
    versions: tuple[int, ...],
    error: type[MorphingFacesError],
    what: str,
) -> Document:
    """Read the document that makes a folder what it is.

    Args:
        path: The file, a JSON object with the key "format".
        kind: What it must contain, to the letter.
        versions: Every "format" that can be read.
        error: What to raise.
        what: What the folder is meant to be, for the sentence: "model folder".

    Raises:
        MorphingFacesError: Of type `error`; the file cannot be read, is of another version, or
            does not fit.
    """
    text = read_member(path, error, what)
    try:
        found = msgspec.json.decode(text, type=dict[str, Any]).get("format")
        if found not in versions:
            raise error(
                f"{path} is of format {found!r}; this version of the package reads "
                f"{' and '.join(map(str, versions))}"
            )
        return msgspec.json.decode(text, type=kind)
    except NO_JSON as reason:
        raise error(f"{path} does not describe a {what}: {reason}") from reason
