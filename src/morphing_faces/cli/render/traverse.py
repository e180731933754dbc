"""`morphing-faces render traverse`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from morphing_faces.cli.flags import Flag, Range, Reach
from morphing_faces.cli.output import note
from morphing_faces.cli.render.target import MOST_FACES, Chance, Columns, Out, Random, Time, Timing
from morphing_faces.cli.verb import Verb
from morphing_faces.errors import CommandError, FileError

app = Verb("traverse")

USUAL_ROWS = 8


@app.default
def traverse(
    *,
    rows: str | None = None,
    columns: Columns | None = None,
    reach: Annotated[Reach, Parameter(validator=Range(gt=0, lte=100))] = 2.5,
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
    from morphing_faces.cli.render.job import (
        find_points,
        lay_out,
        plan_job,
        refuse_other_kind,
        stack,
        write,
    )
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.pictures.sequences import find_rows, random_points, swing
    from morphing_faces.points.user_directions import UserDirections
    from morphing_faces.types import Floats

    if point is not None and middle:
        raise CommandError("--point and --middle exclude each other")

    job, model = plan_job(target, time, 4.0), load_model(target.model)
    refuse_other_kind(job, "--columns", is_for=False, given=columns is not None)
    refuse_other_kind(job, "--seconds", is_for=True, given=time.seconds is not None)
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
        start = find_points([point], model, finder)[0]
    elif middle:
        start = 0 * random_points(model, 0, "standard", 1)[0]
    else:
        seed = chance.settled()
        start = random_points(model, seed, chance.prior, 1)[0]
    labelled = [row.name for row in found] if labels else []
    if job.film:
        across = next(side for side in range(1, MOST_FACES) if side * side >= len(found))
        grid = lay_out(job, target, model, len(found), across, below=labelled)
        points: Iterator[list[Floats]]
        values = (reach * swing(frame, job.frames) for frame in range(job.frames))
        points = ([row.at(start, value) for row in found] for value in values)
    else:
        places = [(2 * step / ((columns or 9) - 1) - 1) * reach for step in range(columns or 9)]
        above = [_signed(place) for place in places] if labels else []
        count = len(found) * len(places)
        grid = lay_out(job, target, model, count, len(places), left=labelled, above=above)
        points = iter([[row.at(start, place) for row in found for place in places]])
    write(target, job, grid, model, map(stack, points), seed=seed)


def _signed(number: float) -> str:
    """A number with two digits after the point, or as many as it needs."""
    return f"{number:+.2f}".rstrip("0").rstrip(".") if abs(number) >= 0.005 else "0"
