"""An adversarial term: the only one in training that ever sees what random points decode to.

A discriminator learns to tell photographs from the decoder's answers to draws from N(0, I) and to
samples of posteriors (Larsen et al., "Autoencoding beyond pixels using a learned similarity
metric", 2016), and the decoder learns to be taken for them (Goodfellow et al. 2014, section 3, with
the loss that does not saturate), while the ELBO keeps what it knows. Its gradient is penalised at
photographs (R1: Mescheder et al. 2018), every so many steps (Karras et al. 2020), and it sees how
much pictures differ within a group (Karras et al. 2018), so that sameness does not pay.
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.adamw import adamw

from morphing_faces.vae.coder import NetworkConfig

WIDTHS = (32, 64, 128)
"""Channels of the convolutions, each of which halves the picture."""
LAST = 128
GROUP = 8
"""Pictures among which it is seen how much they differ."""
PENALTY = 0.002
"""Of R1, for pixels in [0, 1]; 0.01 and more keep the discriminator from learning anything."""
LAZY = 16
RATE = 4e-4
BALANCE = 10
"""Steps between two measurements of the gradients that are balanced."""
LARGEST = 3000.0
"""The weight never exceeds this; a discriminator that knows nothing has gradients of nothing."""
PATCHES = 0.5


class Discriminator(nn.Module):
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
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(layer.weight, a=0.2, generator=generator)
                nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
        for head in (self.whole, self.patches):
            nn.init.normal_(head.weight, std=0.01, generator=generator)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Log-odds of being photographs.

        Args:
            images: [N, D] about in [0, 1].

        Returns:
            Of the pictures, [N], and on the mean over their patches, [N].
        """
        values = 4 * (images.reshape(len(images), *self._shape).permute(0, 3, 1, 2) - 0.45)
        for convolution in self.halving:
            values = functional.leaky_relu(convolution(values), 0.2)
        patches = self.patches(values).mean(dim=(1, 2, 3))
        spread = _spread(values).reshape(-1, 1, 1, 1).expand(-1, 1, *values.shape[2:])
        values = self.together(torch.cat([values, spread], dim=1))
        values = functional.adaptive_avg_pool2d(functional.leaky_relu(values, 0.2), 3)
        return self.whole(values.flatten(1))[:, 0], patches


class Adversary:
    """The discriminator in training, and how much its term counts.

    Args:
        config: Of the network that is judged.
        strength: How many times the gradient of the rest of the loss its own may have.
        generator: Of the random weights.
        device: Where to compute.

    Attributes:
        tensors: What a checkpoint has to hold, by name.
    """

    def __init__(
        self,
        config: NetworkConfig,
        strength: float,
        generator: torch.Generator,
        device: torch.device,
    ) -> None:
        self.discriminator = Discriminator(config, generator).to(device)
        self._strength = strength
        self._parameters: list[Tensor] = list(self.discriminator.parameters())
        self._first = [torch.zeros_like(value) for value in self._parameters]
        self._second = [torch.zeros_like(value) for value in self._parameters]
        # Its steps, and averages of the norms of the two gradients that are balanced.
        self._steps, self._norms = torch.zeros(()), torch.zeros(2)
        named = {"steps": self._steps, "norms": self._norms}
        for number, value in enumerate(self._parameters):
            named[f"weights.{number}"] = value.data
            named[f"first.{number}"] = self._first[number]
            named[f"second.{number}"] = self._second[number]
        self.tensors: dict[str, Tensor] = named

    def learn(self, photographs: Tensor, made: Tensor) -> None:
        """Take a step of the discriminator.

        Args:
            photographs: [N, D] in [0, 1].
            made: By the decoder, [M, D].
        """
        self.discriminator.requires_grad_(True)
        penalised = int(self._steps) % LAZY == 0
        x = photographs.detach().requires_grad_(penalised)
        real, fake = self.discriminator(x), self.discriminator(made.detach())
        loss = sum(
            weight * (functional.softplus(-one).mean() + functional.softplus(other).mean())
            for weight, one, other in zip((1.0, PATCHES), real, fake, strict=True)
        )
        if penalised:
            odds = (real[0] + PATCHES * real[1]).sum()
            (slope,) = torch.autograd.grad(odds, x, create_graph=True)
            loss = loss + LAZY * PENALTY / 2 * slope.square().sum(dim=1).mean()
        gradients = torch.autograd.grad(loss, self._parameters)  # type: ignore[arg-type]
        with torch.no_grad():
            adamw(
                self._parameters,
                list(gradients),
                self._first,
                self._second,
                [],
                [self._steps.clone() for _ in gradients],
                amsgrad=False,
                beta1=0.0,
                beta2=0.99,
                lr=RATE,
                weight_decay=0.0,
                eps=1e-8,
                maximize=False,
            )
            self._steps += 1

    def term(self, made: Tensor) -> Tensor:
        """What the decoder has to lower to be taken for a photographer.

        Args:
            made: [M, D], with the decoder's graph behind them.
        """
        self.discriminator.requires_grad_(False)  # its own gradients are not wanted
        whole, patches = self.discriminator(made)
        return functional.softplus(-whole).mean() + PATCHES * functional.softplus(-patches).mean()

    def weight(self, rest: Tensor, term: Tensor, shared: Tensor) -> float:
        """By how much the term counts, so that the two gradients are in the proportion asked for.

        Args:
            rest: The loss without it.
            term: The term.
            shared: The decoder's last matrix, at which they are compared (Esser et al. 2021).
        """
        if int(self._steps) % BALANCE == 1 or not float(self._norms.min()):
            found = [
                torch.linalg.vector_norm(torch.autograd.grad(part, shared, retain_graph=True)[0])
                for part in (rest, term)
            ]
            norms = torch.stack(found).detach().to(self._norms)
            self._norms.copy_(torch.where(self._norms > 0, 0.9 * self._norms + 0.1 * norms, norms))
        of_rest, of_term = self._norms.tolist()
        return min(LARGEST, float(self._strength * of_rest / max(of_term, 1e-12)))


def _spread(values: Tensor) -> Tensor:
    """The mean standard deviation within the group of every picture: [N, C, H, W] to [N]."""
    parts = []
    for group in torch.split(values, GROUP):
        deviation = (group.var(dim=0, unbiased=False) + 1e-8).sqrt().mean()
        parts.append(deviation.expand(len(group)))
    return torch.cat(parts)
