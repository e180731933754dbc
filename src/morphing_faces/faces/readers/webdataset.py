"""WebDataset shards: tar archives in which the files of one example lie together.

An example is a run of files that share their path up to the first dot of the last part, the key:
``000017.jpg`` with ``000017.json``, ``000017.cls`` or ``000017.txt``. Labels are read from the
fields of the JSON, and from a class or a text that is one word for a gender or an expression.
"""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from morphing_faces.errors import SourceError
from morphing_faces.faces.labels import Labels, labels_from
from morphing_faces.faces.readers.passed_over import PassedOver
from morphing_faces.faces.readers.photograph import Photograph, is_picture, printable
from morphing_faces.faces.readers.tars import SUFFIXES, files, held
from morphing_faces.faces.rejection import Reason, RejectedError

SIDES = (".json", ".cls", ".txt")
MOST_FILES = 100
RANGE = re.compile(r"\{(\d{1,9})\.\.(\d{1,9})\}")


@dataclass
class Example:
    """The files of one key.

    Attributes:
        key: What their names begin with.
        pictures: The name, the length and the contents of each picture.
        sides: The contents of the other files by the end of their names.
    """

    key: str
    pictures: list[tuple[str, int, bytes]] = field(default_factory=list)
    sides: dict[str, bytes] = field(default_factory=dict)


class Shards:
    """The pictures of WebDataset shards, in the order in which they lie there.

    Args:
        paths: Of the shards, in order.
        name: What to call all of them together.
    """

    aligned = False
    count: int | None = None

    def __init__(self, paths: list[Path], name: str) -> None:
        self.paths = paths
        self.name = name
        self.passed_over = PassedOver()

    def __iter__(self) -> Iterator[Photograph]:
        self.passed_over.clear()
        for path in self.paths:
            shard = f"{printable(path.name)}/" if len(self.paths) > 1 else ""
            for example in examples(path, self.passed_over):
                yield from self._photographs(example, shard)

    def _photographs(self, example: Example, shard: str) -> Iterator[Photograph]:
        try:
            said = _labels(example.sides)
        except ValueError as error:
            detail = f"its labels are damaged: {error}"
            for name, size, _ in example.pictures:
                yield _rejected(self.name, shard + printable(name), size, detail)
            return
        for name, size, contents in example.pictures:
            self.passed_over.label(name)
            photograph = held(self.name, shard + printable(name), size, contents)
            labels = photograph.labels.updated(said)
            yield Photograph(self.name, photograph.name, size, photograph.read, labels)


def examples(path: Path, passed_over: PassedOver | None = None) -> Iterator[Example]:
    """Group the files of a shard.

    Args:
        path: Of the shard.
        passed_over: Counts the files that belong to no example.

    Raises:
        SourceError: The shard is damaged, or has no keys that tell examples apart.
    """
    found = files(path, _wanted, passed_over)
    for key, group in itertools.groupby(found, lambda file: _key(file[0])):
        example = Example(key)
        for number, (name, size, contents) in enumerate(group):
            if number == MOST_FILES:
                raise SourceError(
                    f"{path} is no shard of a WebDataset: more than {MOST_FILES} files "
                    f"in a row have the key {printable(key)!r}"
                )
            if is_picture(name):
                example.pictures.append((name, size, contents))
            else:
                example.sides[Path(name).suffix.lower()] = contents
        yield example


def is_shard(path: Path) -> bool:
    """Whether the first picture of a tar archive has a file beside it that says what it shows."""
    names = (name for name, _, _ in itertools.islice(files(path, _wanted), MOST_FILES))
    for _, group in itertools.groupby(names, _key):
        pictures = [is_picture(name) for name in group]
        if any(pictures):
            return not all(pictures)
    return False


def shards_of(pattern: str) -> list[Path]:
    """The shards that a path stands for.

    Args:
        pattern: A shard; a folder of shards; or a pattern for numbered ones, as in
            ``faces-{000..041}.tar``.

    Returns:
        At least one file each of which exists, in order.

    Raises:
        SourceError: There is none, or one of a pattern is missing.
    """
    path = Path(pattern)
    if path.is_dir():
        paths = tars_in(path)
        if not paths:
            raise SourceError(f"{path} has no shards: no file in it ends in .tar")
        return paths
    paths = [Path(name) for name in expanded(pattern)] if not path.exists() else [path]
    for shard in paths:
        if not shard.is_file():
            raise SourceError(f"there is no shard {str(shard)!r}")
    return paths


def tars_in(folder: Path) -> list[Path]:
    """The tar archives directly in a folder, by name."""
    found = (path for path in folder.iterdir() if not path.name.startswith("."))
    return sorted(path for path in found if path.name.lower().endswith(SUFFIXES))


def is_pattern(name: str) -> bool:
    """Whether a name stands for numbered files."""
    return RANGE.search(name) is not None


def expanded(pattern: str) -> Iterator[str]:
    """Write out {FIRST..LAST} in a pattern: every number, as wide as the first is written."""
    match = RANGE.search(pattern)
    if match is None:
        yield pattern
        return
    first, last = match[1], match[2]
    for number in range(int(first), int(last) + 1):
        rest = f"{number:0{len(first)}d}{pattern[match.end() :]}"
        yield from expanded(pattern[: match.start()] + rest)


def _wanted(name: str) -> bool:
    return is_picture(name) or (name.lower().endswith(SIDES) and is_picture(f"{name}.jpg"))


def _key(name: str) -> str:
    folder, slash, file = name.rpartition("/")
    return folder + slash + file.partition(".")[0]


def _labels(sides: dict[str, bytes]) -> Labels:
    """What the files beside a picture say.

    Raises:
        ValueError: One is damaged.
    """
    fields: dict[str, Any] = {}
    for suffix in (".txt", ".cls"):
        if suffix in sides:
            fields["label"] = sides[suffix].decode("utf-8-sig", "replace")
    if ".json" in sides:
        document = json.loads(sides[".json"])
        if not isinstance(document, dict):
            raise ValueError("the JSON is no object")
        fields |= document
    return labels_from(fields)


def _rejected(source: str, name: str, size: int, detail: str) -> Photograph:
    def fail() -> bytes:
        raise RejectedError(Reason.UNREADABLE, detail)

    return Photograph(source, name, size, fail)
