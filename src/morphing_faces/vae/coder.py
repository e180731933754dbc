"""What training, judging and exporting know of a network: two halves that each give a Gaussian.

Axes: N images, D pixel values of an image, L latent dimensions.

    encoder  x [N, D] -> mean and log-variance of q(z|x), [N, L] each
    decoder  z [N, L] -> mean and log-variance of p(x|z), [N, D] each

The mean of p(x|z) is linear, not squashed; it is clipped to [0, 1] where a face is shown. Images
are rows of D values in the order height, width, channels; what a half does inside is its own
affair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor, nn

from morphing_faces.types import Floats
from morphing_faces.vae.objective import floored, reparametrise


@dataclass(frozen=True)
class NetworkConfig:
    """The kind and the sizes of a network; they travel with its weights.

    Attributes:
        height: Rows of an image.
        width: Columns of an image.
        channels: 1 for grey, 3 for colour.
        latent: L, latent dimensions.
        hidden: Units of each hidden layer of a perceptron.
        layers: Hidden layers of a perceptron's encoder, and of its decoder.
        variance: Of p(x|z): of every pixel, sigma^2(z) in [N, D] ("pixel"); one for the image,
            [N, 1] ("image"); or one learned number for all images ("shared").
        network: Which of network.ARCHITECTURES.
        maps: Feature maps of a convolutional network where they are finest.
        basis: K, principal components that a perceptron learns pixels in (basis.py); 0 learns every
            pixel for itself.
    """

    height: int = 48
    width: int = 48
    channels: int = 1
    latent: int = 400
    hidden: int = 2000
    layers: int = 2
    variance: str = "pixel"
    network: str = "perceptron"
    maps: int = 32
    basis: int = 0

    @property
    def pixels(self) -> int:
        """D, the values of an image."""
        return self.height * self.width * self.channels

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W) for grey pictures, (H, W, 3) for colour."""
        grey = (self.height, self.width)
        return grey if self.channels == 1 else (*grey, self.channels)


class Gaussian(NamedTuple):
    """A diagonal Gaussian for each image: mean and log-variance, [N, L] or [N, D].

    One log-variance for all values of an image is [N, 1].
    """

    mean: Tensor
    log_variance: Tensor

    def sample(self, noise: Tensor) -> Tensor:
        """Reparametrised samples, from noise drawn from N(0, 1) of the same shape."""
        return reparametrise(self.mean, self.log_variance, noise)


class Calibration(NamedTuple):
    """What a network typically sees: it says where rounding must be careful.

    Attributes:
        z: Latent points, [N, L].
        images: Training faces, [N, D] in [0, 1].
    """

    z: Floats
    images: Floats


Converter = Callable[[Calibration | None], dict[str, bytes]]
"""Makes the ONNX files of a network, by their path in a model folder: with matrices rounded to 8
bits by what it is shown, or in 32 bits where it is shown nothing."""


class Coder(nn.Module):
    """An encoder or a decoder: what maps [N, inputs] to a Gaussian over [N, outputs].

    All that it learns are parameters: no buffers, such as running means, which a checkpoint would
    not hold.

    Attributes:
        floor: Of the log-variances; see objective.floored.
        mask_widths: Hidden units or feature maps that dropout may leave out, a number for each
            place in the network, in order.
    """

    floor: float
    mask_widths: tuple[int, ...] = ()

    def forward(self, values: Tensor, masks: Tensor | None = None) -> Gaussian:
        """Map [N, inputs] to a Gaussian, in float32; see unbounded."""
        mean, raw = self.unbounded(values, masks)
        return Gaussian(mean.float(), floored(raw, self.floor))

    def unbounded(self, values: Tensor, masks: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The mean, and the log-variance before its floor.

        Args:
            values: [N, inputs].
            masks: Factors of the hidden units, [N, sum of mask_widths], for dropout.
        """
        raise NotImplementedError

    @property
    def last(self) -> Tensor:
        """The weights of the last layer, where the gradients of terms are weighed."""
        return [value for value in self.parameters() if value.ndim > 1][-1]
