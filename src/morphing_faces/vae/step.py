"""One step of training: the loss of a batch, its gradient, and the weights after it."""

import math

import torch
from torch import Tensor

from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.distributed import ProcessGroup
from morphing_faces.vae.loader import Batch
from morphing_faces.vae.network import cut_short
from morphing_faces.vae.objective import counted, kl_divergence, log_likelihood
from morphing_faces.vae.optimiser import Update
from morphing_faces.vae.state import TrainingState

SIGNS = torch.tensor([1.0, -1.0])
"""The ELBO is the log-likelihood less the KL."""
GIVEN_BACK = 8
"""One in so many pictures of a batch is shown to the adversary as the decoder gives it back."""


class Learner:
    """Takes the steps of one run.

    Args:
        state: Changed in place.
        config: Of the run.
        group: The processes that take part.
        compiled: Whether to fuse the criterion with torch.compile.
    """

    def __init__(
        self,
        state: TrainingState,
        config: TrainingConfig,
        group: ProcessGroup,
        *,
        compiled: bool = False,
    ) -> None:
        self._state, self._config, self._group = state, config, group
        self._model = group.wrapped(state.network)
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
            means = self._group.total(kl.detach().sum(dim=0) / batch.size)
            charged = counted(kl, means, config.free_bits)
        weight = config.beta * (min(1.0, progress / config.kl_warmup) if config.kl_warmup else 1.0)
        # The processes' gradients are averaged, and so each counts for as many as there are.
        loss = (weight * charged - likelihood).sum()
        if config.cut:
            loss = loss - config.cut_weight * short.mean() * count
        loss = loss * (self._group.size / batch.size)
        if progress >= config.adversarial_from:
            loss = self._with_adversary(loss, batch, conditional.mean, float(terms @ SIGNS))
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(self._update.norm())
        log_likelihood, divergence = self._group.total(terms).tolist()
        elbo = log_likelihood - divergence
        if not math.isfinite(elbo) or not math.isfinite(norm):
            self._state.network.zero_grad()
            return False
        rate = config.rate * counters.rate * schedule(progress, config.warmup)
        self._update.apply(norm, rate)
        self._state.counters = counters.after(elbo, divergence, norm, clipped=norm > config.clip)
        return True

    def _with_adversary(self, loss: Tensor, batch: Batch, mean: Tensor, elbo: float) -> Tensor:
        """The loss with the adversary's term, after a step of the adversary.

        Args:
            loss: The mean per image without it.
            batch: In one process, the whole.
            mean: Of p(x|z) at samples of the posteriors, [N, D] or more.
            elbo: Mean over the batch, in nats.
        """
        adversary, network = self._state.adversary, self._state.network
        if adversary is None or batch.draws is None:
            return loss
        given_back = mean[: len(batch.x) // GIVEN_BACK]
        made = torch.cat([network.decode(batch.draws).mean, given_back])
        adversary.learn(batch.x, made)
        term = adversary.term(made)
        weight = adversary.weight(loss, term, network.decoder.last)
        return loss + (weight if elbo >= self._config.adversarial_elbo else weight / 10) * term


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
