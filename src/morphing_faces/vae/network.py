"""The network of Morphing Faces (2014), whole: two perceptrons, one each way.

Axes: N images, D pixel values of an image, U hidden units, L latent dimensions.

    encoder  x [N, D] -> U relu -> U relu -> mean and log-variance of q(z|x), [N, L] each
    decoder  z [N, L] -> U relu -> U relu -> mean and log-variance of p(x|z), [N, D] each

The mean of p(x|z) is linear, not squashed; it is clipped to [0, 1] where a face is shown.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn

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
    """

    height: int = 48
    width: int = 48
    channels: int = 1
    latent: int = 400
    hidden: int = 2000
    layers: int = 2
    variance: str = "pixel"

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
        variance: As in NetworkConfig.
    """

    def __init__(
        self,
        inputs: int,
        hidden: int,
        layers: int,
        outputs: int,
        floor: float,
        generator: torch.Generator,
        variance: str = "pixel",
    ) -> None:
        super().__init__()
        widths = [inputs] + [hidden] * layers
        self.hidden = nn.ModuleList(nn.Linear(before, after) for before, after in pairwise(widths))
        # One matrix for mean and log-variance keeps the largest product in one piece.
        variances = {"pixel": outputs, "image": 1, "shared": 0}[variance]
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
        for number, layer in enumerate(self.hidden_layers):
            values = torch.relu(layer(values.to(layer.weight.dtype)))  # [N, U]
            if masks is not None:
                values = values * masks[:, number].to(values.dtype)
        values = self.gaussian(values)
        mean, raw = values[:, : self.outputs], values[:, self.outputs :]
        if self.shared is not None:
            raw = self.shared.expand(len(mean), 1)
        return Gaussian(mean.float(), floored(raw, self.floor))


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
        pixels, latent, size = config.pixels, config.latent, (config.hidden, config.layers)
        self.encoder = GaussianPerceptron(pixels, *size, latent, POSTERIOR_FLOOR, stream)
        self.decoder = GaussianPerceptron(
            latent, *size, pixels, PIXEL_FLOOR, stream, config.variance
        )

    def forward(
        self, x: Tensor, noise: Tensor, masks: Tensor | None = None
    ) -> tuple[Gaussian, Gaussian]:
        """Encode, sample, decode.

        Args:
            x: Images [N, D] in [0, 1].
            noise: Draws from N(0, 1), [N, L].
            masks: Factors of all hidden units, [N, 2 * layers, U], for dropout.

        Returns:
            The posterior q(z|x) over [N, L], and p(x|z) over [N, D] at one sample z of it.
        """
        inward, outward = (None, None) if masks is None else masks.chunk(2, dim=1)
        posterior = self.encoder(x, inward)
        return posterior, self.decoder(posterior.sample(noise), outward)
