"""Pictures to a film, one after the other, so that memory does not grow with its length."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import KeepingError, MissingExtraError
from morphing_faces.files import beside_of, refuse_nowhere

Pixels = NDArray[np.uint8]

SUFFIXES = (".mp4", ".gif", ".webp")
FASTEST = {".mp4": 240, ".gif": 50, ".webp": 240}
"""Frames a second; a GIF file counts in hundredths, and players take one of them for ten."""


class Film(Protocol):
    """A film that is being written to a file."""

    def add(self, picture: Pixels) -> None:
        """Add a frame, uint8 [H, W] or [H, W, 3], of the size of the first one."""

    def end(self) -> None:
        """Complete the file."""

    def drop(self) -> None:
        """Close the file, whatever is in it."""


def check_film(path: Path, fps: int = 1) -> None:
    """Whether such a film can be written here.

    Args:
        path: Its file; the suffix says what kind it is.
        fps: Frames a second.

    Raises:
        KeepingError: It is of no kind that is written here, or too fast for its kind.
        MissingExtraError: The package that writes it is not installed.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise KeepingError(f"a film is one of {', '.join(SUFFIXES)}, got {path.name!r}")
    if not 1 <= fps <= FASTEST[suffix]:
        raise KeepingError(f"{suffix} films have 1 to {FASTEST[suffix]} frames a second, got {fps}")
    if suffix == ".mp4":
        try:
            import av  # noqa: F401
        except ModuleNotFoundError as error:
            raise MissingExtraError("Writing MP4 films", "film", "av") from error


def write_film(path: Path, pictures: Iterable[Pixels], fps: int) -> None:
    """Write a film whole: beside its place first, then renamed into it.

    Args:
        path: .mp4, .gif or .webp; what was there is replaced.
        pictures: uint8 [H, W] or [H, W, 3] each, one at least, all of one size.
        fps: Frames a second.

    Raises:
        KeepingError: It cannot be written.
        MissingExtraError: The package that writes it is not installed.
    """
    check_film(path, fps)
    refuse_nowhere(path)
    try:
        beside = beside_of(path)
        try:
            with _Writing(_open(beside, fps)) as film:
                for picture in pictures:
                    film.add(picture)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KeepingError(f"{path} cannot be written: {error.strerror or error}") from error


class _Writing:
    """Completes a film, or closes its file where that fails."""

    def __init__(self, film: Film) -> None:
        self._film = film

    def __enter__(self) -> Film:
        return self._film

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._film.end()
        else:
            self._film.drop()


def _open(path: Path, fps: int) -> Film:
    if path.suffix.lower() == ".gif":
        from morphing_faces.pictures.gif import Gif

        return Gif(path, fps)
    if path.suffix.lower() == ".webp":
        from morphing_faces.pictures.webp import WebP

        return WebP(path, fps)
    from morphing_faces.pictures.mp4 import Mp4

    return Mp4(path, fps)
