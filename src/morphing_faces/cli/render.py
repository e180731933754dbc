"""`morphing-faces render`: pictures and films of faces, as files."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from morphing_faces.cli.flags import Reach, Seed
from morphing_faces.cli.output import answer, note
from morphing_faces.errors import CommandError, FileError
from morphing_faces.seeds import LARGEST_SEED
from morphing_faces.types import Floats

if TYPE_CHECKING:
    from morphing_faces.model.protocol import Model
    from morphing_faces.pictures.grid import Grid
    from morphing_faces.pictures.render import Output, Rendered

MOST_FACES = 100
FASTEST_WALK = 1000
LARGEST_REACH = 100.0
USUAL_ROWS = 8
SLIDE = 3.0
"""Seconds from one point to the next."""

Flag = Annotated[bool, Parameter(negative=())]
PriorName = Literal["fitted", "standard"]

render = App(
    name="render",
    help="""Write faces as a picture (.png) or a film (.mp4, .gif, .webp).

Example: `morphing-faces render walk --out walk.mp4`

Every file says in its metadata that a model made it. MP4 films need
`pip install 'morphing-faces[film]'`.""",
    help_format="markdown",
)


@dataclass(frozen=True)
class Target:
    """What to write, and of which model.

    Attributes:
        out: The file; its suffix says what it will be: .png, .mp4, .gif or .webp.
        size: Rows of a face in pixels, 16 to 2048. Usually 128 where a picture has several, and
            in a film of one face 512, or 256 in a GIF file.
        model: The name of a shipped model, or a model folder.
        replace: Write over what is there.
        as_json: Print what was written as one JSON object.
    """

    out: Path
    size: int | None = None
    model: str = "faces48"
    replace: Flag = False
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False


@dataclass(frozen=True)
class Time:
    """How a film goes on.

    Attributes:
        seconds: How long it is.
        fps: Frames a second: 30, or 20 in a GIF file.
    """

    seconds: float | None = None
    fps: int | None = None


@dataclass(frozen=True)
class Chance:
    """Where random faces come from.

    Attributes:
        seed: Make the same again: a whole number from 0 to 4294967295.
        prior: What was fitted to the faces after training, if the model has that, or N(0, I)
            always.
    """

    seed: Seed | None = None
    prior: PriorName = "fitted"

    def settled(self) -> int:
        """The seed, drawn where the user does not say."""
        return secrets.randbelow(LARGEST_SEED + 1) if self.seed is None else self.seed


Out = Annotated[Target, Parameter(name="*")]
Timing = Annotated[Time, Parameter(name="*")]
Random = Annotated[Chance, Parameter(name="*")]


@render.command
def sheet(
    *,
    rows: int = 4,
    columns: int = 8,
    target: Out,
    chance: Random = Chance(),
) -> None:
    """Random faces in rows and columns, as a picture.

    Example: `morphing-faces render sheet --rows 4 --columns 10 --out faces.png`

    A sheet of one face carries its point: `--point faces.png` brings the face back.

    Args:
        rows: Of faces, 1 to 100.
        columns: Of faces, 1 to 100.
        target: The file.
        chance: The faces.
    """
    _check_count("--rows", rows)
    _check_count("--columns", columns)
    if target.out.suffix.lower() in (".mp4", ".gif", ".webp"):
        raise CommandError(
            f"a sheet is a picture: name it {target.out.stem}.png; "
            f"'render walk' and 'render traverse' make films of random faces"
        )
    from morphing_faces.pictures.sequences import random_points

    job, model, seed = _begin(target, Time(), 1.0), _model(target), chance.settled()
    grid = _grid(job, target, model, rows * columns, columns)
    points = random_points(model, seed, chance.prior, rows * columns)
    document = _document(points[0], model) if len(points) == 1 else None
    _end(target, job, grid, model, iter([_stack(points)]), seed=seed, document=document)


@render.command
def traverse(
    *,
    rows: str | None = None,
    columns: int | None = None,
    reach: Reach = 2.5,
    point: str | None = None,
    middle: Flag = False,
    labels: Annotated[bool, Parameter(negative="--no-labels")] = True,
    finder: Path | None = None,
    target: Out,
    time: Timing = Time(),
    chance: Random = Chance(),
) -> None:
    """What dimensions or directions do to a face: a row for each; in a film, a face for each.

    Example: `morphing-faces render traverse --rows 0-3,happy,age --point me.jpg --out me.png`

    In a film each face swings from one end to the other and back.

    Args:
        rows: Dimensions, such as 0,3 or 0-11, and names of directions, with commas between them;
            the first eight dimensions by default.
        columns: Faces in a row of a picture, 2 to 100: 9 by default.
        reach: How far to go to both sides, in standard deviations: above 0, at most 100.
        point: Around which face: the name of a point, a .json or .png file of one, a link, or a
            photograph; a random one by default.
        middle: Around z = 0, the middle of the latent space.
        labels: Write beside the faces what they show.
        finder: A copy of the face finder's network, where it cannot be fetched.
        target: The file.
        time: How a film goes on; a swing takes 4 seconds by default.
        chance: The random face.
    """
    if not 0 < reach <= LARGEST_REACH:
        raise CommandError(f"--range must be above 0 and at most {LARGEST_REACH:g}, got {reach:g}")
    if point is not None and middle:
        raise CommandError("--point and --middle exclude each other")
    if columns is not None:
        _check_count("--columns", columns, least=2)
    from morphing_faces.pictures.sequences import find_rows, random_points, swing
    from morphing_faces.points.user_directions import UserDirections

    job, model = _begin(target, time, 4.0), _model(target)
    _films(job, "--columns", is_for=False, given=columns is not None)
    _films(job, "--seconds", is_for=True, given=time.seconds is not None)
    usual = f"0-{min(USUAL_ROWS, len(model.interesting)) - 1}"
    own = UserDirections(model)
    mine, damaged = own.directions()
    try:
        names = own.names()
    except FileError as error:
        names = {}
        damaged.append(str(error))
    words = [word for word in (usual if rows is None else rows).split(",") if word]
    found = find_rows(words, model, mine, names)
    if not 1 <= len(found) <= MOST_FACES:
        raise CommandError(f"--rows must name 1 to {MOST_FACES} of them, got {len(found)}")
    for sentence in (*damaged, *(row.note for row in found)):
        note(sentence)
    seed = None
    if point is not None:
        start = _find_points([point], model, finder)[0]
    elif middle:
        start = 0 * random_points(model, 0, "standard", 1)[0]
    else:
        seed = chance.settled()
        start = random_points(model, seed, chance.prior, 1)[0]
    labelled = [row.name for row in found] if labels else []
    if job.film:
        across = next(side for side in range(1, MOST_FACES) if side * side >= len(found))
        grid = _grid(job, target, model, len(found), across, below=labelled)
        points: Iterator[list[Floats]]
        values = (reach * swing(frame, job.frames) for frame in range(job.frames))
        points = ([row.at(start, value) for row in found] for value in values)
    else:
        places = [(2 * step / ((columns or 9) - 1) - 1) * reach for step in range(columns or 9)]
        above = [_signed(place) for place in places] if labels else []
        count = len(found) * len(places)
        grid = _grid(job, target, model, count, len(places), left=labelled, above=above)
        points = iter([[row.at(start, place) for row in found for place in places]])
    _end(target, job, grid, model, map(_stack, points), seed=seed)


@render.command
def walk(
    *,
    point: str | None = None,
    steps_per_second: float = 2.0,
    loop: Flag = False,
    columns: int | None = None,
    finder: Path | None = None,
    target: Out,
    time: Timing = Time(),
    chance: Random = Chance(),
) -> None:
    """A random walk through the latent space: a film, or a strip of faces on the way.

    Example: `morphing-faces render walk --seconds 20 --seed 7 --loop --out walk.mp4`

    It is the walk that `morphing-faces walk` takes with the same seed.

    Args:
        point: Where to begin: the name of a point, a .json or .png file of one, a link, or a
            photograph; a random face by default.
        steps_per_second: How fast to walk, above 0 and at most 1000.
        loop: End where it begins, so that a player that repeats the film shows no jump.
        columns: Faces of a strip, at even times, 2 to 100: 9 by default.
        finder: A copy of the face finder's network, where it cannot be fetched.
        target: The file.
        time: How long to walk, 10 seconds by default.
        chance: The walk.
    """
    if not 0 < steps_per_second <= FASTEST_WALK:
        raise CommandError(
            f"--steps-per-second must be above 0 and at most {FASTEST_WALK}, "
            f"got {steps_per_second:g}"
        )
    if columns is not None:
        _check_count("--columns", columns, least=2)
    from morphing_faces.morpher.morpher import Morpher
    from morphing_faces.pictures.sequences import walked

    job, model, seed = _begin(target, time, 10.0), _model(target), chance.settled()
    _films(job, "--columns", is_for=False, given=columns is not None)
    start = _find_points([point], model, finder)[0] if point is not None else None

    def begin() -> Morpher:
        morpher = Morpher(model, seed, prior=chance.prior)
        if start is not None:
            morpher.begin(start)
        return morpher

    count = job.frames if job.film else columns or 9
    pace = 1 / job.fps if job.film else job.seconds / (count if loop else count - 1)
    points = walked(begin, count, steps_per_second * pace, closed=loop)
    grid = _grid(job, target, model, 1 if job.film else count, 1 if job.film else count)
    _end(target, job, grid, model, _frames(job, points), seed=seed)


@render.command
def morph(
    *points: str,
    loop: Flag = False,
    between: int | None = None,
    finder: Path | None = None,
    target: Out,
    time: Timing = Time(),
) -> None:
    """A slide through two points or more: a film, or a row of faces for each two of them.

    Example: `morphing-faces render morph me.jpg you.jpg --out morph.mp4`

    Args:
        points: Names of points, .json or .png files of them, links, or photographs. Of several
            faces the largest is taken; us.jpg:2 names another, by its place from the left, and
            me.png:120,200,180,201 says where the eyes are, in pixels.
        loop: Go back to the first one in the end, so that a player that repeats the film shows no
            jump.
        between: Faces between two points in a picture, 1 to 98: 7 by default.
        finder: A copy of the face finder's network, where it cannot be fetched.
        target: The file.
        time: How a film goes on; from one point to the next takes 3 seconds by default.
    """
    if not 2 <= len(points) <= MOST_FACES:
        raise CommandError(f"a morph goes through 2 to {MOST_FACES} points, got {len(points)}")
    if between is not None and not 1 <= between <= MOST_FACES - 2:
        raise CommandError(f"--between must be from 1 to {MOST_FACES - 2}, got {between}")
    from morphing_faces.pictures.sequences import legs, through

    slides = len(points) if loop else len(points) - 1
    job = _begin(target, time, SLIDE * slides)
    _films(job, "--between", is_for=False, given=between is not None)
    _films(job, "--seconds", is_for=True, given=time.seconds is not None)
    model = _model(target)
    stops = _find_points(points, model, finder)
    if job.film:
        grid = _grid(job, target, model, 1, 1)
        shown = through(stops, job.frames, closed=loop)
    else:
        columns = (7 if between is None else between) + 2
        grid = _grid(job, target, model, slides * columns, columns)
        shown = legs([*stops, stops[0]] if loop else stops, columns - 2)
    _end(target, job, grid, model, _frames(job, shown))


def _begin(target: Target, time: Time, usual: float) -> "Output":
    from morphing_faces.pictures.render import plan

    return plan(target.out, usual, seconds=time.seconds, fps=time.fps, replace=target.replace)


def _films(job: "Output", flag: str, *, is_for: bool, given: bool) -> None:
    """Raise CommandError where a flag is given that is for the other kind of file."""
    if given and job.film != is_for:
        kinds = ("films", "a picture") if is_for else ("pictures", "a film")
        raise CommandError(f"{flag} is for {kinds[0]}, and {job.path.name} is {kinds[1]}")


def _model(target: Target) -> "Model":
    from morphing_faces.model.folder import load_model

    return load_model(target.model)


def _grid(
    job: "Output",
    target: Target,
    model: "Model",
    faces: int,
    columns: int,
    **words: list[str],
) -> "Grid":
    from morphing_faces.pictures.grid import Grid
    from morphing_faces.pictures.render import check_grid, face_size
    from morphing_faces.pictures.still import width_of

    height = face_size(job, target.size, alone=faces == 1)
    grid = Grid(faces, columns, width_of(model.image_shape, height), height, **words)
    check_grid(job, grid)
    return grid


def _end(
    target: Target,
    job: "Output",
    grid: "Grid",
    model: "Model",
    frames: Iterator["Floats"],
    *,
    seed: int | None = None,
    document: str | None = None,
) -> None:
    from morphing_faces.pictures.render import make
    from morphing_faces.storage.processes import end_on_terminate

    with end_on_terminate():
        made: Rendered = make(job, grid, model, frames, seed=seed, document=document)
    answer(json.dumps(asdict(made)) if target.as_json else str(made))


def _frames(job: "Output", points: Iterator["Floats"]) -> Iterator["Floats"]:
    """Points to the frames of a film of one face, or all to one picture."""
    if not job.film:
        yield _stack(list(points))
        return
    for point in points:
        yield point[None]


def _find_points(
    words: "tuple[str, ...] | list[str]", model: "Model", finder: Path | None
) -> list["Floats"]:
    """The points that words mean; what there is to say about photographs is said."""
    from morphing_faces.points.resolve import resolve_point
    from morphing_faces.points.store import PointStore
    from morphing_faces.session.photographs import PhotoEncoder

    points, camera = PointStore(), PhotoEncoder(model, finder)
    found = [resolve_point(word, model, points, camera) for word in words]
    for each in found:
        note(each.portrait.note if each.portrait else "")
    return [each.point.z for each in found]


def _signed(number: float) -> str:
    """A number with two digits after the point, or as many as it needs."""
    return f"{number:+.2f}".rstrip("0").rstrip(".") if abs(number) >= 0.005 else "0"


def _document(z: "Floats", model: "Model") -> str:
    from morphing_faces.morpher.point import Point
    from morphing_faces.points.document import describe

    return describe(Point(z), model)


def _stack(points: list["Floats"]) -> "Floats":
    import numpy as np

    return np.stack(points)


def _check_count(flag: str, count: int, least: int = 1) -> None:
    if not least <= count <= MOST_FACES:
        raise CommandError(f"{flag} must be from {least} to {MOST_FACES}, got {count}")
