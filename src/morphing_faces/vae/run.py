"""A run folder: what a training run leaves for whoever resumes, exports or plots it.

config.json          the configuration, the network's sizes, and which faces
log.jsonl            one Progress a line; lines about anything else have the key "event"
last.safetensors     everything needed to go on
best.safetensors     the averaged weights of the best held-out ELBO, or of the last epoch (`keep`)
tensorboard/         the log once more, for TensorBoard
sheets/              pictures of what the network could do, every few epochs
"""

import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
from torch import Tensor

from morphing_faces.errors import TrainingError
from morphing_faces.storage.disk import make_folders, partial_of, settle_folder
from morphing_faces.storage.documents import parsed, read_member
from morphing_faces.storage.files import append_whole, unwritten, write_whole
from morphing_faces.storage.lock import Lock, refuse_locked
from morphing_faces.vae import checkpoint
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.folding import folded
from morphing_faces.vae.network import VAE
from morphing_faces.vae.settings import checked
from morphing_faces.vae.trained_on import FacesRecord

CONFIG = "config.json"
LOG = "log.jsonl"
LAST = "last.safetensors"
BEST = "best.safetensors"


@dataclass(frozen=True)
class RunConfig:
    """The contents of a run's config.json."""

    training: TrainingConfig
    network: NetworkConfig
    faces: FacesRecord


@dataclass(frozen=True)
class Progress:
    """One line of a run's log: an epoch's training faces, and the held-out faces after it.

    Attributes:
        epoch: Epochs finished, from 1.
        step: Steps finished.
        elbo: Of training faces, nats per image.
        kl: Of training faces, nats per image.
        valid_elbo: Of held-out faces under the averaged weights, nats per image.
        valid_log_likelihood: Its first term.
        valid_kl: Its second term.
        active_units: Latent dimensions whose posterior mean varies over held-out faces.
        gradient_norm: Largest of the epoch, before clipping.
        clipped: Part of the epoch's steps whose gradient was clipped.
        rate: Learning rate at the end of the epoch.
        images_per_second: Of training, without the held-out pass.
        seconds: Since the run, or its resumption, began.
        elbo_weight: Of the ELBO against an adversarial term that is not balanced, at the end.
        cut_weight: Of what the first dimensions make alone, at the end.
    """

    epoch: int
    step: int
    elbo: float
    kl: float
    valid_elbo: float
    valid_log_likelihood: float
    valid_kl: float
    active_units: int
    gradient_norm: float
    clipped: float
    rate: float
    images_per_second: float
    seconds: float
    elbo_weight: float = 0.0
    cut_weight: float = 0.0


def make_run(folder: Path, config: RunConfig, save: Callable[[Path], None]) -> Lock:
    """Make a new run folder that holds its configuration and first checkpoint, or none at all.

    Args:
        folder: Must not exist yet.
        config: Of the run.
        save: Writes a checkpoint to the path that it is given, which may take minutes.

    Returns:
        The lock on it.

    Raises:
        TrainingError: The folder exists.
        FileError: It cannot be made, or another process is at it.
    """
    refuse_existing(folder)
    part = partial_of(folder)
    try:
        make_folders(folder.parent)
        lock = lock_run(part, folder)
        try:
            lock.clear()
            write_whole(part / CONFIG, (json.dumps(asdict(config), indent=2) + "\n").encode())
            save(part / LAST)
            refuse_existing(folder)
            lock.follow(folder, lambda: settle_folder(part, folder))
        except BaseException:
            lock.remove()
            raise
    except OSError as error:
        raise unwritten(folder, error) from error
    return lock


def lock_run(folder: Path, called: Path | None = None) -> Lock:
    """Have a run folder to oneself.

    Args:
        folder: The folder.
        called: How the user calls it, where that is another name.

    Raises:
        FileError: Another process trains it; the sentence says which.
    """
    try:
        return Lock(folder, f"{called or folder} is being trained")
    except OSError as error:
        raise unwritten(called or folder, error) from error


def refuse_existing(folder: Path) -> None:
    """Raise an error if something is in a new run's place.

    Raises:
        TrainingError: Something is.
        FileError: It is a run that is being trained; the sentence says by which process.
    """
    if os.path.lexists(folder):
        refuse_locked(folder, f"{folder} is being trained")
        raise TrainingError(f"{folder} exists already; name another folder, or go on with --resume")


def read_run(folder: Path) -> RunConfig:
    """The configuration of a run folder.

    Raises:
        TrainingError: It is no run folder, or its configuration is not valid.
    """
    path = folder / CONFIG
    text = read_member(path, TrainingError, "run folder")
    try:
        document = msgspec.json.decode(text, type=dict[str, dict[str, Any]])
        return RunConfig(
            checked(document["training"]),
            NetworkConfig(**document["network"]),
            FacesRecord(**document["faces"]),
        )
    except KeyError as error:
        raise TrainingError(f"{path} lacks the key {error}") from error
    except (msgspec.DecodeError, TypeError) as error:
        raise TrainingError(f"{path} is not valid: {error}") from error


def load_best(folder: Path) -> tuple[VAE, dict[str, Any]]:
    """The best network of a run, folded and ready to judge, and the Progress of its epoch.

    Raises:
        TrainingError: It is no run folder, or no epoch has finished yet.
    """
    network = VAE(read_run(folder).network)
    tensors, progress = load_best_weights(folder)
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise TrainingError(f"{folder / BEST} is a checkpoint of another network") from error
    return folded(network).eval(), progress


def load_best_weights(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The best weights of a run as they were trained, and the Progress of their epoch.

    Raises:
        TrainingError: No epoch has finished yet.
    """
    return checkpoint.load(folder / BEST)


def append_log(folder: Path, progress: Progress) -> None:
    """Add an epoch to the log.

    Raises:
        FileError: The log cannot be written.
    """
    _append(folder, asdict(progress))


def append_event(folder: Path, step: int, event: str, details: Mapping[str, object]) -> None:
    """Add something that happened after a step to the log.

    Raises:
        FileError: The log cannot be written.
    """
    _append(folder, {"event": event, "step": step, **details})


def read_log(folder: Path) -> list[Progress]:
    """The epochs in the log of a run, without the events.

    Raises:
        TrainingError: A line of it is not valid.
    """
    path = folder / LOG
    try:
        lines = [
            json.loads(line)
            for line in _lines(path)
            if line.endswith(b"\n")  # the last one may be being written
        ]
        return [Progress(**line) for line in lines if "event" not in line]
    except (ValueError, TypeError) as error:
        raise TrainingError(f"{path} is not valid: {error}") from error


def _append(folder: Path, line: Mapping[str, object]) -> None:
    append_whole(folder / LOG, (json.dumps(line) + "\n").encode())


def forget_after(folder: Path, step: int) -> None:
    """Drop the log's lines about epochs that a resumed run will repeat, and a half-written one.

    Raises:
        FileError: The log cannot be written.
    """
    log = folder / LOG
    lines = _lines(log)
    kept = [line for line in lines if line.endswith(b"\n") and _step(line) <= step]
    if kept != lines:
        write_whole(log, b"".join(kept))


def _lines(log: Path) -> list[bytes]:
    """The lines of a log; none where there is no log yet."""
    try:
        return log.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise TrainingError(f"{log} cannot be read: {error.strerror}") from error


def _step(line: bytes) -> float:
    """The step of a line of the log; no step is beyond that of a line that a power cut damaged."""
    found = parsed(line)
    step = found.get("step") if isinstance(found, dict) else None
    return step if isinstance(step, int) else math.inf
