"""What `morphing-faces render` does once its words are understood: a picture or a film."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from morphing_faces.errors import CommandError, FileError, ModelError
from morphing_faces.model.protocol import Model
from morphing_faces.pictures.film import LARGEST_SIDE, SUFFIXES, check_film, film_size, write_film
from morphing_faces.pictures.grid import Grid
from morphing_faces.pictures.still import png
from morphing_faces.storage.files import refuse_existing, refuse_nowhere, write_whole
from morphing_faces.storage.progress import watched
from morphing_faces.types import Floats
from morphing_faces.wording import counted

STILL = ".png"
MOST_PIXELS = 100_000_000
"""Of a picture; they are in memory at once."""
FPS = {".mp4": 30, ".webp": 30, ".gif": 20}
"""Frames a second where the user does not say; GIF files are large."""
FILM_SIZE = {".mp4": 512, ".webp": 512, ".gif": 256}
"""Rows of a film of one face where the user does not say."""
STILL_SIZE = 128


@dataclass(frozen=True)
class RenderedFile:
    """What was written.

    Attributes:
        file: Where.
        width: Pixels.
        height: Pixels.
        faces: How many faces the picture shows; in a film, at a time.
        frames: Of the film; 1 for a picture.
        seconds: How long the film is; 0 for a picture.
        bytes: Of the file.
        model: Whose faces they are.
        seed: That makes the same again, where anything was random.
    """

    file: str
    width: int
    height: int
    faces: int
    frames: int
    seconds: float
    bytes: int
    model: str
    seed: int | None

    def __str__(self) -> str:
        size = f"{self.width} x {self.height} pixels, {self.bytes / 1e6:.2f} MB"
        again = f"; --seed {self.seed} makes it again" if self.seed is not None else ""
        if self.seconds:
            frames = counted(self.frames, "frame")
            return f"{self.file}: {self.seconds:.1f} seconds, {frames}, {size}{again}"
        return f"{self.file}: {counted(self.faces, 'face')}, {size}{again}"


@dataclass(frozen=True)
class Output:
    """A file that is to be made.

    Attributes:
        path: The file; its suffix says what it will be.
        fps: Frames a second; 0 for a picture.
        seconds: How long what it shows takes.
        unless: What the user can do if something is in its place; None if that is to be replaced.
    """

    path: Path
    fps: int
    seconds: float
    unless: str | None

    @property
    def film(self) -> bool:
        """Whether it is a film."""
        return self.fps > 0

    @property
    def frames(self) -> int:
        """Of the film; 1 for a picture."""
        return max(1, round(self.seconds * self.fps))


def plan(
    path: Path,
    usual: float = 1.0,
    *,
    seconds: float | None = None,
    fps: int | None = None,
    replace: bool = False,
) -> Output:
    """What is to be made, if it can be.

    Args:
        path: The file.
        usual: How long a film is where the user does not say.
        seconds: How long it is to be.
        fps: Its frames a second.
        replace: Whether it may take the place of what is there.

    Raises:
        CommandError: A number of frames makes no sense for a picture.
        FileError: No such file can be written here.
        MissingExtraError: The package that writes it is not installed.
    """
    suffix = path.suffix.lower()
    if suffix not in (STILL, *SUFFIXES):
        kinds = f"{STILL} for a picture, or {', '.join(SUFFIXES)} for a film"
        raise FileError(f"the file's name must end in {kinds}, got {path.name!r}")
    length = usual if seconds is None else seconds
    if suffix == STILL and fps is not None:
        raise CommandError(f"--fps is for films, and {path.name} is a picture")
    rate = 0 if suffix == STILL else FPS[suffix] if fps is None else fps
    if suffix != STILL:
        check_film(path, rate)
    refuse_nowhere(path)
    unless = None if replace else "--replace writes over it"
    if unless:
        refuse_existing(path, unless)
    return Output(path, rate, length, unless)


def face_size(job: Output, size: int | None, *, alone: bool) -> int:
    """Rows of a face.

    Args:
        job: The file.
        size: What the user wants; None for what is usual.
        alone: Whether a film shows one face at a time.
    """
    usual = FILM_SIZE[job.path.suffix.lower()] if job.film and alone else STILL_SIZE
    return usual if size is None else size


def check_grid(job: Output, grid: Grid) -> None:
    """Raise CommandError if a picture is too large to be written, or a film to be shown."""
    width, height = grid.width, grid.height
    if job.film and max(width, height) > LARGEST_SIDE:
        limit = f"a film has at most {LARGEST_SIDE} on a side"
    elif width * height > MOST_PIXELS:
        limit = f"a picture has at most {MOST_PIXELS // 1_000_000} million"
    else:
        return
    raise CommandError(
        f"{job.path.name} would have {width:,} x {height:,} pixels, and {limit}; "
        f"choose a smaller --size, or fewer faces"
    )


def make(
    job: Output,
    grid: Grid,
    model: Model,
    points: Iterable[Floats],
    *,
    seed: int | None = None,
    document: str | None = None,
) -> RenderedFile:
    """Make the file.

    Args:
        job: The file.
        grid: Where faces lie in it.
        model: What decodes the points.
        points: Of each frame, those of all its faces, float32 [N, L].
        seed: That the points were drawn with.
        document: Of the point, where a picture shows one face and nothing else.

    Raises:
        CommandError: It would be too large.
        FileError: It cannot be written.
        ModelError: The decoder gives values that are not finite.
    """
    check_grid(job, grid)
    # The products of a frame are so small that threads only wait for each other.
    with threadpool_limits(1, "blas"):
        pictures = (grid.draw(_faces(model, frame)) for frame in points)
        if job.film:
            write_film(job.path, watched(pictures, job.frames, "frames"), job.fps, job.unless)
        else:
            write_whole(job.path, png(next(pictures), document), job.unless)
    width, height = film_size(job.path, grid.width, grid.height)
    return RenderedFile(
        str(job.path),
        width,
        height,
        grid.faces,
        job.frames,
        job.frames / job.fps if job.film else 0.0,
        job.path.stat().st_size,
        model.name,
        seed,
    )


def _faces(model: Model, points: Floats) -> Floats:
    faces = model.decode(points)
    if not np.isfinite(faces).all():
        raise ModelError("the decoder gives no finite face for one of the points; choose another")
    return faces
