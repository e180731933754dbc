"""What a user names, opened, and all of it as one run of photographs."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from morphing_faces.errors import CommandError, SourceError
from morphing_faces.faces.readers.passed_over import sentence
from morphing_faces.faces.readers.photograph import SUFFIXES, Photograph, Source, printable
from morphing_faces.faces.readers.registry import READERS, OpenRequest, recognise
from morphing_faces.faces.readers.requested import DIRECTIONS
from morphing_faces.faces.readers.tfd import FOLDS, Tfd
from morphing_faces.faces.readers.webdataset import is_pattern
from morphing_faces.storage.files import named_path
from morphing_faces.storage.paths import is_there

Spec = str | os.PathLike[str]


@dataclass(frozen=True)
class Sources:
    """Several sources, one after the other.

    Attributes:
        parts: The sources in the order given.
    """

    parts: tuple[Source, ...]

    def __iter__(self) -> Iterator[Photograph]:
        for source in self.parts:
            yield from source

    @property
    def names(self) -> tuple[str, ...]:
        """What each source is called; no two are called the same."""
        return tuple(source.name for source in self.parts)

    @property
    def count(self) -> int | None:
        """How many photographs there are; None where only reading to the end would tell."""
        total = 0
        for source in self.parts:
            if source.count is None:
                return None
            total += source.count
        return total

    @property
    def passed_over(self) -> dict[str, Mapping[str, int]]:
        """By the name of each source, what it holds besides; whole when all was read."""
        return {source.name: source.passed_over for source in self.parts}

    @property
    def passed_over_in_all(self) -> dict[str, int]:
        """What all sources hold besides, the most frequent first."""
        total = sum((Counter(source.passed_over) for source in self.parts), Counter[str]())
        return dict(total.most_common())

    @property
    def aligned(self) -> bool:
        """Whether every source has faces that are aligned already."""
        return all(source.aligned for source in self.parts)

    def one_kind(self) -> None:
        """Refuse sources of which only some are aligned already.

        Raises:
            SourceError: Faces would have to be found in some and not in others.
        """
        if len({source.aligned for source in self.parts}) > 1:
            done = ", ".join(source.name for source in self.parts if source.aligned)
            raise SourceError(
                f"{done} is aligned already and the rest is not; prepare them apart, or name "
                f"--aligned if the rest is, too"
            )


@contextmanager
def open_sources(specs: Sequence[Spec], *, fold: int | None = None) -> Iterator[Sources]:
    """Open folders, archives, shards, arrays, tables and known collections.

    Args:
        specs: A path each, whose kind is recognised, or NAME:PATH with the name of a reader.
        fold: Which of TFD's ways to split, 1 to 5; 1 by default.

    Yields:
        All photographs: the sources in the order given, in each in an order that is always the
        same. They can be read as long as the context lasts.

    Raises:
        CommandError: There is no TFD to choose a fold of.
        SourceError: A source is missing, of no kind that is read, damaged, or has no picture.
    """
    if not specs:
        raise SourceError("name at least one folder or zip archive of photographs")
    with ExitStack() as stack:
        named = [_named(os.fspath(spec)) for spec in specs]
        names = _names(named)
        parts = tuple(
            _open(reader, OpenRequest(where, name, stack, fold or FOLDS[0]))
            for (reader, where), name in zip(named, names, strict=True)
        )
        if fold is not None and not any(isinstance(part, Tfd) for part in parts):
            raise CommandError("--fold chooses one of TFD's ways to split, and no source is TFD")
        yield Sources(parts)


def _named(spec: str) -> tuple[str | None, str]:
    """The reader that a user names, if any, and the rest; a path that exists is a path."""
    spec = named_path(spec)
    if is_there(Path(spec)):
        return None, spec
    if spec in DIRECTIONS:
        raise SourceError(DIRECTIONS[spec])
    match = re.fullmatch(r"([A-Za-z][\w-]+):(.*)", spec, re.DOTALL)
    if match is None:
        return ("webdataset" if is_pattern(spec) else None), spec
    if match[1].lower() not in READERS:
        raise SourceError(
            f"there is no reader {match[1]!r} for {spec!r}; there are {', '.join(READERS)}"
        )
    reader, where = match[1].lower(), named_path(match[2])
    if not where and reader != "hf":
        lacking = f"{spec!r} lacks the path that the reader {reader} is to read"
        raise SourceError(DIRECTIONS.get(reader, lacking))
    return reader, where


def _open(reader: str | None, opening: OpenRequest) -> Source:
    if reader is None and not is_there(opening.path):
        raise SourceError(
            f"there is no folder or file {opening.where!r}; a reader can be named before a path, "
            f"as in tfd:PATH or hf:owner/name"
        )
    if reader not in (None, "hf", "webdataset") and not is_there(opening.path):
        directions = f". {DIRECTIONS[reader]}" if reader in DIRECTIONS else ""
        raise SourceError(f"there is nothing at {opening.where!r}{directions}")
    source = READERS[reader or recognise(opening.path)](opening)
    if source.count == 0 or (source.count is None and next(iter(source), None) is None):
        raise SourceError(_empty(opening.where, source))
    return source


def _empty(where: str, source: Source) -> str:
    """What a source without pictures holds instead."""
    if source.passed_over:
        return (
            f"{where} has no pictures; passed over: {sentence(source.passed_over)} "
            f"(an archive or a linked folder within has to be named itself)"
        )
    return f"{where} has no pictures: it is empty, or no file in it ends in {', '.join(SUFFIXES)}"


def _names(named: Sequence[tuple[str | None, str]]) -> list[str]:
    """What to call each source: the last part of its path; numbered from the second on."""
    names: list[str] = []
    for reader, where in named:
        name = where if reader == "hf" else Path(where).resolve().name or where
        same, number = printable(name), 1
        name = same
        while name in names:
            number += 1
            name = f"{same} ({number})"
        names.append(name)
    return names
