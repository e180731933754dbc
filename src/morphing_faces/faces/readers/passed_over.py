"""What a source holds besides the photographs that are read: counted by kind, and told."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from morphing_faces.faces.formats.signatures import kind_of
from morphing_faces.faces.labels import OLDEST_IN_A_NAME, age_in

HIDDEN = "hidden files and folders"
LINKED_FOLDERS = "linked folders"
LINKS = "links"
CLOSED = "folders that may not be listed"
SPECIAL = "broken links and special files"
NO_ENDING = "files without an ending"
OTHER_ENDINGS = "files with other endings"
TOO_OLD = f"ages above {OLDEST_IN_A_NAME} in names, which count as unknown"
COLUMNS = "further columns of pictures"
UNLISTED = "pictures without a line in the tables, so without labels"

ONE = {
    HIDDEN: "hidden file or folder",
    LINKED_FOLDERS: "linked folder",
    LINKS: "link",
    CLOSED: "folder that may not be listed",
    SPECIAL: "broken link or special file",
    NO_ENDING: "file without an ending",
    OTHER_ENDINGS: "file with another ending",
    TOO_OLD: f"age above {OLDEST_IN_A_NAME} in a name, which counts as unknown",
    COLUMNS: "further column of pictures",
    UNLISTED: "picture without a line in the tables, so without labels",
}
"""What one of a kind is called."""

NOTHING: Mapping[str, int] = {}
"""Passed over where every row is a photograph."""


def is_hidden(part: str) -> bool:
    """Whether a part of a path is hidden; ``..`` only leads elsewhere, and nothing is unpacked."""
    return (part.startswith(".") and part not in (".", "..")) or part == "__MACOSX"


def has_no_ending(name: str) -> bool:
    """Whether only its contents can tell what a file is; hidden ones are passed over."""
    path = PurePosixPath(name)
    return not path.suffix and not any(map(is_hidden, path.parts))


def shows(start: bytes) -> bool:
    """Whether a file without an ending is a picture that is read, by its first ENOUGH bytes."""
    kind = kind_of(start)
    return kind is not None and kind.read


class PassedOver(Counter[str]):
    """How many files, folders or labels were passed over, by kind: an ending, or words."""

    def file(self, name: str) -> None:
        """Count a file of a name that is not read."""
        path = PurePosixPath(name)
        ending = path.suffix.lower()
        if any(map(is_hidden, path.parts)):
            self[HIDDEN] += 1
        elif not ending:
            self[NO_ENDING] += 1
        elif re.fullmatch(r"\.(?=.*[a-z])[a-z0-9]{1,8}", ending):
            self[ending] += 1
        else:  # dates and numbers, of which there may be as many as files
            self[OTHER_ENDINGS] += 1

    def label(self, name: str) -> None:
        """Count an age that a photograph's name says and that nobody is."""
        age = age_in(name)
        if age is not None and age > OLDEST_IN_A_NAME:
            self[TOO_OLD] += 1


def called(kind: str, count: int) -> str:
    """What so many of a kind are called: "linked folders", and one of them "linked folder"."""
    return ONE.get(kind, kind) if count == 1 else kind


def sentence(passed: Mapping[str, int]) -> str:
    """What was passed over, the most frequent first, as in "37 .heic, 1 linked folder"."""
    ordered = sorted(passed.items(), key=lambda item: -item[1])
    return ", ".join(f"{count:,} {called(kind, count)}" for kind, count in ordered)
