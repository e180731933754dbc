"""`morphing-faces prepare`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from morphing_faces.cli.flags import AsJson, Flag, Range
from morphing_faces.cli.output import answer, note
from morphing_faces.cli.verb import Verb
from morphing_faces.errors import CommandError
from morphing_faces.storage.progress import ProgressBar

app = Verb("prepare")


@app.default
def prepare(
    *sources: str,
    out: Path,
    size: Annotated[int, Parameter(validator=Range(gte=16, lte=512))] = 48,
    color: Flag = False,
    frame: Annotated[tuple[float, float] | None, Parameter(negative=())] = None,
    aligned: Flag = False,
    near_duplicates: Annotated[bool, Parameter(negative="--no-near-duplicates")] = True,
    fold: Annotated[int | None, Parameter(validator=Range(gte=1, lte=5))] = None,
    workers: Annotated[int | None, Parameter(validator=Range(gte=1))] = None,
    cluster: str | None = None,
    finder: Path | None = None,
    fresh: Flag = False,
    as_json: AsJson = False,
) -> None:
    """Make a face set from photographs: find the faces, align and crop them.

    Example: `morphing-faces prepare holidays family.zip --out faces`

    Faces that are turned away, cut off or too small, and files that are no photographs, are left
    out; rejected.csv in the face set says which and why, and report.html shows some of them.

    Stop it with Ctrl-C, and go on with the same command.

    Args:
        sources: Folders, searched recursively, and archives (zip, tar) of photographs;
            WebDataset shards; .npy; TFD, FER2013 and CelebA; Parquet and Arrow; hf:owner/name on
            the Hugging Face Hub. The kind is recognised, or named as in celeba:PATH.
        out: The face set to make: a folder that does not exist yet.
        size: Side of a picture in pixels, 16 to 512.
        color: Keep the colours.
        frame: Where the eyes come to lie: how far down, and how far apart, in parts of the side;
            by default 0.37 0.42, from the eyebrows to the chin; 0.44 0.34 shows the head with its
            hair. A model that is trained on the set has photographs aligned so, too.
        aligned: The faces are aligned already: crop the middle of each picture and scale it,
            without looking for a face.
        near_duplicates: Look for pictures that are nearly the same, which then share a split.
            Drawings of the same parts are all nearly the same: there, draw the splits without.
        fold: Which of TFD's five ways to split, 1 to 5.
        workers: How many processes work; by default one for every core.
        cluster: The address of a Dask scheduler, whose workers work instead.
        finder: A copy of the face finder's network, where it cannot be fetched; the environment
            variable MORPHING_FACES_FINDER can name it too.
        fresh: Start afresh; do not go on where the same command was stopped before.
        as_json: Print the figures as one JSON object.
    """
    from morphing_faces.faces.find.align import eye_frame
    from morphing_faces.faces.set.prepare import prepare_faces
    from morphing_faces.faces.set.summary import stopped_text, summary_text

    if frame and aligned:
        raise CommandError("--frame places eyes that are found, which --aligned does not look for")
    try:
        with ProgressBar("photographs", width=40) as display:
            summary = prepare_faces(
                sources,
                out,
                size=size,
                color=color,
                frame=eye_frame(*frame) if frame else None,
                aligned=aligned,
                near_duplicates=near_duplicates,
                fold=fold,
                workers=workers,
                cluster=cluster,
                finder=finder,
                fresh=fresh,
                progress=display.step,
            )
    except (KeyboardInterrupt, SystemExit):
        note(stopped_text(out))
        raise
    answer(json.dumps(asdict(summary)) if as_json else summary_text(summary))
