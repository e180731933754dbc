"""Weights of terms that follow what held-out faces show, so that a floor is kept.

How much a likelihood has to count so that it stays what it is, beside a term that works against it,
is not known beforehand and changes while both learn. Every so many steps the averaged weights are
judged on held-out faces, and the factor of a weight rises where a floor is missed and falls where
there is room: a controller that integrates the bounded error on a logarithmic scale.
"""

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.batches import batches
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.network import VAE
from morphing_faces.vae.objective import dequantise, kl_divergence, log_likelihood
from morphing_faces.vae.random_streams import HELD_OUT, Stream
from morphing_faces.vae.state import Counters

EVERY = 250
"""Steps between two looks."""
FACES = 768
"""Held-out faces that are looked at, the first of them."""
GAIN = 0.08
"""A factor changes by e to this power at most."""
NATS, RMSE, SHARE = 50.0, 0.001, 0.005
"""Errors of ELBO, RMSE and explained share that are as large as can be answered."""
ELBO_FACTORS, CUT_FACTORS = (0.1, 15.0), (0.2, 6.0)
"""From the smallest to the largest of each."""


@dataclass(frozen=True)
class Standing:
    """What held-out faces show.

    Attributes:
        elbo: Nats per image, with one sample of z each.
        rmse: Of reconstructions from the posterior's mean, clipped to [0, 1], in those units.
        share: Of the variance of decoded means, what the first dimensions explain alone: 1 less the
            mean square of decode(mean) - decode(mean, others 0) over that of decode(mean) about its
            average.
    """

    elbo: float
    rmse: float
    share: float


def follows(config: TrainingConfig) -> bool:
    """Whether any weight of a run follows anything."""
    return bool(config.elbo_floor or config.rmse_ceiling or config.cut_share)


@torch.no_grad()
def standing(network: VAE, faces: FaceSet, cut: int) -> Standing:
    """Judge a network on the first held-out faces.

    Args:
        network: In float32.
        faces: Their face set.
        cut: How many dimensions are the first.
    """
    device = next(network.parameters()).device
    rows = faces.split("valid")[:FACES]
    elbos, errors, means = [], [], []
    for number, pixels in enumerate(batches(faces, rows, 256)):
        places = range(len(pixels))
        draws = Stream(0, HELD_OUT, number, 2).uniform(places, pixels.shape[1])
        noise = Stream(0, HELD_OUT, number, 3).normal(places, network.config.latent).to(device)
        x = dequantise(pixels, draws).to(device)
        posterior, conditional = network(x, noise)
        elbos.append(log_likelihood(x, *conditional) - kl_divergence(*posterior).sum(dim=1))
        errors.append((network.decode(posterior.mean).mean.clamp(0, 1) - x).square().mean(dim=1))
        means.append(posterior.mean)
    mean = torch.cat(means)
    return Standing(
        float(torch.cat(elbos).mean()),
        float(torch.cat(errors).mean().sqrt()),
        explained(network, mean, cut),
    )


@torch.no_grad()
def explained(network: VAE, mean: Tensor, cut: int) -> float:
    """The share of the variance of decoded points [N, L] that the first dimensions explain."""
    whole = network.decode(mean).mean
    part = network.decode(mean * (torch.arange(mean.shape[1], device=mean.device) < cut)).mean
    missed, all_of_it = (whole - part).square().mean(), (whole - whole.mean(dim=0)).square().mean()
    return 1 - float(missed / all_of_it.clamp(min=1e-12))


def adjusted(
    counters: Counters, config: TrainingConfig, found: Standing, *, ruled: bool
) -> Counters:
    """The factors after a look.

    Args:
        counters: With the factors of before.
        config: With what is asked for.
        found: What held-out faces show.
        ruled: Whether the adversarial term counts by now; before, the ELBO has no rival.
    """
    missed = []
    if config.elbo_floor:
        missed.append((config.elbo_floor - found.elbo) / NATS)
    if config.rmse_ceiling:
        missed.append((found.rmse - config.rmse_ceiling) / RMSE)
    if missed and ruled:
        counters = replace(
            counters, elbo_factor=_moved(counters.elbo_factor, max(missed), ELBO_FACTORS)
        )
    if config.cut_share:
        error = (config.cut_share - found.share) / SHARE
        counters = replace(counters, cut_factor=_moved(counters.cut_factor, error, CUT_FACTORS))
    return counters


def _moved(factor: float, error: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return min(high, max(low, factor * math.exp(GAIN * max(-1.0, min(1.0, error)))))
