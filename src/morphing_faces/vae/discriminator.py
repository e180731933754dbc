"""The networks that tell photographs from what a decoder makes.

Both see how much pictures differ within a group (Karras et al., "Progressive Growing of GANs",
2018, section 3), so that sameness does not pay.

Axes: N images, D pixel values of an image, C channels, H and W rows and columns.
"""

from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from morphing_faces.vae.coder import NetworkConfig

WIDTHS = (32, 64, 128)
"""Channels of the strided convolutions, each of which halves the picture."""
LAST = 128
GROUP = 8
"""Pictures among which it is seen how much they differ."""
SLOPE = 0.2
MIDDLE, CONTRAST = 0.45, 4.0
"""Pictures are brought to about mean 0 and unit variance."""


class Opinion(NamedTuple):
    """What a discriminator says of images.

    Attributes:
        odds: Log-odds of being photographs, [N] for each of its heads, the whole picture's first.
        features: What it saw on the way, [N, maps, rows, columns] each, finest first.
    """

    odds: tuple[Tensor, ...]
    features: tuple[Tensor, ...]


class StridedDiscriminator(nn.Module):
    """Strided convolutions with a judgement of the whole picture, and one of its patches.

    Args:
        config: Of the network that is judged.
        generator: Of the random weights.
    """

    def __init__(self, config: NetworkConfig, generator: torch.Generator) -> None:
        super().__init__()
        self._shape = config.height, config.width, config.channels
        widths = (config.channels, *WIDTHS)
        self.halving = nn.ModuleList(nn.Conv2d(*pair, 4, 2, 1) for pair in pairwise(widths))
        self.patches = nn.Conv2d(WIDTHS[-1], 1, 1)
        self.together = nn.Conv2d(WIDTHS[-1] + 1, LAST, 3, 1, 1)
        self.whole = nn.Linear(9 * LAST, 1)
        _initialise(self, generator, (self.whole, self.patches), 0.01)

    def forward(self, images: Tensor) -> Opinion:
        """The opinion of images [N, D] about in [0, 1]; patches count by their mean."""
        values, seen = _stretched(images, self._shape), []
        for convolution in self.halving:
            values = functional.leaky_relu(convolution(values), SLOPE)
            seen.append(values)
        patches = self.patches(values).mean(dim=(1, 2, 3))
        values = self.together(torch.cat([values, _spread(values)], dim=1))
        values = functional.adaptive_avg_pool2d(functional.leaky_relu(values, SLOPE), 3)
        return Opinion((self.whole(values.flatten(1))[:, 0], patches), tuple(seen))


class ResidualDiscriminator(nn.Module):
    """Residual blocks that halve the picture (He et al. 2016), after a first strided convolution.

    It is slower than the other one by far, and what a GPU is for: with 64 maps it taught both
    models that ship.

    Args:
        config: Of the network that is judged; both sides are divisible by 16.
        maps: Where they are finest; they double up to eight times as many.
        generator: Of the random weights.
    """

    def __init__(self, config: NetworkConfig, maps: int, generator: torch.Generator) -> None:
        super().__init__()
        self._shape = config.height, config.width, config.channels
        widths = [maps, 2 * maps, 4 * maps, 8 * maps]
        self.first = nn.Conv2d(config.channels, maps, 4, 2, 1)
        self.look = nn.ModuleList(nn.Conv2d(each, each, 3, 1, 1) for each in widths[:-1])
        self.halve = nn.ModuleList(nn.Conv2d(*pair, 4, 2, 1) for pair in pairwise(widths))
        self.skip = nn.ModuleList(nn.Conv2d(*pair, 1) for pair in pairwise(widths))
        last = widths[-1]
        self.together = nn.Conv2d(last + 1, last, 3, 1, 1)
        self.gather = nn.Linear(last * (config.height // 16) * (config.width // 16), last)
        self.whole = nn.Linear(last, 1)
        _initialise(self, generator, (self.whole,), 0.02)

    def forward(self, images: Tensor) -> Opinion:
        """The opinion of images [N, D] about in [0, 1]."""
        values, seen = self.first(_stretched(images, self._shape)), []
        values = functional.leaky_relu(values, SLOPE)
        for look, halve, skip in zip(self.look, self.halve, self.skip, strict=True):
            change = functional.leaky_relu(look(values), SLOPE)
            change = functional.leaky_relu(halve(change), SLOPE)
            # Two parts of unit variance have one of 2 together.
            values = (change + skip(functional.avg_pool2d(values, 2))) / 2**0.5
            seen.append(values)
        values = self.together(torch.cat([values, _spread(values)], dim=1))
        values = functional.leaky_relu(values, SLOPE).flatten(1)
        values = functional.leaky_relu(self.gather(values), SLOPE)
        return Opinion((self.whole(values)[:, 0],), tuple(seen))


def _stretched(images: Tensor, shape: tuple[int, int, int]) -> Tensor:
    """[N, D] in [0, 1] to [N, C, H, W] about 0."""
    return CONTRAST * (images.reshape(len(images), *shape).permute(0, 3, 1, 2) - MIDDLE)


def _spread(values: Tensor) -> Tensor:
    """The mean standard deviation within the group of every picture, as one more map."""
    parts = []
    for group in torch.split(values, GROUP):
        deviation = (group.var(dim=0, unbiased=False) + 1e-8).sqrt().mean()
        parts.append(deviation.expand(len(group)))
    return torch.cat(parts).reshape(-1, 1, 1, 1).expand(-1, 1, *values.shape[2:])


def _initialise(
    network: nn.Module, generator: torch.Generator, heads: tuple[nn.Module, ...], deviation: float
) -> None:
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, a=SLOPE, generator=generator)
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
    for head in heads:
        nn.init.normal_(head.weight, std=deviation, generator=generator)  # type: ignore[arg-type]
