"""The prior that a model folder carries for its random faces, fitted after training."""

import math
from dataclasses import dataclass

import onnx
import torch
from torch import Tensor

from morphing_faces.faces.set.faceset import FaceSet, Which
from morphing_faces.model.onnx.graphs import prior_graph
from morphing_faces.vae.augment import mirrored
from morphing_faces.vae.batches import batches
from morphing_faces.vae.mixture import Mixture, fit_mixture
from morphing_faces.vae.network import VAE

BATCH = 1024
MOST = 50_000
"""Faces that the mixture is fitted to; of a larger set, evenly spread ones."""


@dataclass(frozen=True)
class FittedPrior:
    """A mixture of Gaussians over latent points, and what it is worth.

    Attributes:
        mixture: The density.
        gain: By how much the ELBO of held-out faces rises when it takes the place of N(0, I),
            in nats per image.
        temperature: By what its components' standard deviations are multiplied in drawing.
    """

    mixture: Mixture
    gain: float
    temperature: float

    def place(self, noise: Tensor) -> Tensor:
        """Make latent points [N, L] of draws from N(0, 1), [N, 1 + L]; see graph."""
        chosen = (noise[:, :1] > self._thresholds()).sum(dim=1)
        spread = torch.einsum("nij,nj->ni", self.mixture.factors[chosen], noise[:, 1:])
        return self.mixture.means[chosen] + self.temperature * spread

    def graph(self) -> onnx.ModelProto:
        """The same as an ONNX graph: the first number chooses the component by its quantile."""
        return prior_graph(
            self._thresholds().numpy(),
            self.mixture.means.numpy(),
            self.temperature * self.mixture.factors.numpy(),
        )

    def _thresholds(self) -> Tensor:
        """Quantiles of N(0, 1) that cut it into parts of the components' weights, [K - 1]."""
        below: Tensor = self.mixture.weights.double().cumsum(0)[:-1]
        quantiles: Tensor = torch.special.ndtri(below)
        return quantiles.float()


def fit_prior(
    network: VAE, faces: FaceSet, components: int, temperature: float, seed: int
) -> FittedPrior | None:
    """Fit a prior to the training faces and their mirror images, and measure it on held-out ones.

    Args:
        network: In evaluation mode.
        faces: The face set it was trained on.
        components: Of the mixture, one is tried, too, where these gain nothing; 0 for no prior.
        temperature: See FittedPrior; 1 draws from the density as it is.
        seed: Of the samples of the posteriors.

    Returns:
        The prior; None where it is no better than N(0, I) on held-out faces.
    """
    if not components:
        return None
    stream = torch.Generator().manual_seed(seed)
    mean, std = posteriors(network, faces, "train")
    held_mean, held_std = posteriors(network, faces, "valid")
    z = held_mean + held_std * torch.randn(held_mean.shape, generator=stream)
    standard = -0.5 * (z.square() + math.log(2 * math.pi)).sum(dim=1)
    for count in sorted({min(components, len(mean)), 1}, reverse=True):
        mixture = fit_mixture(mean, std, count, stream)
        gain = float((mixture.log_density(z) - standard).mean())
        if gain > 0:
            return FittedPrior(mixture, gain, temperature)
    return None


def posteriors(network: VAE, faces: FaceSet, which: Which) -> tuple[Tensor, Tensor]:
    """Means and standard deviations of q(z|x), [N, L] each; of the "train" split mirrored, too."""
    rows = faces.split(which)
    rows = rows[:: math.ceil(len(rows) / MOST)]
    parts = []
    with torch.no_grad():
        for pixels in batches(faces, rows, BATCH):
            sides = (pixels, mirrored(pixels, faces)) if which == "train" else (pixels,)
            for side in sides:
                mean, log_variance = network.encoder((side.float() + 0.5) / 256)
                parts.append((mean, torch.exp(0.5 * log_variance)))
    means, stds = zip(*parts, strict=True)
    return torch.cat(means), torch.cat(stds)
