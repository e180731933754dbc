"""Where training starts: the network set to the solution of probabilistic PCA.

A rectified linear layer carries a linear map of M values exactly in 2 M of its units, as
relu(u) - relu(-u) = u. The units left over keep their usual random inputs and reach the output with
weight zero, so that the network starts as the linear model and learns from there to bend it.
"""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from morphing_faces.errors import TrainingError
from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.vae.network import VAE, GaussianPerceptron
from morphing_faces.vae.objective import PIXEL_FLOOR, POSTERIOR_FLOOR


def start_at_ppca(network: VAE, ppca: PPCA) -> None:
    """Set a network to a fitted PPCA: the same likelihood, posterior and ELBO, exactly.

    Latent dimensions beyond the components start unused, with the prior as their posterior.

    Args:
        network: Changed in place; a basis of it has begun, with at least as many components.
        ppca: Fitted with M components, at most the latent dimensions, 2 M at most the hidden units.

    Raises:
        TrainingError: The network is too small for so many components.
    """
    config = network.config
    count = ppca.components
    if count > config.latent or 2 * count > config.hidden:
        raise TrainingError(
            f"a network of {config.latent} latent dimensions and {config.hidden} hidden units "
            f"starts at {min(config.latent, config.hidden // 2)} principal components at most, "
            f"not at {count}"
        )
    total = (ppca.loadings**2).sum(axis=0) + ppca.variance
    inward = ppca.loadings / total  # [D, M]: the posterior mean is (x - mean) @ inward
    offset, outward, centre = -ppca.mean @ inward, ppca.loadings, ppca.mean
    if network.basis:
        spanned = network.basis.outward.double().cpu().numpy()
        offset = (network.basis.centre.double().cpu().numpy() - ppca.mean) @ inward
        inward = spanned @ inward  # [K, M]
        outward = network.basis.inward.double().cpu().numpy().T @ outward
        centre = np.zeros(config.basis)
    with torch.no_grad():
        mean, raw = _carry_linear(network.encoder, inward, offset)
        mean[:count, :count] = torch.eye(count)
        network.encoder.gaussian.weight[:, 2 * count :] = 0
        posterior = torch.from_numpy(np.log(ppca.variance / total))
        raw[:count] = _before_floor(posterior, POSTERIOR_FLOOR)
        raw[count:] = _before_floor(torch.zeros(1), POSTERIOR_FLOOR)

        identity = np.eye(config.latent)[:, :count]
        mean, raw = _carry_linear(network.decoder, identity, np.zeros(count))
        mean[:, :count] = torch.from_numpy(outward)
        if network.decoder.shared is not None:
            raw = network.decoder.shared
        network.decoder.gaussian.weight[:, 2 * count :] = 0
        network.decoder.gaussian.bias[: len(centre)] = torch.from_numpy(centre)
        if network.level is not None:
            raw.zero_()
            raw = network.level
        raw[:] = _before_floor(torch.tensor([math.log(ppca.variance)]), PIXEL_FLOOR)
        for half in (network.encoder.gaussian, network.decoder.gaussian):
            half.weight[:, count : 2 * count] = -half.weight[:, :count]


def _carry_linear(
    perceptron: GaussianPerceptron, matrix: NDArray[np.float64], offset: NDArray[np.float64]
) -> tuple[Tensor, Tensor]:
    """Make the first units of the last hidden layer relu(u), then relu(-u).

    u = x @ matrix + offset has M values, so these are 2 M units.

    Returns:
        The rows of the last layer's weight that make the mean, cleared, and the part of its bias
        that makes the log-variance.
    """
    count = matrix.shape[1]
    first, *others = perceptron.hidden_layers
    rows = torch.from_numpy(matrix.T)
    first.weight[: 2 * count] = torch.cat([rows, -rows]).float()
    shift = torch.from_numpy(offset)
    first.bias[: 2 * count] = torch.cat([shift, -shift]).float()
    for layer in others:
        layer.weight[: 2 * count] = 0
        layer.weight[: 2 * count, : 2 * count] = torch.eye(2 * count)
        layer.bias[: 2 * count] = 0
    outputs = perceptron.outputs
    perceptron.gaussian.weight[:, : 2 * count] = 0
    return perceptron.gaussian.weight[:outputs], perceptron.gaussian.bias[outputs:]


def _before_floor(log_variance: Tensor, floor: float) -> Tensor:
    """The inverse of objective.floored, for values above the floor."""
    above = (log_variance.double() - floor).clamp(min=1e-3)
    return floor + above + torch.log(-torch.expm1(-above))
