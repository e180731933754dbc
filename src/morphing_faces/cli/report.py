"""`morphing-faces report`."""

import json
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from morphing_faces.cli.flags import AsJson, Flag, Range, Seed
from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb, require
from morphing_faces.errors import CommandError
from morphing_faces.storage.progress import ProgressBar

app = Verb("report")


@app.default
def report(
    model: str,
    faces: Path,
    /,
    *,
    out: Path,
    run: Path | None = None,
    show: Annotated[tuple[str, ...] | None, Parameter(negative=())] = None,
    no_photographs: Flag = False,
    split: Literal["train", "valid", "test", "all"] = "test",
    vae_epochs: Annotated[int, Parameter(validator=Range(gte=0))] = 0,
    vae_hidden: Annotated[int, Parameter(validator=Range(gte=1))] = 2000,
    recognition: str | None = None,
    quick: Flag = False,
    cache: Path | None = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Judge a model thoroughly, on one HTML page with figures, plots and pictures.

    Example: `morphing-faces report faces48 faces --out report.html`

    It takes some minutes. What takes long to fit is kept beside the page, in a folder of its name
    that ends in -cache, so that the next report on the same faces is quick.

    Args:
        model: The name of a shipped model, hf:owner/name on the Hub, or a model folder.
        faces: A face set, from `morphing-faces prepare`: the one the model was trained on.
        out: The HTML file to write or replace.
        run: The run folder of the model, for its learning curves.
        show: Show photographs of this source only; may be given several times.
        no_photographs: Show no photographs.
        split: Which of the faces to judge on.
        vae_epochs: Also train the library pythae's VAE for so many epochs, to compare with.
        vae_hidden: Units of each of its two hidden layers.
        recognition: Also ask judges that no model was trained with: the face finder where it is at
            hand, and dlib's face recognition network, in a folder such as `model` of the npm
            package @vladmandic/face-api; "fetch" fetches it, 6 MB.
        quick: Rough figures in a fraction of the time.
        cache: Another folder for what takes long to fit.
        seed: Of every random number.
        as_json: Print the figures as one JSON object, too.
    """
    require("A report", "report", "torch", "safetensors", "pyarrow", "jinja2", "sklearn")
    if vae_epochs:
        require("Comparing with pythae", "baselines", "pythae")
    if no_photographs and show:
        raise CommandError("--show and --no-photographs exclude each other")
    from morphing_faces.evaluation.report.make_report import as_document, make_report
    from morphing_faces.evaluation.report.settings import QUICK, Effort, Settings
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.model.sources.load import load_model

    loaded = load_model(model)
    words = [f"morphing-faces report {loaded.name} FACES --out {out.name}"]
    words += ["--run RUN"] if run else []
    words += ["--no-photographs"] if no_photographs else [f"--show {word}" for word in show or ()]
    words += [f"--split {split}"] if split != "test" else []
    words += [f"--vae-epochs {vae_epochs}"] if vae_epochs else []
    words += [f"--vae-hidden {vae_hidden}"] if vae_epochs and vae_hidden != 2000 else []
    words += ["--recognition fetch"] if recognition else []
    words += ["--quick"] if quick else []
    words += [f"--seed {seed}"] if seed else []
    settings = Settings(
        split=split,
        seed=seed,
        effort=QUICK if quick else Effort(),
        reference_epochs=vae_epochs,
        hidden=vae_hidden,
        run=run,
        recognition=recognition,
        show=() if no_photographs else show,
        command=" ".join(words),
    )
    with ProgressBar("faces") as display:
        found = make_report(
            loaded,
            load_faces(faces),
            out,
            settings,
            cache=cache or out.with_name(f"{out.stem}-cache"),
            display=display,
        )
    answer(json.dumps(as_document(found)) if as_json else f"{out}: open it in a browser")
