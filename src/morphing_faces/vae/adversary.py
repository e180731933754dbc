"""An adversarial term: the only one in training that ever sees what random points decode to.

A discriminator learns to tell photographs from the decoder's answers to draws from N(0, I) and to
samples of posteriors (Larsen et al., "Autoencoding beyond pixels using a learned similarity
metric", 2016), and the decoder learns to be taken for them (Goodfellow et al. 2014, section 3, with
the loss that does not saturate), while the ELBO keeps what it knows. Its gradient is penalised at
photographs (R1: Mescheder et al. 2018), every so many steps (Karras et al. 2020).
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.adamw import adamw

from morphing_faces.errors import TrainingError
from morphing_faces.vae.blindfold import changed, followed
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.discriminator import ResidualDiscriminator, StridedDiscriminator

LAZY = 16
"""Steps between two penalties, each of which counts for as many."""
BALANCE = 10
"""Steps between two measurements of the gradients that are balanced."""
LARGEST = 3000.0
"""The balanced weight never exceeds this; a discriminator that knows nothing has gradients of
nothing."""
HEADS = 1.0, 0.5
"""By how much the whole picture counts, and patches, where they are judged."""
MEMORY = 0.98
"""How much of the average of how sure it is stays at each step."""


class Adversary:
    """The discriminator in training, and how much its term counts.

    Args:
        network: Of the network that is judged.
        config: Of the run: everything that begins with "adversarial", and the discriminator.
        generator: Of the random weights.
        device: Where to compute.

    Attributes:
        tensors: What a checkpoint has to hold, by name.

    Raises:
        TrainingError: Pictures of these sides cannot be halved as the discriminator does it.
    """

    def __init__(
        self,
        network: NetworkConfig,
        config: TrainingConfig,
        generator: torch.Generator,
        device: torch.device,
    ) -> None:
        if config.discriminator == "strided":
            made: torch.nn.Module = StridedDiscriminator(network, generator)
        elif network.height % 16 or network.width % 16:
            raise TrainingError(
                "the residual discriminator halves pictures four times, which those of "
                f"{network.height} x {network.width} do not allow; take --discriminator strided"
            )
        else:
            made = ResidualDiscriminator(network, config.discriminator_maps, generator)
        self.discriminator = made.to(device)
        self._config = config
        self._shape = network.height, network.width, network.channels
        self._parameters: list[Tensor] = list(self.discriminator.parameters())
        self._first = [torch.zeros_like(value) for value in self._parameters]
        self._second = [torch.zeros_like(value) for value in self._parameters]
        # Its steps, and averages of the norms of the two gradients that are balanced.
        self._steps, self._norms = torch.zeros(()), torch.zeros(2)
        # The probability of changes, and how sure of photographs it is.
        self._seen = torch.zeros(2)
        named = {"steps": self._steps, "norms": self._norms}
        if config.adversarial_augment:
            named["seen"] = self._seen
        for number, value in enumerate(self._parameters):
            named[f"weights.{number}"] = value.data
            named[f"first.{number}"] = self._first[number]
            named[f"second.{number}"] = self._second[number]
        self.tensors: dict[str, Tensor] = named

    @property
    def probability(self) -> float:
        """With which each kind of change happens to a picture that it sees."""
        return float(self._seen[0])

    def learn(
        self,
        photographs: Tensor,
        made: Tensor,
        generator: torch.Generator,
        factor: float = 1.0,
    ) -> None:
        """Take a step of the discriminator.

        Args:
            photographs: [N, D] in [0, 1].
            made: By the decoder, [M, D].
            generator: Of the changes through which it sees them.
            factor: Of its learning rate.
        """
        config = self._config
        self.discriminator.requires_grad_(True)
        penalised = int(self._steps) % LAZY == 0
        x = self._through(photographs.detach(), generator).requires_grad_(penalised)
        real = self.discriminator(x).odds
        fake = self.discriminator(self._through(made.detach(), generator)).odds
        loss = sum(
            weight * (functional.softplus(-one).mean() + functional.softplus(other).mean())
            for weight, one, other in zip(HEADS, real, fake, strict=False)
        )
        if penalised:
            odds = sum(weight * one.sum() for weight, one in zip(HEADS, real, strict=False))
            (slope,) = torch.autograd.grad(odds, x, create_graph=True)
            penalty = LAZY * config.adversarial_penalty / 2
            loss = loss + penalty * slope.square().sum(dim=1).mean()
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
                lr=config.adversarial_rate * factor,
                weight_decay=0.0,
                eps=1e-8,
                maximize=False,
            )
            self._steps += 1
            if config.adversarial_augment:
                sure = float(real[0].sign().mean())
                before, average = self._seen.tolist()
                average = MEMORY * average + (1 - MEMORY) * sure
                target = config.adversarial_augment
                self._seen[0] = followed(before, average, target, len(photographs))
                self._seen[1] = average

    def term(self, made: Tensor, generator: torch.Generator) -> Tensor:
        """What the decoder has to lower to be taken for a photographer.

        Args:
            made: [M, D], with the decoder's graph behind them.
            generator: Of the changes through which they are seen.
        """
        self.discriminator.requires_grad_(False)  # its own gradients are not wanted
        odds = self.discriminator(self._through(made, generator)).odds
        parts = zip(HEADS, odds, strict=False)
        return torch.stack(
            [weight * functional.softplus(-one).mean() for weight, one in parts]
        ).sum()

    def features(self, images: Tensor) -> Sequence[Tensor]:
        """What it sees in pictures [N, D] as they are, finest first."""
        self.discriminator.requires_grad_(False)
        found: Sequence[Tensor] = self.discriminator(images).features
        return found

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
        return min(LARGEST, float(self._config.adversarial * of_rest / max(of_term, 1e-12)))

    def _through(self, images: Tensor, generator: torch.Generator) -> Tensor:
        """Pictures [N, D] as they are seen, [N, D]."""
        if not self.probability:
            return images
        shaped = images.reshape(len(images), *self._shape).permute(0, 3, 1, 2)
        seen = changed(shaped, self.probability, generator)
        return seen.permute(0, 2, 3, 1).reshape(images.shape)
