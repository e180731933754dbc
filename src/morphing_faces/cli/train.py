"""`morphing-faces train`."""

import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from morphing_faces.cli.output import note
from morphing_faces.cli.settings import FLAG, NAMED, fill_in
from morphing_faces.cli.verb import Verb, require
from morphing_faces.errors import CommandError
from morphing_faces.vae.config import NETWORK, SETTINGS, Machine, TrainingConfig

app = Verb("train", config=[fill_in])


@app.default
def train(
    faces: Path,
    /,
    *,
    out: Path,
    resume: bool = False,
    weights: Path | None = None,
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
        resume: Go on with a run where its last checkpoint is, with its own settings.
        weights: Another run, with whose best weights this one begins, in a network as its.
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
    from morphing_faces.vae.distributed import followers_keep_quiet
    from morphing_faces.vae.training import train as run
    from morphing_faces.vae.training_display import TrainingDisplay

    with followers_keep_quiet():
        if resume and weights is not None:
            raise CommandError("--resume goes on with weights of its own; leave out --weights")
        face_set = load_faces(faces)
        if resume:
            begin = f"; begin a new run with its weights: morphing-faces train {faces} --out NEW"
            _same_settings(out, config, SETTINGS, f"{begin} --weights {out}")
        if weights is not None:
            _same_settings(weights, config, NETWORK, "")
    with TrainingDisplay() as display:
        caught = run(
            face_set,
            out,
            config,
            resume=resume,
            weights=weights,
            machine=machine,
            on_step=display.step,
            on_epoch=display.epoch,
            on_event=display.line,
        )
    if caught == 0:
        return 0
    note(f"stopped; go on with: morphing-faces train {faces} --out {out} --resume")
    return 128 + caught


def _same_settings(other: Path, config: TrainingConfig, names: Iterable[str], hint: str) -> None:
    """Refuse settings, named by the user, that differ from those of a run.

    The learning rate falls to nothing over the epochs of a run, so none goes on beyond them: with
    more of them, its steps would have been others from the first on.

    Args:
        other: The run.
        config: As the user names it, or by default.
        names: Of the settings that have to be the same.
        hint: What to do instead where the network stays the same.
    """
    from morphing_faces.vae.run import read_run

    theirs = asdict(read_run(other).training)
    for name in names:
        value, wanted = theirs[name], getattr(config, name)
        if name not in NAMED.get() or wanted == value or (name, wanted) == ("start", "auto"):
            continue
        flag = f"--{name.replace('_', '-')}"
        why = "; the learning rate falls to 0 over them" if name == "epochs" else ""
        instead = "" if name in NETWORK else f"{hint} {flag} {wanted}"
        raise CommandError(f"the run {other} has {flag} {value}, not {wanted}{why}{instead}")
