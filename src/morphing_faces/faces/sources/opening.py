"""Which reader reads what a user names, and all of it as one run of photographs."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.faces.sources.folders import Folder
from morphing_faces.faces.sources.photograph import SUFFIXES, Photograph, Source, printable
from morphing_faces.faces.sources.zips import Zip

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
    def aligned(self) -> bool:
        """Whether every source has faces that are aligned already."""
        return all(source.aligned for source in self.parts)


@contextmanager
def open_sources(specs: Sequence[Spec]) -> Iterator[Sources]:
    """Open folders, searched recursively, and zip archives.

    A photograph is a file whose name ends in .jpg, .jpeg or .png; hidden files are passed over.

    Args:
        specs: Folders and archives.

    Yields:
        All photographs: the sources in the order given, in each by name. They can be read as
        long as the context lasts.

    Raises:
        SourceError: A source is missing, is no folder and no zip archive, is damaged, or has no
            picture at all.
    """
    if not specs:
        raise SourceError("name at least one folder or zip archive of photographs")
    with ExitStack() as stack:
        names = _names(specs)
        yield Sources(
            tuple(_open(Path(spec), name, stack) for spec, name in zip(specs, names, strict=True))
        )


def _open(path: Path, name: str, stack: ExitStack) -> Source:
    if path.is_dir():
        source: Source = Folder(path, name)
    elif path.exists():
        source = Zip(path, name, stack)
    else:
        raise SourceError(f"there is no folder or zip archive {str(path)!r}")
    if source.count == 0:
        raise SourceError(
            f"{path} has no pictures: no file in it ends in {', '.join(SUFFIXES)} "
            f"(an archive within a folder has to be named itself)"
        )
    return source


def _names(specs: Sequence[Spec]) -> list[str]:
    """The last part of each path; numbered from the second of the same on."""
    names: list[str] = []
    for spec in specs:
        name = printable(Path(spec).resolve().name or os.fspath(spec))
        same, number = name, 1
        while name in names:
            number += 1
            name = f"{same} ({number})"
        names.append(name)
    return names
