"""The command line: one subcommand a verb, each importing what it needs when it runs."""

import json
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from morphing_faces import __version__
from morphing_faces.errors import MissingExtraError, MorphingFacesError
from morphing_faces.vae.config import TrainingConfig

app = App(
    name="morphing-faces",
    help="Move the mouse over a face and it morphs: a walk through a latent variable model.",
    version=__version__,
    help_format="markdown",
)


@app.command
def train(
    faces: Path,
    /,
    *,
    out: Path,
    resume: bool = False,
    config: Annotated[TrainingConfig, Parameter(name="*")] = TrainingConfig(),  # noqa: B008
) -> None:
    """Train a model on a face set.

    Example: `morphing-faces train faces --out runs/first --epochs 100`

    Stop it with Ctrl-C and go on with `--resume`. When it is done, make a model folder of it with
    `morphing-faces export`.

    Args:
        faces: A face set, from `morphing-faces prepare`.
        out: The run folder to make.
        resume: Go on with a run where its last checkpoint is; its own configuration counts.
        config: How to train.
    """
    _require("Training", "train", "torch", "safetensors", "pyarrow")
    from morphing_faces.faces.faceset import load_faces
    from morphing_faces.vae.display import TrainingDisplay
    from morphing_faces.vae.training import train as run

    with TrainingDisplay() as display:
        run(
            load_faces(faces),
            out,
            config,
            resume=resume,
            on_step=display.step,
            on_epoch=display.epoch,
        )


@app.command
def export(
    run: Path,
    /,
    *,
    out: Path,
    faces: Path | None = None,
    precision: Literal["auto", "int8", "fp32"] = "auto",
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Make a model folder of a finished or stopped run.

    Example: `morphing-faces export runs/first --out my-model`, then
    `morphing-faces --model my-model`

    Args:
        run: A run folder, from `morphing-faces train`.
        out: The model folder to make; its last part is the model's name.
        faces: The face set, where it is not any more where the run found it.
        precision: Of the matrices; auto takes 8 bits where no pixel moves by over 2 grey levels.
        as_json: Print the figures as one JSON object.
    """
    _require("Exporting", "train", "torch", "safetensors", "onnx", "pyarrow")
    from morphing_faces.faces.faceset import load_faces
    from morphing_faces.vae.export import export as make
    from morphing_faces.vae.run import read_run

    folder = faces or Path(read_run(run).faces.folder)
    report = make(run, load_faces(folder), out, precision=precision)
    if as_json:
        print(json.dumps(asdict(report)))
    else:
        print(
            f"{out}: {report.megabytes:.1f} MB, {report.precision} matrices, test ELBO "
            f"{report.elbo:,.0f} nats; decoded pixels within "
            f"{255 * report.largest_difference:.2f}/255 of the full-precision network's"
        )


@app.command
def evaluate(
    model: str,
    faces: Path,
    /,
    *,
    split: Literal["train", "valid", "test", "all"] = "test",
    seed: int = 0,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Measure a model on faces that it was not trained on.

    Example: `morphing-faces evaluate faces48 faces --json`

    Args:
        model: The name of a shipped model, or a model folder.
        faces: A face set, from `morphing-faces prepare`.
        split: Which of its faces; for a set that the model never saw, all makes sense.
        seed: Of the noise and the samples in the figures.
        as_json: Print the figures as one JSON object.
    """
    _require("Evaluating", "prepare", "pyarrow")
    from morphing_faces.faces.faceset import load_faces
    from morphing_faces.model import load_model
    from morphing_faces.vae.evaluate import evaluate as measure
    from morphing_faces.vae.evaluate import table

    figures = measure(load_model(model), load_faces(faces), split, seed=seed)
    print(json.dumps(asdict(figures)) if as_json else table(figures))


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 2 with one sentence on standard error.

    Args:
        arguments: The words after the program's name; those of this process by default.

    Returns:
        0 on success, 2 when the input or the surroundings are at fault, 130 on Ctrl-C.
    """
    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        print(f"morphing-faces: {error}", file=sys.stderr)
        return 2
    except MorphingFacesError as error:
        print(f"morphing-faces: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _require(purpose: str, extra: str, *packages: str) -> None:
    """Raise MissingExtraError, before any work is done, unless these packages are installed."""
    for package in packages:
        if find_spec(package) is None:
            raise MissingExtraError(purpose, extra, package)


if __name__ == "__main__":
    sys.exit(main())
