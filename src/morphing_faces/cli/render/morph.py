"""`morphing-faces render morph`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from morphing_faces.cli.flags import Flag, Range
from morphing_faces.cli.render.target import MOST_FACES, Out, Time, Timing
from morphing_faces.cli.verb import Verb
from morphing_faces.errors import CommandError

app = Verb("morph")

SLIDE = 3.0
"""Seconds from one point to the next."""
Between = Annotated[int, Parameter(validator=Range(gte=1, lte=MOST_FACES - 2))]


@app.default
def morph(
    *points: str,
    loop: Flag = False,
    between: Between | None = None,
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
    from morphing_faces.cli.render.job import (
        as_frames,
        find_points,
        lay_out,
        plan_job,
        refuse_other_kind,
        write,
    )
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.pictures.sequences import legs, through

    if not 2 <= len(points) <= MOST_FACES:
        raise CommandError(f"a morph goes through 2 to {MOST_FACES} points, got {len(points)}")

    slides = len(points) if loop else len(points) - 1
    job = plan_job(target, time, SLIDE * slides)
    refuse_other_kind(job, "--between", is_for=False, given=between is not None)
    refuse_other_kind(job, "--seconds", is_for=True, given=time.seconds is not None)
    model = load_model(target.model)
    stops = find_points(points, model, finder)
    if job.film:
        grid = lay_out(job, target, model, 1, 1)
        shown = through(stops, job.frames, closed=loop)
    else:
        columns = (7 if between is None else between) + 2
        grid = lay_out(job, target, model, slides * columns, columns)
        shown = legs([*stops, stops[0]] if loop else stops, columns - 2)
    write(target, job, grid, model, as_frames(job, shown))
