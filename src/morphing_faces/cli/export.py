"""`morphing-faces export`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from morphing_faces.cli.flags import AsJson, Licence, Range
from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb, require

app = Verb("export")


@app.default
def export(
    run: Path,
    /,
    *,
    out: Path,
    faces: Path | None = None,
    precision: Literal["auto", "int8", "fp16", "fp32"] = "auto",
    prior_components: Annotated[int, Parameter(validator=Range(gte=0, lte=100))] = 8,
    temperature: Annotated[float, Parameter(validator=Range(gt=0, lte=2))] = 1.0,
    ppca: bool = True,
    report: str | None = None,
    licence: Licence | None = None,
    as_json: AsJson = False,
) -> None:
    """Make a model folder of a finished or stopped run.

    Example: `morphing-faces export runs/first --out my-model`, then
    `morphing-faces --model my-model`

    Args:
        run: A run folder, from `morphing-faces train`.
        out: The model folder to make; its last part is the model's name.
        faces: The face set, where it is not any more where the run found it.
        precision: Of the matrices, as files have them; auto takes the fewest bits with which no
            pixel moves by over 2 grey levels.
        prior_components: Gaussians in the mixture that random faces are drawn from, which is
            fitted to the training faces, 0 to 100; 0 leaves random faces to the prior N(0, I).
        temperature: How far random faces may lie from the middle of their component: below 1
            plainer, above 1 stranger; above 0 and at most 2.
        ppca: Fit probabilistic PCA to the training faces, the linear model that this one has to
            beat. For 256 dimensions and 64 x 64 pixels in colour the folder grows by 6 MB.
        report: A link to the model's report, for its card.
        licence: Of the weights, for the card, such as cc0-1.0 for drawings that are in the public
            domain; by default non-commercial research, which most photographs of people are for.
        as_json: Print the figures as one JSON object.
    """
    require("Exporting", "train", "torch", "safetensors", "onnx", "pyarrow")
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.vae.export import export as make
    from morphing_faces.vae.run import read_run

    folder = faces or Path(read_run(run).faces.folder)
    made = make(
        run,
        load_faces(folder),
        out,
        precision=precision,
        prior_components=prior_components,
        temperature=temperature,
        ppca=ppca,
        report=report,
        licence=licence,
    )
    if as_json:
        answer(json.dumps(asdict(made)))
    else:
        answer(
            f"{out}: {made.megabytes:.1f} MB, {made.precision} matrices, test ELBO "
            f"{made.elbo:,.0f} nats; decoded pixels within "
            f"{255 * made.largest_difference:.2f}/255 of the full-precision network's"
        )
        if made.prior_gain is not None:
            answer(f"random faces from a fitted prior, worth {made.prior_gain:,.0f} nats")
