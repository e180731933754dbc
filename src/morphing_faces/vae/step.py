"""One step of training: the loss of a batch, its gradient, and the weights after it."""

import math

import torch
from torch import Tensor

from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.distributed import Team
from morphing_faces.vae.loader import Batch
from morphing_faces.vae.network import cut_short
from morphing_faces.vae.objective import counted, kl_divergence, log_likelihood
from morphing_faces.vae.optimiser import Update
from morphing_faces.vae.state import TrainingState


class Learner:
    """Takes the steps of one run.

    Args:
        state: Changed in place.
        config: Of the run.
        team: The processes that take part.
        compiled: Whether to fuse the criterion with torch.compile.
    """

    def __init__(
        self, state: TrainingState, config: TrainingConfig, team: Team, *, compiled: bool = False
    ) -> None:
        self._state, self._config, self._team = state, config, team
        self._model = team.wrapped(state.network)
        self._update = Update(state, config.clip, config.decay, config.ema)
        self._criterion = torch.compile(_criterion) if compiled else _criterion

    def step(self, batch: Batch, progress: float) -> bool:
        """Take one step, unless its loss or gradient is not finite.

        Args:
            batch: This process's part of it.
            progress: Part of the run that is done, 0 to 1.

        Returns:
            Whether it was taken.
        """
        config, counters = self._config, self._state.counters
        x, count = batch.x, len(batch.x)
        if config.cut:
            x = torch.cat([x, x[: cut_short(count)]])
        posterior, conditional = self._model(batch.x, batch.noise, batch.masks, config.cut)
        likelihood, kl = self._criterion(x, *posterior, *conditional)  # [N], [N, L]
        likelihood, short = likelihood[:count], likelihood[count:]
        terms = torch.stack([likelihood.detach().sum(), kl.detach().sum()]) / batch.size
        charged = kl.sum(dim=1)
        if config.free_bits:
            means = self._team.total(kl.detach().sum(dim=0) / batch.size)
            charged = counted(kl, means, config.free_bits)
        weight = config.beta * (min(1.0, progress / config.kl_warmup) if config.kl_warmup else 1.0)
        # The processes' gradients are averaged, and so each counts for as many as there are.
        loss = (weight * charged - likelihood).sum()
        if config.cut:
            loss = loss - config.cut_weight * short.mean() * count
        loss = loss * (self._team.size / batch.size)
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(self._update.norm())
        log_likelihood, divergence = self._team.total(terms).tolist()
        elbo = log_likelihood - divergence
        if not math.isfinite(elbo) or not math.isfinite(norm):
            self._state.network.zero_grad()
            return False
        rate = config.rate * counters.rate * schedule(progress, config.warmup)
        self._update.apply(norm, rate)
        self._state.counters = counters.after(elbo, divergence, norm, clipped=norm > config.clip)
        return True


def schedule(progress: float, warmup: float) -> float:
    """The learning rate's factor: a linear rise to 1, then half a cosine down to 0.

    Args:
        progress: Part of the run that is done, 0 to 1.
        warmup: Part of the run in which it rises.
    """
    if progress < warmup:
        return progress / warmup
    return 0.5 * (1 + math.cos(math.pi * (progress - warmup) / (1 - warmup))) if warmup < 1 else 1.0


def _criterion(
    x: Tensor, mean: Tensor, log_variance: Tensor, pixel_mean: Tensor, pixel_log_variance: Tensor
) -> tuple[Tensor, Tensor]:
    """Log-likelihood of every image [N], and KL of every image and dimension [N, L]."""
    return (
        log_likelihood(x, pixel_mean, pixel_log_variance),
        kl_divergence(mean, log_variance),
    )
