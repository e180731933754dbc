"""`morphing-faces evaluate`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from morphing_faces.cli.flags import AsJson, Range, Seed
from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb, require
from morphing_faces.storage.progress import ProgressBar

app = Verb("evaluate")


@app.default
def evaluate(
    model: str,
    faces: Path,
    /,
    *,
    split: Literal["train", "valid", "test", "all"] = "test",
    importance: Annotated[int, Parameter(validator=Range(gte=0, lte=5000))] = 0,
    importance_faces: Annotated[int, Parameter(validator=Range(gte=1))] = 100,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Measure a model on faces that it was not trained on.

    Example: `morphing-faces evaluate faces48 faces --importance 500`

    The ELBO and its terms, reconstructions, active units, calibration, the linear baseline, and
    the same by the labels of the faces. The importance-weighted bound takes about half a second
    a face for every 1,000 samples.

    Args:
        model: The name of a shipped model, hf:owner/name on the Hub, or a model folder.
        faces: A face set, from `morphing-faces prepare`.
        split: Which of its faces; for a set that the model never saw, all makes sense.
        importance: Also estimate the importance-weighted bound, with this many samples of z a
            face, at most 5000.
        importance_faces: On how many faces, drawn at random.
        seed: Of the noise and the samples in the figures.
        as_json: Print the figures as one JSON object.
    """
    require("Evaluating", "prepare", "pyarrow", "scipy")
    from morphing_faces.evaluation.evaluate import evaluate as measure
    from morphing_faces.evaluation.evaluate import table
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.model.sources.load import load_model

    with ProgressBar("faces") as display:
        figures = measure(
            load_model(model),
            load_faces(faces),
            split,
            seed=seed,
            units=as_json,
            importance=importance,
            importance_faces=importance_faces,
            on_batch=display.step,
        )
    answer(json.dumps(asdict(figures)) if as_json else table(figures))
