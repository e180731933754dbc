"""The network of Morphing Faces (2014), whole: two perceptrons, one each way.

Axes: N images, D pixel values of an image, U hidden units, L latent dimensions.

    encoder  x [N, D] -> U relu -> U relu -> mean and log-variance of q(z|x), [N, L] each
    decoder  z [N, L] -> U relu -> U relu -> mean and log-variance of p(x|z), [N, D] each

The mean of p(x|z) is linear, not squashed; it is clipped to [0, 1] where a face is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn

from morphing_faces.vae.basis import PrincipalBasis
from morphing_faces.vae.objective import PIXEL_FLOOR, POSTERIOR_FLOOR, floored, reparametrise


@dataclass(frozen=True)
class NetworkConfig:
    """The sizes of a network; they travel with its weights.

    Attributes:
        height: Rows of an image.
        width: Columns of an image.
        channels: 1 for grey, 3 for colour.
        latent: L, latent dimensions.
        hidden: U, units of each hidden layer.
        layers: Hidden layers of the encoder, and of the decoder.
        variance: Of p(x|z): of every pixel, sigma^2(z) in [N, D] ("pixel"); one for the image,
            [N, 1] ("image"); or one learned number for all images ("shared").
        basis: K, principal components that pixels are learned in (basis.py); 0 learns every pixel
            for itself.
    """

    height: int = 48
    width: int = 48
    channels: int = 1
    latent: int = 400
    hidden: int = 2000
    layers: int = 2
    variance: str = "pixel"
    basis: int = 0

    @property
    def pixels(self) -> int:
        """D, the values of an image."""
        return self.height * self.width * self.channels


class Gaussian(NamedTuple):
    """A diagonal Gaussian for each image: mean and log-variance, [N, L] or [N, D].

    One log-variance for all values of an image is [N, 1].
    """

    mean: Tensor
    log_variance: Tensor

    def sample(self, noise: Tensor) -> Tensor:
        """Reparametrised samples, from noise drawn from N(0, 1) of the same shape."""
        return reparametrise(self.mean, self.log_variance, noise)


class GaussianPerceptron(nn.Module):
    """Rectified linear layers that end in the mean and log-variance of a diagonal Gaussian.

    Args:
        inputs: Values of an input.
        hidden: U, units of each hidden layer.
        layers: Hidden layers.
        outputs: Values of the mean.
        floor: Of the log-variances; see objective.floored.
        generator: Of the random weights.
        variances: Values of the log-variance; by default as many as of the mean. With 0 it is
            one learned number.
    """

    def __init__(
        self,
        inputs: int,
        hidden: int,
        layers: int,
        outputs: int,
        floor: float,
        generator: torch.Generator,
        variances: int | None = None,
    ) -> None:
        super().__init__()
        widths = [inputs] + [hidden] * layers
        self.hidden = nn.ModuleList(nn.Linear(before, after) for before, after in pairwise(widths))
        # One matrix for mean and log-variance keeps the largest product in one piece.
        variances = outputs if variances is None else variances
        self.gaussian = nn.Linear(hidden, outputs + variances)
        self.shared = None if variances else nn.Parameter(torch.zeros(1))
        self.outputs = outputs
        self.floor = floor
        for layer in self.hidden_layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.gaussian.weight, std=0.01, generator=generator)
        nn.init.zeros_(self.gaussian.bias)

    @property
    def hidden_layers(self) -> list[nn.Linear]:
        """The rectified layers, in order."""
        return [layer for layer in self.hidden if isinstance(layer, nn.Linear)]

    def forward(self, values: Tensor, masks: Tensor | None = None) -> Gaussian:
        """Map [N, inputs] to a Gaussian over [N, outputs].

        Args:
            values: [N, inputs].
            masks: Factors of the hidden units, [N, layers, U], for dropout.
        """
        mean, raw = self.unbounded(values, masks)
        return Gaussian(mean.float(), floored(raw, self.floor))

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The mean, and the log-variance before its floor; see forward."""
        for number, layer in enumerate(self.hidden_layers):
            values = torch.relu(layer(values.to(layer.weight.dtype)))  # [N, U]
            if masks is not None:
                values = values * masks[:, number].to(values.dtype)
        values = self.gaussian(values)
        mean, raw = values[:, : self.outputs], values[:, self.outputs :]
        if self.shared is not None:
            raw = self.shared.expand(len(mean), 1)
        return mean, raw


class VAE(nn.Module):
    """The encoder and the decoder.

    Args:
        config: The sizes.
        generator: Of the random weights it starts with.
    """

    def __init__(self, config: NetworkConfig, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        stream = generator or torch.Generator().manual_seed(0)
        latent, size = config.latent, (config.hidden, config.layers)
        self.basis: PrincipalBasis | None = None
        pixels, each = config.pixels, config.pixels
        if config.basis:
            self.basis = PrincipalBasis(config.height, config.width, config.channels, config.basis)
            pixels, each = config.basis, len(self.basis.waves)
        variances = {"pixel": each, "image": 1, "shared": 0}[config.variance]
        self.encoder = GaussianPerceptron(pixels, *size, latent, POSTERIOR_FLOOR, stream)
        self.decoder = GaussianPerceptron(latent, *size, pixels, PIXEL_FLOOR, stream, variances)
        waves = self.basis is not None and config.variance == "pixel"
        self.level = nn.Parameter(torch.zeros(config.pixels)) if waves else None
        """Of a pixel's log-variance, what the waves are added to."""

    def encode(self, x: Tensor, masks: Tensor | None = None) -> Gaussian:
        """The posterior q(z|x) of images [N, D], over [N, L]."""
        encoded: Gaussian = self.encoder(self.basis.coefficients(x) if self.basis else x, masks)
        return encoded

    def decode(self, z: Tensor, masks: Tensor | None = None) -> Gaussian:
        """p(x|z) of latent points [N, L], over [N, D]."""
        mean, raw = self.decoder.unbounded(z, masks)
        if self.basis:
            mean = self.basis.pixels(mean.float())
        if self.basis and self.level is not None:
            raw = raw.float() @ self.basis.waves + self.level
        return Gaussian(mean.float(), floored(raw, PIXEL_FLOOR))

    def forward(
        self, x: Tensor, noise: Tensor, masks: Tensor | None = None, cut: int = 0
    ) -> tuple[Gaussian, Gaussian]:
        """Encode, sample, decode.

        Args:
            x: Images [N, D] in [0, 1].
            noise: Draws from N(0, 1), [N, L].
            masks: Factors of all hidden units, [N, 2 * layers, U], for dropout.
            cut: Where above 0, half of the images are decoded once more, from the first `cut`
                coordinates alone, with the others at 0.

        Returns:
            The posterior q(z|x) over [N, L], and p(x|z) over [N, D] at one sample z of it; with a
            cut over [N + cut_short(N), D], the first images once more in the end.
        """
        inward, outward = (None, None) if masks is None else masks.chunk(2, dim=1)
        posterior = self.encode(x, inward)
        z = posterior.sample(noise)
        if cut:
            short = z[: cut_short(len(z))] * (torch.arange(z.shape[1], device=z.device) < cut)
            z = torch.cat([z, short])
            outward = None if outward is None else torch.cat([outward, outward[: len(short)]])
        return posterior, self.decode(z, outward)


def cut_short(count: int) -> int:
    """How many of so many images are decoded from their first coordinates alone, too."""
    return (count + 1) // 2


def folded(network: VAE) -> VAE:
    """The same network with every pixel for itself: a copy if it has a basis, else the same.

    Linear maps that follow each other are one: the basis goes into the first layer of the encoder
    and into the last of the decoder, exactly but for the rounding of float32.
    """
    basis = network.basis
    if basis is None:
        return network
    plain = VAE(replace(network.config, basis=0)).to(basis.centre.device)
    with torch.no_grad():
        inward, outward = basis.inward.double(), basis.outward.double()
        theirs, ours = network.encoder, plain.encoder
        weight = theirs.hidden_layers[0].weight.double()  # [U, K]
        ours.hidden_layers[0].weight.copy_(weight @ inward.T)
        shift = theirs.hidden_layers[0].bias - weight @ (basis.centre.double() @ inward)
        ours.hidden_layers[0].bias.copy_(shift)
        _copy(theirs.hidden_layers[1:], ours.hidden_layers[1:])
        _copy([theirs.gaussian], [ours.gaussian])
        theirs, ours = network.decoder, plain.decoder
        _copy(theirs.hidden_layers, ours.hidden_layers)
        count, pixels = theirs.outputs, network.config.pixels
        matrix, bias = theirs.gaussian.weight.double(), theirs.gaussian.bias.double()
        mean, raw, offset, level = matrix[:count], matrix[count:], bias[:count], bias[count:]
        ours.gaussian.weight[:pixels] = (outward.T @ mean).float()
        ours.gaussian.bias[:pixels] = (basis.centre + offset @ outward).float()
        if network.level is not None:
            raw, level = basis.waves.double().T @ raw, level @ basis.waves.double() + network.level
        ours.gaussian.weight[pixels:] = raw.float()
        ours.gaussian.bias[pixels:] = level.float()
        if theirs.shared is not None and ours.shared is not None:
            ours.shared.copy_(theirs.shared)
    return plain.train(network.training)


def _copy(layers: Sequence[nn.Linear], others: Sequence[nn.Linear]) -> None:
    for layer, other in zip(layers, others, strict=True):
        other.load_state_dict(layer.state_dict())
