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
from morphing_faces.vae.random_streams import BLINDFOLD, Stream
from morphing_faces.vae.state import TrainingState
from morphing_faces.vae.terms import feature_matching, latent_consistency

SIGNS = torch.tensor([1.0, -1.0])
"""The ELBO is the log-likelihood less the KL."""
RAMP = 0.03
"""Part of the run in which an adversarial term that is not balanced rises to its weight."""
SLOWEST = 0.2
"""The discriminator's rate falls with the network's, but not below this part of its highest."""


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
        self._update = Update(state, config)
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
            loss = loss - config.cut_weight * counters.cut_factor * short.mean() * count
        loss = loss * (self._group.size / batch.size)
        loss = self._with_draws(
            loss, batch, conditional.mean, float(terms @ SIGNS.to(terms.device)), progress
        )
        loss.backward()  # type: ignore[no-untyped-call]
        norm = float(self._update.norm())
        log_likelihood, divergence = self._group.total(terms).tolist()
        elbo = log_likelihood - divergence
        if not math.isfinite(elbo) or not math.isfinite(norm):
            self._state.network.zero_grad()
            return False
        rate = config.rate * counters.rate * schedule(progress, config.warmup, config.hold)
        self._update.apply(norm, rate)
        self._state.counters = counters.after(elbo, divergence, norm, clipped=norm > config.clip)
        return True

    def _with_draws(
        self, loss: Tensor, batch: Batch, mean: Tensor, elbo: float, progress: float
    ) -> Tensor:
        """The loss with the terms that look at what random points decode to.

        Args:
            loss: The mean per image without them, in nats.
            batch: In one process, the whole.
            mean: Of p(x|z) at samples of the posteriors, [N, D] or more.
            elbo: Mean over the batch, in nats.
            progress: Part of the run that is done.
        """
        config, network = self._config, self._state.network
        judged = self._state.adversary is not None and progress >= config.adversarial_from
        if batch.draws is None or not (judged or config.latent_consistency):
            return loss
        with torch.set_grad_enabled(judged):
            made = network.decode(batch.draws).mean
        if judged:
            loss = self._with_adversary(loss, batch, made, mean, elbo, progress)
        if config.latent_consistency:
            expected = network.encode(made.detach())
            surprise = latent_consistency(expected, batch.draws).mean()
            loss = loss + config.latent_consistency * surprise
        return loss

    def _with_adversary(
        self,
        loss: Tensor,
        batch: Batch,
        drawn: Tensor,
        mean: Tensor,
        elbo: float,
        progress: float,
    ) -> Tensor:
        """The loss with the adversary's terms, after a step of the adversary.

        Args:
            loss: The mean per image without them, in nats.
            batch: Of photographs.
            drawn: What random points decode to, [M, D].
            mean: Of p(x|z) at samples of the posteriors, [N, D] or more.
            elbo: Mean over the batch, in nats.
            progress: Part of the run that is done.
        """
        config, counters, adversary = self._config, self._state.counters, self._state.adversary
        assert adversary is not None  # noqa: S101 - who calls has looked
        chance = Stream(config.seed, BLINDFOLD, counters.step).torch()
        given_back = mean[: int(config.adversarial_given_back * len(batch.x))]
        made = torch.cat([drawn, given_back])
        falls = schedule(progress, config.warmup, config.hold)
        adversary.learn(batch.x, made, chance, max(SLOWEST, falls))
        term = adversary.term(made, chance)
        pixels = batch.x.shape[1]
        if config.elbo_weight:
            since = (progress - config.adversarial_from) / RAMP
            ours = config.elbo_weight * counters.elbo_factor
            weight = config.adversarial * min(1.0, since) * pixels / ours
        else:
            weight = adversary.weight(loss, term, self._state.network.decoder.last)
            weight = weight if elbo >= config.adversarial_elbo else weight / 10
        if config.feature_matching:
            count = len(batch.x)
            with torch.no_grad():
                wanted = adversary.features(batch.x)
            unlike = feature_matching(adversary.features(mean[:count]), wanted)
            loss = loss + config.feature_matching * pixels * unlike
        return loss + weight * term


def schedule(progress: float, warmup: float, hold: float = 0.0) -> float:
    """The learning rate's factor: a linear rise to 1, then half a cosine down to 0.

    Args:
        progress: Part of the run that is done, 0 to 1.
        warmup: Part of the run in which it rises.
        hold: Part of the run before which it does not fall.
    """
    if progress < warmup:
        return progress / warmup
    fall = max(warmup, hold)
    if progress < fall or fall >= 1:
        return 1.0
    return 0.5 * (1 + math.cos(math.pi * (progress - fall) / (1 - fall)))


def _criterion(
    x: Tensor, mean: Tensor, log_variance: Tensor, pixel_mean: Tensor, pixel_log_variance: Tensor
) -> tuple[Tensor, Tensor]:
    """Log-likelihood of every image [N], and KL of every image and dimension [N, L]."""
    return (
        log_likelihood(x, pixel_mean, pixel_log_variance),
        kl_divergence(mean, log_variance),
    )
