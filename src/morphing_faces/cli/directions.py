"""`morphing-faces directions`."""

import json
from pathlib import Path

from morphing_faces.cli.flags import AsJson, Seed
from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb, require
from morphing_faces.errors import CommandError
from morphing_faces.model.sources.default import DEFAULT_MODEL
from morphing_faces.storage.progress import ProgressBar

app = Verb("directions")


@app.default
def directions(
    faces: Path,
    /,
    *,
    model: str = DEFAULT_MODEL,
    out: Path | None = None,
    attributes: Path | None = None,
    most: int = 50_000,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Find directions with names: age, expressions, light, pose, an open mouth.

    Example: `morphing-faces directions faces --model my-faces`

    Linear probes on the posterior mean of the faces, each with its score on held-out faces and
    with what its steps drag along. They are written into the model folder; labels that too few
    faces have are left out. There are no directions for gender or ethnicity.

    Args:
        faces: A face set with pictures of the model's size, from `morphing-faces prepare`.
        model: A model folder, or the name of a shipped model together with `--out`.
        out: Leave the model as it is, and write a copy of it with the directions: a folder that
            does not exist yet.
        attributes: A table of what else is known of the faces: a file with commas whose columns are
            name, as in the face set, and one for each attribute, such as glasses or age; 0 and 1
            make a class, other numbers a measure.
        most: The most faces to learn from; of a larger set, so many are drawn.
        seed: Of what is drawn at random.
        as_json: Print the figures as one JSON object.
    """
    require("Finding directions", "prepare", "pyarrow", "scipy")
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.probing.find import LEAST_TRAIN, find_directions
    from morphing_faces.probing.install import check_place, update
    from morphing_faces.probing.table import as_document, table

    if most < LEAST_TRAIN:
        raise CommandError(f"--most must be at least {LEAST_TRAIN}, got {most}")
    loaded = load_model(model)
    check_place(model, loaded, out)
    with ProgressBar("faces") as display:
        found = find_directions(
            loaded,
            load_faces(faces),
            attributes=attributes,
            most=most,
            seed=seed,
            on_piece=display.piece,
            on_step=display.step,
        )
    folder = update(loaded, found, out)
    answer(json.dumps(as_document(found, folder)) if as_json else table(found, loaded, folder))
