"""`morphing-faces train`."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from morphing_faces.cli.output import note
from morphing_faces.cli.settings import FLAG, fill_in
from morphing_faces.cli.verb import Verb, require
from morphing_faces.vae.config import Machine, TrainingConfig

app = Verb("train", config=[fill_in])


@app.default
def train(
    faces: Path,
    /,
    *,
    out: Path,
    resume: bool = False,
    config: Annotated[TrainingConfig, Parameter(name="*")] = TrainingConfig(),
    machine: Annotated[Machine, Parameter(name="*")] = Machine(),
    settings: Annotated[Path | None, Parameter(name=FLAG)] = None,  # noqa: ARG001 - fill_in
) -> int:
    """Train a model on a face set.

    Example: `morphing-faces train faces --out runs/first --epochs 100`

    Stop it with Ctrl-C and go on with `--resume`. When it is done, make a model folder of it with
    `morphing-faces export`. `--devices 4` trains in four processes, or on four GPUs; under
    `torchrun` or `fabric run` the launcher says how many.

    Args:
        faces: A face set, from `morphing-faces prepare`.
        out: The run folder to make.
        resume: Go on with a run where its last checkpoint is; its own configuration counts.
        config: How to train.
        machine: What to train on.
        settings: A run's config.json, or a JSON file of these settings; flags count before it.
    """
    require(
        "Training", "train", "torch", "safetensors", "pyarrow", "lightning_fabric", "tensorboardX"
    )
    # Threads that spin while they wait keep the next batch, and other programs, off the cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.vae.display import TrainingDisplay
    from morphing_faces.vae.distributed import followers_keep_quiet
    from morphing_faces.vae.training import train as run

    with followers_keep_quiet():
        face_set = load_faces(faces)
    with TrainingDisplay() as display:
        caught = run(
            face_set,
            out,
            config,
            resume=resume,
            machine=machine,
            on_step=display.step,
            on_epoch=display.epoch,
            on_event=display.line,
        )
    if caught == 0:
        return 0
    note(f"stopped; go on with: morphing-faces train {faces} --out {out} --resume")
    return 128 + caught
