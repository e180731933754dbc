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
from morphing_faces.vae.basis import PrincipalBasis
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.objective import PIXEL_FLOOR, POSTERIOR_FLOOR
from morphing_faces.vae.perceptron import GaussianPerceptron


def start_at_ppca(
    encoder: GaussianPerceptron,
    decoder: GaussianPerceptron,
    config: NetworkConfig,
    ppca: PPCA,
    basis: PrincipalBasis | None = None,
    level: Tensor | None = None,
) -> None:
    """Set two perceptrons to a fitted PPCA: the same likelihood, posterior and ELBO, exactly.

    Latent dimensions beyond the components start unused, with the prior as their posterior.

    Args:
        encoder: Changed in place.
        decoder: Changed in place.
        config: Their sizes.
        ppca: Fitted with M components, at most the latent dimensions, 2 M at most the hidden units.
        basis: What pixels are learned in, if anything; it has begun, with as many components.
        level: Of a pixel's log-variance, in a basis; changed in place.

    Raises:
        TrainingError: The network is too small for so many components.
    """
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
    if basis:
        spanned = basis.outward.double().cpu().numpy()
        offset = (basis.centre.double().cpu().numpy() - ppca.mean) @ inward
        inward = spanned @ inward  # [K, M]
        outward = basis.inward.double().cpu().numpy().T @ outward
        centre = np.zeros(config.basis)
    with torch.no_grad():
        mean, raw = _carry_linear(encoder, inward, offset)
        mean[:count, :count] = torch.eye(count)
        encoder.gaussian.weight[:, 2 * count :] = 0
        posterior = torch.from_numpy(np.log(ppca.variance / total))
        raw[:count] = _before_floor(posterior, POSTERIOR_FLOOR)
        raw[count:] = _before_floor(torch.zeros(1), POSTERIOR_FLOOR)

        identity = np.eye(config.latent)[:, :count]
        mean, raw = _carry_linear(decoder, identity, np.zeros(count))
        mean[:, :count] = torch.from_numpy(outward)
        if decoder.shared is not None:
            raw = decoder.shared
        decoder.gaussian.weight[:, 2 * count :] = 0
        decoder.gaussian.bias[: len(centre)] = torch.from_numpy(centre)
        if level is not None:
            raw.zero_()
            raw = level
        raw[:] = _before_floor(torch.tensor([math.log(ppca.variance)]), PIXEL_FLOOR)
        for half in (encoder.gaussian, decoder.gaussian):
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
