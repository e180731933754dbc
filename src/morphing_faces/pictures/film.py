"""Pictures to a film, one after the other, so that memory does not grow with its length."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np

from morphing_faces.errors import FileError, MissingExtraError
from morphing_faces.storage.files import whole
from morphing_faces.types import Pixels

SUFFIXES = (".mp4", ".gif", ".webp")
FASTEST = {".mp4": 240, ".gif": 50, ".webp": 90}
"""Frames a second. A GIF file counts in hundredths, and players take one of them for ten; in a WebP
file, browsers take up to 10 thousandths for 100."""
LARGEST_SIDE = 4096
"""In pixels; players do not show larger films."""
LONGEST_HOLD = 60
"""Seconds for which one picture may stand; beyond, it is added again."""


class Film(Protocol):
    """A film that is being written to a file."""

    def add(self, picture: Pixels, frames: int) -> None:
        """Add a picture.

        Args:
            picture: uint8 [H, W] or [H, W, 3], of the size of the first one.
            frames: For how many frames it stands.
        """

    def end(self) -> None:
        """Complete the file."""

    def drop(self) -> None:
        """Close the file, whatever is in it."""


def film_size(path: Path, width: int, height: int) -> tuple[int, int]:
    """Columns and rows of a film of such pictures; in an MP4 file both are even."""
    odd = path.suffix.lower() == ".mp4"
    return width + odd * (width % 2), height + odd * (height % 2)


def check_film(path: Path, fps: int = 1) -> None:
    """Whether such a film can be written here.

    Args:
        path: Its file; the suffix says what kind it is.
        fps: Frames a second.

    Raises:
        FileError: It is of no kind that is written here, or too fast for its kind.
        MissingExtraError: The package that writes it is not installed.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileError(f"a film is one of {', '.join(SUFFIXES)}, got {path.name!r}")
    if not 1 <= fps <= FASTEST[suffix]:
        raise FileError(f"{suffix} films have 1 to {FASTEST[suffix]} frames a second, got {fps}")
    if suffix == ".mp4":
        try:
            import av  # noqa: F401
        except ModuleNotFoundError as error:
            raise MissingExtraError("Writing MP4 films", "film", "av") from error


def write_film(path: Path, pictures: Iterable[Pixels], fps: int, unless: str | None = None) -> None:
    """Write a film whole: beside its place first, then renamed into it.

    Args:
        path: .mp4, .gif or .webp.
        pictures: uint8 [H, W] or [H, W, 3] each, one at least, all of one size.
        fps: Frames a second.
        unless: What the user can do if something is in its place; None if that is to be replaced.

    Raises:
        FileError: It cannot be written, or something is in its place.
        MissingExtraError: The package that writes it is not installed.
    """
    check_film(path, fps)
    suffix = path.suffix.lower()
    with whole(path, unless) as part, _Writing(_open(part, suffix, fps)) as film:
        for picture, frames in held(pictures, LONGEST_HOLD * fps):
            film.add(picture, frames)


def held(pictures: Iterable[Pixels], longest: int) -> Iterator[tuple[Pixels, int]]:
    """Each picture with how often it comes in a row, at most so often; none is kept after that."""
    standing: Pixels | None = None
    count = 0
    for picture in pictures:
        if standing is not None and count < longest and np.array_equal(picture, standing):
            count += 1
            continue
        if standing is not None:
            yield standing, count
        standing, count = picture, 1
    if standing is not None:
        yield standing, count


class _Writing:
    """Completes a film, or closes its file where that fails."""

    def __init__(self, film: Film) -> None:
        self._film = film

    def __enter__(self) -> Film:
        return self._film

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._film.end()
        finally:
            self._film.drop()


def _open(path: Path, suffix: str, fps: int) -> Film:
    if suffix == ".gif":
        from morphing_faces.pictures.gif import Gif

        return Gif(path, fps)
    if suffix == ".webp":
        from morphing_faces.pictures.webp import WebP

        return WebP(path, fps)
    from morphing_faces.pictures.mp4 import Mp4

    return Mp4(path, fps)
