"""A style-modulated convolutional network, for faces in colour that look like photographs.

Axes: N images, C channels, H and W rows and columns, M feature maps, S styles, L latent dimensions.

    encoder  x [N, C, H, W] -> M/2 [H/2] -> M [H/4] -> ... -> linear -> q(z|x), 2 x [N, L]
    decoder  z [N, L] -> two linear layers -> w [N, S]
             a learned picture [6M, 4, 4] -> ... -> 2M [H/4] -> M [H/2] -> mean [N, C, H, W]

The decoder is StyleGAN2's generator, made small (Karras et al., "Analyzing and Improving the Image
Quality of StyleGAN", 2020): w scales the input maps of every convolution, whose outputs are brought
back to unit variance by the weights alone (its equations 1 and 3), and the picture is the sum of
what each resolution adds. The last one is written at half the side with four values a pixel (Shi et
al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional
Neural Network", 2016), which halves the time of a decode. The variance of p(x|z) is one learned
number. At 64 x 64 pixels in colour with M = 64 and L = 256, the decoder has 3.5 million weights
and takes 161 million products, the encoder 4.1 million weights.
"""

import math
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from morphing_faces.errors import TrainingError
from morphing_faces.vae.coder import Coder, NetworkConfig
from morphing_faces.vae.convolutional import halvings
from morphing_faces.vae.objective import PIXEL_FLOOR, POSTERIOR_FLOOR

WIDEST = 6
"""The coarsest maps, and the styles, are up to so many times the finest."""
SLOPE = 0.2
"""Of leaky rectified linear units below 0."""
START = math.log(0.1)
"""Log of a pixel's standard deviation before training."""
FARTHEST = -9.0, 2.0
"""Bounds of the posterior's log-variance."""
CONTRAST = 4.0
"""By what an image is stretched about its middle on the way in, to about unit variance."""


class Modulated(nn.Module):
    """A convolution whose input maps a style scales.

    Args:
        before: Input maps.
        after: Output maps.
        side: Of the kernel.
        styles: S.
        generator: Of the random weights.
        normal: Bring outputs back to unit variance; what becomes the picture is left as it is.
        doubled: Convolve the maps at twice their side, every pixel four times.
    """

    def __init__(
        self,
        before: int,
        after: int,
        side: int,
        styles: int,
        generator: torch.Generator,
        *,
        normal: bool = True,
        doubled: bool = False,
    ) -> None:
        super().__init__()
        scale = (1.0 if normal else 0.3) / math.sqrt(before * side * side)
        weight = torch.randn(after, before, side, side, generator=generator)
        self.weight = nn.Parameter(scale * weight)
        self.bias = nn.Parameter(torch.zeros(after))
        self.style = nn.Linear(styles, before)
        self.normal, self.doubled = normal, doubled
        nn.init.normal_(self.style.weight, std=1 / math.sqrt(styles), generator=generator)
        nn.init.ones_(self.style.bias)

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        """Maps [N, before, H, W] under styles w [N, S] to [N, after, H, W], or twice H and W."""
        style = self.style(w)
        x = x * style[:, :, None, None]
        if self.doubled:
            y = doubled_convolution(x, self.weight)
        else:
            y = functional.conv2d(x, self.weight, padding=self.weight.shape[-1] // 2)
        if self.normal:
            power = style.square() @ self.weight.square().sum((2, 3)).t()
            # The square root of 2 makes up for what the rectified units take away.
            y = y * (math.sqrt(2) * torch.rsqrt(power + 1e-8))[:, :, None, None]
        return y + self.bias[:, None, None]


def doubled_convolution(x: Tensor, weight: Tensor) -> Tensor:
    """Enlarge maps twofold, every pixel four times, and convolve them, in 4/9 of the products.

    Of three neighbouring rows at twice the height two are the same row of x, above or below by the
    parity of the row in the middle; so are columns. Four convolutions of 2 x 2, one for each parity
    of row and column, do what one of 3 x 3 does.

    Args:
        x: [N, before, H, W].
        weight: [after, before, 3, 3].

    Returns:
        [N, after, 2H, 2W].
    """
    parts = [
        functional.conv2d(functional.pad(x, (1 - right, right, 1 - below, below)), kernel)
        for below, rows in enumerate(_halved(weight, 2))
        for right, kernel in enumerate(_halved(rows, 3))
    ]
    return functional.pixel_shuffle(torch.stack(parts, dim=2).flatten(1, 2), 2)


def _halved(kernel: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    """What three weights along an axis are to two pixels, for outputs of even and of odd places."""
    first, middle, last = kernel.unbind(axis)
    return (
        torch.stack((first, middle + last), axis),
        torch.stack((first + middle, last), axis),
    )


class ModulatedDecoder(Coder):
    """Latent points [N, L] to p(x|z) over [N, D].

    Args:
        config: The sizes.
        generator: Of the random weights.
    """

    def __init__(self, config: NetworkConfig, generator: torch.Generator) -> None:
        super().__init__()
        sides, coarsest = halvings(config)
        maps = [config.maps * min(2**level, WIDEST) for level in range(len(sides))][::-1]
        styles = WIDEST * config.maps
        self.floor = PIXEL_FLOOR
        self.styles = nn.ModuleList([nn.Linear(config.latent, styles), nn.Linear(styles, styles)])
        self.constant = nn.Parameter(torch.randn(1, maps[0], *coarsest, generator=generator))
        self.first = Modulated(maps[0], maps[0], 3, styles, generator)
        self.narrow, self.convolutions, self.pictures = (nn.ModuleList() for _ in range(3))
        for number, (before, after) in enumerate(pairwise(maps)):
            last = number == len(maps) - 2
            self.narrow.append(Modulated(before, after, 1, styles, generator))
            self.convolutions.append(
                nn.ModuleList(
                    Modulated(after, after, 3, styles, generator, doubled=not place)
                    for place in range(min(number + 1, 2))
                )
            )
            side, values = (3, 4 * config.channels) if last else (1, config.channels)
            self.pictures.append(Modulated(after, values, side, styles, generator, normal=False))
        self.shared = nn.Parameter(torch.tensor([START]))
        for layer in self.styles:
            _initialise(layer, generator)

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Map [N, L] to the mean [N, D] and one log-variance [N, 1]; see Coder."""
        del masks  # there is nothing that dropout may leave out
        w = values.to(self.constant.dtype)
        for layer in self.styles:
            w = _active(layer(w))
        x = _active(self.first(self.constant.expand(w.shape[0], -1, -1, -1), w))
        picture = x.new_full((1, 1, 1, 1), 0.5)
        for number, narrow in enumerate(self.narrow):
            x = _active(narrow(x, w))
            for convolution in self.convolutions[number].children():
                x = _active(convolution(x, w))
            added = self.pictures[number](x, w)
            if number == len(self.pictures) - 1:
                added = functional.pixel_shuffle(added, 2)
            while 1 < picture.shape[-1] < added.shape[-1]:
                picture = functional.interpolate(
                    picture, scale_factor=2, mode="bilinear", align_corners=False
                )
            picture = picture + added
        mean = picture.permute(0, 2, 3, 1).flatten(1)
        return mean, (2 * self.shared).expand(mean.shape[0], 1)


class ModulatedEncoder(Coder):
    """Images [N, D] to the posterior over [N, L].

    Args:
        config: The sizes.
        generator: Of the random weights.
    """

    def __init__(self, config: NetworkConfig, generator: torch.Generator) -> None:
        super().__init__()
        sides, (height, width) = halvings(config)
        maps = [max(1, config.maps // 2) * 2**level for level in range(len(sides))]
        self.floor = POSTERIOR_FLOOR
        self.image = (config.height, config.width, config.channels)
        self.look, self.halve = nn.ModuleList(), nn.ModuleList()
        for before, after in pairwise([config.channels, *maps]):
            self.look.append(nn.Conv2d(before, after, 3, padding=1))
            self.halve.append(nn.Conv2d(after, after, 4, stride=2, padding=1))
        self.gather = nn.Linear(maps[-1] * height * width, 8 * config.maps)
        self.gaussian = nn.Linear(8 * config.maps, 2 * config.latent)
        for layer in (*self.look, *self.halve, self.gather):
            _initialise(layer, generator)
        nn.init.normal_(self.gaussian.weight, std=0.01, generator=generator)
        with torch.no_grad():
            self.gaussian.bias.zero_()
            self.gaussian.bias[config.latent :] = -1

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Map [N, D] to mean and log-variance, [N, L] each; see Coder."""
        del masks  # as above
        x = values.to(self.gaussian.weight.dtype)
        x = CONTRAST * (x.reshape(-1, *self.image).permute(0, 3, 1, 2) - 0.5)  # [N, C, H, W]
        for look, halve in zip(self.look, self.halve, strict=True):
            x = _active(halve(_active(look(x))))
        mean, raw = self.gaussian(_active(self.gather(x.flatten(1)))).chunk(2, dim=1)
        return mean, raw.clamp(*FARTHEST)


def modulated(
    config: NetworkConfig, generator: torch.Generator
) -> tuple[ModulatedEncoder, ModulatedDecoder]:
    """Encoder and decoder, with random weights.

    Raises:
        TrainingError: The pictures cannot be halved twice, or another variance was asked for.
    """
    if config.variance != "shared":
        raise TrainingError(
            f"the modulated network has one shared variance; take --variance shared, not "
            f"{config.variance}"
        )
    if len(halvings(config)[0]) < 2:
        raise TrainingError(
            f"the modulated network halves pictures at least twice, which those of "
            f"{config.height} x {config.width} are too small for"
        )
    return ModulatedEncoder(config, generator), ModulatedDecoder(config, generator)


def described(config: NetworkConfig) -> str:
    """The network in words, for the model card."""
    maps, _ = halvings(config)
    return (
        f"encoder of {2 * len(maps)} convolutions, decoder of style-modulated convolutions with "
        f"{config.maps} to {config.maps * min(2 ** (len(maps) - 1), WIDEST)} feature maps"
    )


def _active(x: Tensor) -> Tensor:
    return functional.leaky_relu(x, SLOPE)


def _initialise(layer: nn.Module, generator: torch.Generator) -> None:
    nn.init.kaiming_normal_(layer.weight, a=SLOPE, generator=generator)  # type: ignore[arg-type]
    nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
