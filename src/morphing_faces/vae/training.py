"""Train a network on a face set, resumably.

A run that is stopped and resumed ends with the same weights as one that never stopped, bit for bit
on the same machine: see batches.py for why.
"""

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from morphing_faces.errors import TrainingError
from morphing_faces.faces.faceset import FaceSet
from morphing_faces.vae import checkpoint
from morphing_faces.vae.augment import augmented
from morphing_faces.vae.batches import (
    batches,
    shuffled,
    starting_faces,
)
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.evaluate import ACTIVE_VARIANCE
from morphing_faces.vae.heldout import held_out
from morphing_faces.vae.network import VAE, NetworkConfig
from morphing_faces.vae.objective import free_kl, kl_divergence, log_likelihood
from morphing_faces.vae.ppca import fit_ppca
from morphing_faces.vae.precision import chosen
from morphing_faces.vae.run import (
    BEST,
    LAST,
    Progress,
    RunConfig,
    append_log,
    forget_after,
    make_run,
    read_run,
    record_faces,
    refuse_existing,
)
from morphing_faces.vae.start import start_at_ppca
from morphing_faces.vae.streams import DROPOUT, LATENT, WEIGHTS, Stream


@dataclass
class _State:
    """A run in memory; `tensors` are the very ones that training changes, under their names."""

    network: VAE
    average: VAE
    optimiser: torch.optim.AdamW
    step: int = 0
    best: float = -math.inf
    tensors: dict[str, Tensor] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, parameter in self.network.named_parameters():
            self.tensors[f"network.{name}"] = parameter.data
            # AdamW would make these at its first step; made now, they can be saved and restored.
            moments = {
                "step": torch.zeros(()),
                "exp_avg": torch.zeros_like(parameter),
                "exp_avg_sq": torch.zeros_like(parameter),
            }
            self.optimiser.state[parameter] = moments
            self.tensors |= {f"optimiser.{name}.{key}": value for key, value in moments.items()}
        for name, parameter in self.average.named_parameters():
            self.tensors[f"average.{name}"] = parameter.data

    def save(self, path: Path) -> None:
        checkpoint.save(path, self.tensors, {"step": self.step, "best": self.best})

    def restore(self, path: Path) -> None:
        tensors, state = checkpoint.load(path)
        shapes = {name: tensor.shape for name, tensor in tensors.items()}
        if shapes != {name: tensor.shape for name, tensor in self.tensors.items()}:
            raise TrainingError(f"{path} is a checkpoint of another network")
        for name, tensor in tensors.items():
            self.tensors[name].copy_(tensor)
        self.step, self.best = state["step"], state["best"]


def train(
    faces: FaceSet,
    folder: Path,
    config: TrainingConfig,
    *,
    resume: bool = False,
    on_step: Callable[[int, int], None] = lambda _step, _steps: None,
    on_epoch: Callable[[Progress], None] = lambda _progress: None,
) -> None:
    """Train until the last epoch, leaving in the run folder what a later command needs.

    Args:
        faces: Its "train" split is trained on, its "valid" split is held out.
        folder: The run folder; must not exist yet, unless `resume`.
        config: How to train; the folder's own counts when resuming.
        resume: Go on from the folder's last checkpoint.
        on_step: Told after each step how many are finished, and of how many.
        on_epoch: Told of each epoch.

    Raises:
        TrainingError: The folder is in the way or cannot be written, there is nothing to resume,
            the faces are not those of the run, or the loss is not finite.
        FaceSetError: There are too few faces.
    """
    for split in ("train", "valid"):
        if not len(faces.split(split)):
            raise TrainingError(
                f"the face set {faces.folder} has no faces in its {split!r} split; prepare more"
            )
    if not resume:
        refuse_existing(folder)  # before minutes are spent on the start
    size = NetworkConfig(faces.size, faces.size, faces.channels, config.latent, config.hidden)
    run = RunConfig(config, size, record_faces(faces))
    if resume:
        run = read_run(folder)
        if run.faces.sha256 != record_faces(faces).sha256:
            raise TrainingError(f"the run {folder} was trained on other faces than {faces.folder}")
    network = VAE(run.network, Stream(run.training.seed, WEIGHTS, 0).torch())
    average = VAE(run.network)
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=run.training.rate, weight_decay=run.training.decay, fused=True
    )
    state = _State(network, average, optimiser)
    if resume:
        state.restore(folder / LAST)
        forget_after(folder, state.step)
    else:
        if config.start == "ppca":
            images = starting_faces(faces, config.seed, flip=config.flip)
            start_at_ppca(network, fit_ppca(images, config.components))
        average.load_state_dict(network.state_dict())
        make_run(folder, run)
        state.save(folder / LAST)
    steps = run.training.epochs * _steps_per_epoch(faces, run.training)
    began = time.perf_counter()
    best: tuple[dict[str, Tensor], Progress] | None = None
    saved = -math.inf
    while state.step < steps:
        progress = _epoch(state, run.training, faces, steps, began, on_step)
        if progress.valid_elbo > state.best:
            state.best = progress.valid_elbo
            weights = {name: value.data.clone() for name, value in average.named_parameters()}
            best = weights, progress
        append_log(folder, progress)
        on_epoch(progress)
        now = time.perf_counter()
        if state.step == steps or now - saved >= run.training.checkpoint_seconds:
            # The best first: whoever resumes from the last must find the best that it knows of.
            if best:
                checkpoint.save(folder / BEST, best[0], asdict(best[1]))
                best = None
            state.save(folder / LAST)
            saved = now


def schedule(progress: float, warmup: float) -> float:
    """The learning rate's factor: a linear rise to 1, then half a cosine down to 0.

    Args:
        progress: Part of the run that is done, 0 to 1.
        warmup: Part of the run in which it rises.
    """
    if progress < warmup:
        return progress / warmup
    return 0.5 * (1 + math.cos(math.pi * (progress - warmup) / (1 - warmup))) if warmup < 1 else 1.0


def _epoch(
    state: _State,
    config: TrainingConfig,
    faces: FaceSet,
    steps: int,
    began: float,
    on_step: Callable[[int, int], None],
) -> Progress:
    per_epoch = _steps_per_epoch(faces, config)
    epoch = state.step // per_epoch
    rows = shuffled(faces.split("train"), config.seed, epoch)[: per_epoch * config.batch]
    terms, norms = [], []
    start = time.perf_counter()
    for pixels in batches(faces, rows, config.batch):
        likelihood, kl, norm = _step(state, config, faces, pixels, state.step / steps)
        terms.append(torch.stack([likelihood - kl, kl]))
        norms.append(norm)
        on_step(state.step, steps)
    seconds = time.perf_counter() - start
    elbo, kl = torch.stack(terms).double().mean(dim=0).tolist()
    judged = held_out(state.average, faces)
    valid_likelihood = float(judged.log_likelihood.mean())
    valid_kl = float(judged.kl.sum(dim=1).mean())
    return Progress(
        epoch=epoch + 1,
        step=state.step,
        elbo=elbo,
        kl=kl,
        valid_elbo=valid_likelihood - valid_kl,
        valid_log_likelihood=valid_likelihood,
        valid_kl=valid_kl,
        active_units=int((judged.mean.var(dim=0) > ACTIVE_VARIANCE).sum()),
        gradient_norm=max(norms),
        clipped=sum(norm > config.clip for norm in norms) / len(norms),
        rate=config.rate * schedule(state.step / steps, config.warmup),
        images_per_second=len(rows) / seconds,
        seconds=time.perf_counter() - began,
    )


def _step(
    state: _State, config: TrainingConfig, faces: FaceSet, pixels: Tensor, progress: float
) -> tuple[Tensor, Tensor, float]:
    """One step on pictures [N, D]: its mean log-likelihood and KL, and the gradient's norm."""
    for group in state.optimiser.param_groups:
        group["lr"] = config.rate * schedule(progress, config.warmup)
    places = range(len(pixels))
    x = augmented(pixels, faces, config, config.seed, state.step, places)
    noise = Stream(config.seed, LATENT, state.step).normal(places, config.latent)
    masks = None
    if config.dropout:
        shape = 2 * state.network.config.layers, config.hidden
        draws = Stream(config.seed, DROPOUT, state.step).uniform(places, *shape)
        masks = (draws >= config.dropout) / (1 - config.dropout)
    with torch.autocast("cpu", torch.bfloat16, enabled=chosen(config.precision) == torch.bfloat16):
        posterior, conditional = state.network(x, noise, masks)
    divergence = kl_divergence(*posterior)
    kl = divergence.sum(dim=1).mean()
    likelihood = log_likelihood(x, *conditional).mean()
    weight = config.beta * (min(1.0, progress / config.kl_warmup) if config.kl_warmup else 1.0)
    loss = weight * free_kl(divergence, config.free_bits) - likelihood
    if not torch.isfinite(loss):
        raise TrainingError(
            f"the loss is not finite at step {state.step}; the last checkpoint is intact; "
            f"start again with a rate below {config.rate:g}"
        )
    state.optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    norm = torch.nn.utils.clip_grad_norm_(state.network.parameters(), config.clip)
    state.optimiser.step()
    state.step += 1
    _follow(state, config.ema)
    return likelihood.detach(), kl.detach(), float(norm)


def _follow(state: _State, ema: float) -> None:
    """Move the averaged weights towards the network's, faster while the run is young."""
    keep = min(ema, state.step / (state.step + 10))
    with torch.no_grad():
        torch._foreach_lerp_(
            list(state.average.parameters()), list(state.network.parameters()), 1 - keep
        )


def _steps_per_epoch(faces: FaceSet, config: TrainingConfig) -> int:
    """Whole batches only, unless there is less than one."""
    return max(1, len(faces.split("train")) // config.batch)
