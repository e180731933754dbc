"""`morphing-faces render walk`."""

from pathlib import Path

from morphing_faces.cli.flags import Flag, Pace
from morphing_faces.cli.render.target import Chance, Columns, Out, Random, Time, Timing
from morphing_faces.cli.verb import Verb

app = Verb("walk")


@app.default
def walk(
    *,
    point: str | None = None,
    steps_per_second: Pace = 2.0,
    loop: Flag = False,
    columns: Columns | None = None,
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
    from morphing_faces.cli.render.job import (
        as_frames,
        find_points,
        lay_out,
        plan_job,
        refuse_other_kind,
        write,
    )
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.morpher.morpher import Morpher
    from morphing_faces.pictures.sequences import walked

    job, model, seed = plan_job(target, time, 10.0), load_model(target.model), chance.settled()
    refuse_other_kind(job, "--columns", is_for=False, given=columns is not None)
    start = find_points([point], model, finder)[0] if point is not None else None

    def begin() -> Morpher:
        morpher = Morpher(model, seed, prior=chance.prior)
        if start is not None:
            morpher.begin(start)
        return morpher

    count = job.frames if job.film else columns or 9
    pace = 1 / job.fps if job.film else job.seconds / (count if loop else count - 1)
    points = walked(begin, count, steps_per_second * pace, closed=loop)
    grid = lay_out(job, target, model, 1 if job.film else count, 1 if job.film else count)
    write(target, job, grid, model, as_frames(job, points), seed=seed)
