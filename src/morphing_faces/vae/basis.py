"""Pixels learned in principal components, for a perceptron that knows of no neighbours.

Nothing ties neighbouring pixels of a perceptron's output, and what it learns fastest may be noise.
In a basis, the first layer of the encoder sees the K principal components of a face, and the last
of the decoder makes the mean of p(x|z) of them and its log-variance of smooth waves; both maps are
fixed and linear, so that a network learned so is an ordinary one when it is done (folding.py).
Components are scaled by the root of their standard deviations: halfway between pixels as they are,
where Adam would change faint components by as much as strong ones, and whitened ones.
"""

import math

import numpy as np
import torch
from torch import Tensor, nn

from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.types import Doubles

WAVES = 16
"""So many frequencies each way make log-variances."""
WAVE = 7.0
"""Length of the vector of a wave, by which a unit of its coefficient changes log-variances."""


class PrincipalBasis(nn.Module):
    """Maps between D pixel values and K components, and from coefficients to log-variances.

    Args:
        height: Rows of an image.
        width: Columns of an image.
        channels: Of an image.
        components: K.
    """

    centre: Tensor
    inward: Tensor
    outward: Tensor
    waves: Tensor

    def __init__(self, height: int, width: int, channels: int, components: int) -> None:
        super().__init__()
        pixels = height * width * channels
        self.register_buffer("centre", torch.zeros(pixels))
        self.register_buffer("inward", torch.zeros(pixels, components))
        self.register_buffer("outward", torch.zeros(components, pixels))
        smooth = _waves(height, width, channels)
        self.register_buffer("waves", torch.from_numpy(smooth).float(), persistent=False)

    def begin(self, ppca: PPCA) -> None:
        """Take the components of a fitted PPCA with as many or more of them."""
        count = self.outward.shape[0]
        loadings = ppca.loadings[:, :count]
        lengths = np.sqrt((loadings**2).sum(axis=0))
        roots = (lengths**2 + ppca.variance) ** 0.25
        vectors = loadings / lengths
        with torch.no_grad():
            self.centre.copy_(torch.from_numpy(ppca.mean))
            self.inward.copy_(torch.from_numpy(vectors / roots))
            self.outward.copy_(torch.from_numpy((vectors * roots).T))

    def coefficients(self, x: Tensor) -> Tensor:
        """Components of images [N, D], about their mean: [N, K]."""
        return (x - self.centre) @ self.inward

    def pixels(self, coefficients: Tensor) -> Tensor:
        """Images of components [N, K]: [N, D]."""
        return self.centre + coefficients @ self.outward


def wave_count(height: int, width: int, channels: int) -> int:
    """How many waves there are."""
    return min(WAVES, height) * min(WAVES, width) * channels


def _waves(height: int, width: int, channels: int) -> Doubles:
    """The lowest cosines in both directions, for each channel: [WAVES^2 channels, D]."""

    def cosines(size: int) -> Doubles:
        places = (np.arange(size) + 0.5) / size
        rows = np.cos(math.pi * places * np.arange(min(WAVES, size))[:, None])
        scaled: Doubles = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return scaled

    plane = np.einsum("iy,jx->ijyx", cosines(height), cosines(width))
    one = plane.reshape(-1, height * width, 1, 1) * np.eye(channels)
    waves: Doubles = one.transpose(0, 2, 1, 3).reshape(-1, height * width * channels)
    return WAVE * waves
