"""A convolutional network, for colour and for 64 pixels and more: strided convolutions each way.

Axes: N images, C channels, H and W rows and columns, M feature maps, L latent dimensions.

    encoder  x [N, C, H, W] -> M [H/2] -> 2M [H/4] -> ... -> linear -> q(z|x), 2 x [N, L]
    decoder  z [N, L] -> linear -> ... -> 2M [H/4] -> M [H/2] -> M [H] -> p(x|z), 2 x [N, C, H, W]

Every halving is a convolution of 4 x 4 with stride 2, every doubling a transposed one, whose kernel
is a multiple of its stride, so that no checkerboard is built in (Odena et al., "Deconvolution and
Checkerboard Artifacts", 2016); then group normalisation (Wu & He 2018), which has nothing to keep
between batches, and SiLU. At 64 x 64 in colour, with 256 latent dimensions, the decoder has 1.8
million weights. The latent point is one vector for the whole image, as the perceptron's is.
"""

import math
from itertools import pairwise

import torch
from torch import Tensor, nn

from morphing_faces.errors import TrainingError
from morphing_faces.vae.coder import Coder, NetworkConfig
from morphing_faces.vae.objective import PIXEL_FLOOR, POSTERIOR_FLOOR

COARSEST = 4
"""Halving goes on while both sides are even and above this."""
LARGEST = 8
"""The longest side that may be left."""
WIDEST = 8
"""Maps double with every halving, up to so many times the finest."""
GROUPS = 8
START = -3.0
"""Log-variance of a pixel before training: a standard deviation of 57 grey levels."""


def halvings(config: NetworkConfig) -> tuple[list[int], tuple[int, int]]:
    """Feature maps after each halving, finest first, and the sides that are left.

    Raises:
        TrainingError: The sides cannot be halved far enough.
    """
    height, width = config.height, config.width
    maps: list[int] = []
    while height % 2 == width % 2 == 0 and min(height, width) > COARSEST:
        height, width = height // 2, width // 2
        maps.append(config.maps * min(2 ** len(maps), WIDEST))
    if not maps or max(height, width) > LARGEST:
        raise TrainingError(
            f"the convolutional network halves pictures to {LARGEST} pixels or fewer, such as "
            f"those of 48, 64, 80, 96 or 128, but not of {config.height} x {config.width}"
        )
    return maps, (height, width)


class ConvolutionalEncoder(Coder):
    """Images [N, D] to the posterior over [N, L].

    Args:
        config: The sizes.
        generator: Of the random weights.
    """

    def __init__(self, config: NetworkConfig, generator: torch.Generator) -> None:
        super().__init__()
        maps, (height, width) = halvings(config)
        self.floor = POSTERIOR_FLOOR
        self.image = (config.height, config.width, config.channels)
        self.mask_widths = tuple(maps)
        self.down = nn.ModuleList(
            nn.Conv2d(before, after, 4, stride=2, padding=1)
            for before, after in pairwise([config.channels, *maps])
        )
        self.norms = nn.ModuleList(_norm(count) for count in maps)
        self.gaussian = nn.Linear(maps[-1] * height * width, 2 * config.latent)
        _initialise(self.down, generator)
        nn.init.normal_(self.gaussian.weight, std=0.01, generator=generator)
        nn.init.zeros_(self.gaussian.bias)

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Map [N, D] to mean and log-variance, [N, L] each; see Coder."""
        factors = _factors(masks, self.mask_widths)
        x = values.to(self.gaussian.weight.dtype)
        x = x.reshape(-1, *self.image).permute(0, 3, 1, 2)  # [N, C, H, W]
        for layer, norm, factor in zip(self.down, self.norms, factors, strict=True):
            x = nn.functional.silu(norm(layer(x)))
            x = x if factor is None else x * factor.to(x.dtype)
        mean, raw = self.gaussian(x.flatten(1)).chunk(2, dim=1)
        return mean, raw


class ConvolutionalDecoder(Coder):
    """Latent points [N, L] to p(x|z) over [N, D].

    Args:
        config: The sizes.
        generator: Of the random weights.
    """

    def __init__(self, config: NetworkConfig, generator: torch.Generator) -> None:
        super().__init__()
        finest_first, self.coarsest = halvings(config)
        maps = finest_first[::-1]
        self.floor = PIXEL_FLOOR
        self.mask_widths = tuple(maps)
        self.variance = config.variance
        self.channels = config.channels
        self.spread = nn.Linear(config.latent, maps[0] * math.prod(self.coarsest))
        self.norms = nn.ModuleList(_norm(count) for count in maps)
        self.up = nn.ModuleList(
            nn.ConvTranspose2d(before, after, 4, stride=2, padding=1)
            for before, after in pairwise([*maps, maps[-1]])
        )
        variances = {"pixel": config.channels, "image": 1, "shared": 0}[config.variance]
        self.gaussian = nn.Conv2d(maps[-1], config.channels + variances, 3, padding=1)
        self.shared = None if variances else nn.Parameter(torch.full((1,), START))
        _initialise(self.up, generator)
        nn.init.kaiming_normal_(self.spread.weight, nonlinearity="linear", generator=generator)
        nn.init.zeros_(self.spread.bias)
        nn.init.normal_(self.gaussian.weight, std=0.01, generator=generator)
        with torch.no_grad():
            self.gaussian.bias[: config.channels] = 0.5  # type: ignore[index]
            self.gaussian.bias[config.channels :] = START  # type: ignore[index]

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Map [N, L] to mean and log-variance, [N, D] each; see Coder."""
        factors = _factors(masks, self.mask_widths)
        x = self.spread(values.to(self.spread.weight.dtype))
        x = x.unflatten(1, (self.mask_widths[0], *self.coarsest))  # [N, M, H, W], coarse
        for layer, norm, factor in zip(self.up, self.norms, factors, strict=True):
            x = nn.functional.silu(norm(x))
            x = layer(x if factor is None else x * factor.to(x.dtype))
        x = self.gaussian(nn.functional.silu(x)).permute(0, 2, 3, 1)  # [N, H, W, C ...]
        mean, raw = x[..., : self.channels].flatten(1), x[..., self.channels :].flatten(1)
        if self.variance == "image":
            # Not mean(): torch's exporter would name a value as the first output is named.
            raw = raw.sum(dim=1, keepdim=True) / raw.shape[1]
        elif self.shared is not None:
            raw = self.shared.expand(mean.shape[0], 1)
        return mean, raw


def convolutions(
    config: NetworkConfig, generator: torch.Generator
) -> tuple[ConvolutionalEncoder, ConvolutionalDecoder]:
    """Encoder and decoder, with random weights."""
    return ConvolutionalEncoder(config, generator), ConvolutionalDecoder(config, generator)


def described(config: NetworkConfig) -> str:
    """The network in words, for the model card."""
    maps, _ = halvings(config)
    return (
        f"encoder and decoder of strided convolutions, {len(maps)} each, of {maps[0]} to "
        f"{maps[-1]} feature maps"
    )


def _factors(masks: Tensor | None, widths: tuple[int, ...]) -> list[Tensor | None]:
    """For each place the factors of its maps, [N, M, 1, 1]."""
    if masks is None:
        return [None] * len(widths)
    return [part[:, :, None, None] for part in torch.split(masks, list(widths), dim=1)]


def _norm(maps: int) -> nn.GroupNorm:
    return nn.GroupNorm(math.gcd(GROUPS, maps), maps)


def _initialise(layers: nn.ModuleList, generator: torch.Generator) -> None:
    """Random weights that keep the size of what goes through (He et al. 2015)."""
    for layer in layers:
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            # Of a transposed convolution's 16 weights, 4 meet in one pixel of its output.
            reached = 16 if isinstance(layer, nn.Conv2d) else 4
            deviation = math.sqrt(2 / (layer.in_channels * reached))
            nn.init.normal_(layer.weight, std=deviation, generator=generator)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
