"""Train a network on a face set, resumably.

A run that is stopped and resumed ends with the same weights as one that never stopped, bit for bit
on the same machine with as many processes: a checkpoint holds what a step changes (state.py), and
everything else is a function of the step (streams.py).
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch

from morphing_faces.errors import TrainingError
from morphing_faces.evaluation.baselines.ppca import fit_ppca
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.storage.lock import Lock
from morphing_faces.storage.signals import Stop, stop_on_signals
from morphing_faces.vae import checkpoint
from morphing_faces.vae.adversary import Adversary
from morphing_faces.vae.batches import starting_faces
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.compiler import compiles
from morphing_faces.vae.config import NETWORK, Machine, TrainingConfig
from morphing_faces.vae.distributed import ProcessGroup, assemble, followers_keep_quiet, losing_none
from morphing_faces.vae.loader import BatchLoader
from morphing_faces.vae.loop import TrainingLoop
from morphing_faces.vae.network import VAE, settled
from morphing_faces.vae.precision import chosen
from morphing_faces.vae.random_streams import JUDGE, WEIGHTS, Stream
from morphing_faces.vae.run import (
    LAST,
    Progress,
    RunConfig,
    forget_after,
    load_best_weights,
    lock_run,
    make_run,
    read_run,
    refuse_existing,
)
from morphing_faces.vae.state import TrainingState
from morphing_faces.vae.step import Learner
from morphing_faces.vae.trained_on import other_faces, record_faces
from morphing_faces.wording import counted


def train(
    faces: FaceSet,
    folder: Path,
    config: TrainingConfig,
    *,
    resume: bool = False,
    weights: Path | None = None,
    machine: Machine = Machine(),
    on_step: Callable[[int, int], None] = lambda _step, _steps: None,
    on_epoch: Callable[[Progress], None] = lambda _progress: None,
    on_event: Callable[[str], None] = lambda _sentence: None,
) -> int:
    """Train until the last epoch, leaving in the run folder what a later command needs.

    Args:
        faces: Its "train" split is trained on, its "valid" split is held out.
        folder: The run folder; must not exist yet, unless `resume`.
        config: How to train; the folder's own counts when resuming.
        resume: Go on from the folder's last checkpoint.
        weights: A run folder with whose best weights a new run begins, in a network as theirs.
        machine: What to compute on.
        on_step: Told after each step how many are finished, and of how many.
        on_epoch: Told of each epoch.
        on_event: Told in a sentence what else happens.

    Returns:
        0 when it is done; in the first process the number of a signal that stopped the run, with a
        checkpoint.

    Raises:
        TrainingError: The folder is in the way, there is nothing to resume, the faces are not
            those of the run, or the loss is not finite, twice.
        FileError: The folder cannot be written, or another process trains it.
        FaceSetError: There are too few faces.
        SystemExit: Another process of the same run failed, and says so.
    """
    with followers_keep_quiet():
        run = _described(faces, folder, config, weights, resume=resume)
        network = VAE(run.network, Stream(run.training.seed, WEIGHTS, 0).torch())
        group = assemble(machine)
    with losing_none(group), ExitStack() as held:
        if group.size > 1:
            _refuse_several(run.training)

        def lock() -> None:
            mine = lock_run(folder) if resume else _begin(folder, run, faces, network, weights)
            held.callback(mine.release)

        group.first_alone(lock)
        precision = chosen(run.training.precision, group.device)
        state = TrainingState(network, group.device, precision, _adversary(run, group.device))
        # Everybody starts from the file, so that beginning and resuming are one thing.
        group.together(lambda: state.restore(folder / LAST))
        if resume:
            group.first_alone(lambda: _tidy(folder, state.counters.step))
        caught = _learn(
            faces, folder, run.training, state, group, machine, on_step, on_epoch, on_event
        )
        return caught if group.first else 0


def _learn(
    faces: FaceSet,
    folder: Path,
    config: TrainingConfig,
    state: TrainingState,
    group: ProcessGroup,
    machine: Machine,
    on_step: Callable[[int, int], None],
    on_epoch: Callable[[Progress], None],
    on_event: Callable[[str], None],
) -> int:
    """Take all steps; a function of its own, so that DDP's parts are gone before its processes."""
    if (config.dropout or config.encoder_dropout) and not any(state.network.mask_widths):
        raise TrainingError(
            f"the {config.network} network has nothing that dropout may leave out; leave it at 0"
        )
    compiled = compiles(machine.compile, group.device, on_event if group.first else None)
    learner = Learner(state, config, group, compiled=compiled)
    with (
        BatchLoader(faces, config, group, state.network.mask_widths) as loader,
        TrainingLoop(folder, config, faces, state, group, loader.per_epoch) as loop,
        stop_on_signals() as stop,
    ):
        loop.on_epoch, loop.on_event = on_epoch, on_event
        if loop.done and group.first:
            epoch = state.counters.step // loader.per_epoch
            on_event(
                f"{folder} is finished, after {epoch} of {counted(config.epochs, 'epoch')}; a "
                f"model is made of it with: morphing-faces export {folder} --out NAME"
            )
        return _loop(learner, loader, loop, state, group, stop, on_step)


def _loop(
    learner: Learner,
    loader: BatchLoader,
    loop: TrainingLoop,
    state: TrainingState,
    group: ProcessGroup,
    stop: Stop,
    on_step: Callable[[int, int], None],
) -> int:
    steps = loop.steps
    while not loop.done:
        step = state.counters.step
        batch = group.together(partial(loader.batch, step))
        if not learner.step(batch, step / steps):
            loop.roll_back()
            continue
        loop.follow()
        on_step(step + 1, steps)
        if (step + 1) % loader.per_epoch == 0:
            loop.finish()
        caught, due = group.largest(stop.caught, group.first and loop.due)
        if caught or due or loop.done:
            loop.save()
        if caught:
            return int(caught)
    return 0


def _described(
    faces: FaceSet, folder: Path, config: TrainingConfig, weights: Path | None, *, resume: bool
) -> RunConfig:
    """What the run is, after all that can be refused before anything is computed."""
    for split in ("train", "valid"):
        if not len(faces.split(split)):
            raise TrainingError(
                f"the face set {faces.folder} has no faces in its {split!r} split; prepare more"
            )
    if resume:
        run = read_run(folder)
        if other := other_faces(run.faces, run.network, faces):
            raise TrainingError(
                f"the run {folder} was trained on other faces than {faces.folder}: {other}"
            )
        return run
    refuse_existing(folder)
    if weights is not None:
        return _continued(faces, config, weights)
    config = settled(config)
    size = NetworkConfig(
        faces.size,
        faces.size,
        faces.channels,
        config.latent,
        config.hidden,
        variance=config.variance,
        basis=config.basis,
        network=config.network,
        maps=config.maps,
    )
    return RunConfig(config, size, record_faces(faces))


def _continued(faces: FaceSet, config: TrainingConfig, weights: Path) -> RunConfig:
    """A new run of the network of another one."""
    size, theirs = read_run(weights).network, read_run(weights).training
    if (size.height, size.width, size.channels) != (faces.size, faces.size, faces.channels):
        raise TrainingError(
            f"the run {weights} has pictures of another size or colour than {faces.folder}"
        )
    kept = {name: getattr(theirs, name) for name in NETWORK}
    return RunConfig(replace(config, start="usual", **kept), size, record_faces(faces))


def _tidy(folder: Path, step: int) -> None:
    """Drop what was logged or half written after the checkpoint that a run goes on from."""
    forget_after(folder, step)
    checkpoint.sweep(folder)


def _begin(
    folder: Path, run: RunConfig, faces: FaceSet, network: VAE, weights: Path | None
) -> Lock:
    """Make the run folder, with the first checkpoint; the lock on it."""
    config = run.training

    def first(path: Path) -> None:
        if weights is not None:
            network.load_state_dict(load_best_weights(weights)[0])
        elif config.start == "ppca" or config.basis:
            most = max(config.basis, config.components if config.start == "ppca" else 0)
            ppca = fit_ppca(lambda: starting_faces(faces, config.seed, flip=config.flip), most)
            if network.basis:
                network.basis.begin(ppca)
            if config.start == "ppca":
                network.start_at_ppca(ppca.truncated(config.components))
        device = next(network.parameters()).device
        TrainingState(network, device, chosen("fp32"), _adversary(run, device)).save(path)

    return make_run(folder, run, first)


def _refuse_several(config: TrainingConfig) -> None:
    """Refuse several processes where a term looks at a whole batch of its own."""
    for name in ("adversarial", "latent_consistency"):
        if getattr(config, name):
            term = name.replace("_", "-")
            raise TrainingError(f"--{term} is trained in one process: leave out --devices")


def _adversary(run: RunConfig, device: torch.device) -> Adversary | None:
    """The discriminator as it begins, if one is asked for."""
    if not run.training.adversarial:
        return None
    stream = Stream(run.training.seed, JUDGE, 0).torch()
    return Adversary(run.network, run.training, stream, device)
