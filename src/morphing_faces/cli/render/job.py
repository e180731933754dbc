"""What every verb of `render` does: plan the file, find points, lay out faces, write."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from morphing_faces.cli.output import answer, note
from morphing_faces.cli.render.target import Target, Time
from morphing_faces.errors import CommandError
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.grid import Grid
from morphing_faces.pictures.render import Output, check_grid, face_size, make, plan
from morphing_faces.pictures.still import width_of
from morphing_faces.points.document import describe
from morphing_faces.points.resolve import resolve_point
from morphing_faces.points.store import PointStore
from morphing_faces.session.photographs import PhotoEncoder
from morphing_faces.types import Floats


def plan_job(target: Target, time: Time, usual: float) -> Output:
    """The file to write, which lasts so many seconds where the user does not say; see plan."""
    return plan(target.out, usual, seconds=time.seconds, fps=time.fps, replace=target.replace)


def refuse_other_kind(job: Output, flag: str, *, is_for: bool, given: bool) -> None:
    """Raise CommandError where a flag is given that is for the other kind of file."""
    if given and job.film != is_for:
        kinds = ("films", "a picture") if is_for else ("pictures", "a film")
        raise CommandError(f"{flag} is for {kinds[0]}, and {job.path.name} is {kinds[1]}")


def lay_out(
    job: Output,
    target: Target,
    model: Model,
    faces: int,
    columns: int,
    **words: list[str],
) -> Grid:
    """Where faces lie in the file: so many, so many in a row, with words beside them; see Grid."""
    height = face_size(job, target.size, alone=faces == 1)
    grid = Grid(faces, columns, width_of(model.image_shape, height), height, **words)
    check_grid(job, grid)
    return grid


def write(
    target: Target,
    job: Output,
    grid: Grid,
    model: Model,
    frames: Iterator[Floats],
    *,
    seed: int | None = None,
    document: str | None = None,
) -> None:
    """Write the file, and tell of it; see make."""
    made = make(job, grid, model, frames, seed=seed, document=document)
    answer(json.dumps(asdict(made)) if target.as_json else str(made))


def as_frames(job: Output, points: Iterator[Floats]) -> Iterator[Floats]:
    """Points to the frames of a film of one face, or all to one picture."""
    if not job.film:
        yield stack(list(points))
        return
    for point in points:
        yield point[None]


def find_points(
    words: tuple[str, ...] | list[str], model: Model, finder: Path | None
) -> list[Floats]:
    """The points that words mean; what there is to say about photographs is said."""
    store, encoder = PointStore(), PhotoEncoder(model, finder)
    found = [resolve_point(word, model, store, encoder) for word in words]
    for each in found:
        note(each.note)
    return [each.point.z for each in found]


def point_document(z: Floats, model: Model) -> str:
    """What a picture of one face carries, so that the face can be brought back from it."""
    return describe(Point(z), model)


def stack(points: list[Floats]) -> Floats:
    """Points as one array, [N, L]."""
    return np.stack(points)
