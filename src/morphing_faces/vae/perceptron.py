"""The network of Morphing Faces (2014): two perceptrons, one each way.

Axes: N images, D pixel values of an image, U hidden units, L latent dimensions.

    encoder  x [N, D] -> U relu -> U relu -> mean and log-variance of q(z|x), [N, L] each
    decoder  z [N, L] -> U relu -> U relu -> mean and log-variance of p(x|z), [N, D] each
"""

from itertools import pairwise

import torch
from torch import Tensor, nn

from morphing_faces.vae.basis import wave_count
from morphing_faces.vae.coder import Coder, NetworkConfig
from morphing_faces.vae.objective import PIXEL_FLOOR, POSTERIOR_FLOOR


class GaussianPerceptron(Coder):
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
        self.mask_widths = (hidden,) * layers
        for layer in self.hidden_layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.gaussian.weight, std=0.01, generator=generator)
        nn.init.zeros_(self.gaussian.bias)

    @property
    def hidden_layers(self) -> list[nn.Linear]:
        """The rectified layers, in order."""
        return [layer for layer in self.hidden if isinstance(layer, nn.Linear)]

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The mean, and the log-variance before its floor; see Coder."""
        parts = None if masks is None else torch.split(masks, list(self.mask_widths), dim=1)
        for number, layer in enumerate(self.hidden_layers):
            values = torch.relu(layer(values.to(layer.weight.dtype)))  # [N, U]
            if parts is not None:
                values = values * parts[number].to(values.dtype)
        values = self.gaussian(values)
        mean, raw = values[:, : self.outputs], values[:, self.outputs :]
        if self.shared is not None:
            raw = self.shared.expand(len(mean), 1)
        return mean, raw


def perceptrons(
    config: NetworkConfig, generator: torch.Generator
) -> tuple[GaussianPerceptron, GaussianPerceptron]:
    """Encoder and decoder, with random weights; in a basis they see components for pixels."""
    latent, size = config.latent, (config.hidden, config.layers)
    values = each = config.pixels
    if config.basis:
        values, each = config.basis, wave_count(config.height, config.width, config.channels)
    variances = {"pixel": each, "image": 1, "shared": 0}[config.variance]
    return (
        GaussianPerceptron(values, *size, latent, POSTERIOR_FLOOR, generator),
        GaussianPerceptron(latent, *size, values, PIXEL_FLOOR, generator, variances),
    )


def described(config: NetworkConfig) -> str:
    """The network in words, for the model card."""
    count = {1: "one hidden layer", 2: "two hidden layers"}.get(
        config.layers, f"{config.layers} hidden layers"
    )
    return f"encoder and decoder with {count} of {config.hidden:,} rectified linear units"
