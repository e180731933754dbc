"""`morphing-faces render sheet`."""

from typing import Annotated

from cyclopts import Parameter

from morphing_faces.cli.flags import Range
from morphing_faces.cli.render.target import MOST_FACES, Chance, Out, Random, Time
from morphing_faces.cli.verb import Verb
from morphing_faces.errors import CommandError

app = Verb("sheet")

Count = Annotated[int, Parameter(validator=Range(gte=1, lte=MOST_FACES))]


@app.default
def sheet(
    *,
    rows: Count = 4,
    columns: Count = 8,
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
    from morphing_faces.cli.render.job import lay_out, plan_job, point_document, stack, write
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.pictures.sequences import random_points

    if target.out.suffix.lower() in (".mp4", ".gif", ".webp"):
        raise CommandError(
            f"a sheet is a picture: name it {target.out.stem}.png; "
            f"'render walk' and 'render traverse' make films of random faces"
        )

    job, model, seed = plan_job(target, Time(), 1.0), load_model(target.model), chance.settled()
    grid = lay_out(job, target, model, rows * columns, columns)
    points = random_points(model, seed, chance.prior, rows * columns)
    document = point_document(points[0], model) if len(points) == 1 else None
    write(target, job, grid, model, iter([stack(points)]), seed=seed, document=document)
