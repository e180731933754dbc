"""A run in memory: everything that a checkpoint holds.

Its random numbers and the order of its faces need no place there: they are functions of the seed
and the step (streams.py).
"""

import copy
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from morphing_faces.errors import TrainingError
from morphing_faces.vae import checkpoint
from morphing_faces.vae.adversary import Adversary
from morphing_faces.vae.network import VAE

WEIGHTS, AVERAGE, FIRST, SECOND = "network", "average", "optimiser.first", "optimiser.second"
BASIS, ADVERSARY = "basis", "adversary"


@dataclass(frozen=True)
class Counters:
    """Where a run is.

    Attributes:
        step: Steps done.
        best: The best held-out ELBO, nats per image.
        best_epoch: Its epoch, from 1.
        rate: Factor of the learning rate, below 1 after a rollback.
        tallied: Steps of the epoch that the next four are about.
        elbo: Sum over them of the mean ELBO of a batch.
        kl: The same of the KL.
        norm: The largest norm of the gradient.
        clipped: How many gradients were clipped.
        elbo_factor: Of the weight of the ELBO, where it follows a floor.
        cut_factor: Of the weight of the cut, where it follows a share.
    """

    step: int = 0
    best: float = -math.inf
    best_epoch: int = 0
    rate: float = 1.0
    tallied: int = 0
    elbo: float = 0.0
    kl: float = 0.0
    norm: float = 0.0
    clipped: int = 0
    elbo_factor: float = 1.0
    cut_factor: float = 1.0

    def after(self, elbo: float, kl: float, norm: float, *, clipped: bool) -> "Counters":
        """Where it is one step later."""
        return replace(
            self,
            step=self.step + 1,
            tallied=self.tallied + 1,
            elbo=self.elbo + elbo,
            kl=self.kl + kl,
            norm=max(self.norm, norm),
            clipped=self.clipped + clipped,
        )

    def in_new_epoch(self) -> "Counters":
        """The same with nothing tallied yet."""
        return replace(self, tallied=0, elbo=0.0, kl=0.0, norm=0.0, clipped=0)


class TrainingState:
    """The network that learns, its average, the optimiser's moments, and the counters.

    Where the layers are bf16, the network holds rounded copies, and the weights proper, which a
    step may change by less than bf16 can tell, stand beside it in float32.

    Args:
        network: In float32, on the CPU; moved and rounded in place.
        device: Where to compute.
        precision: Of the layers.
        adversary: Trained beside it, if one is.
    """

    def __init__(
        self,
        network: VAE,
        device: torch.device,
        precision: torch.dtype,
        adversary: Adversary | None = None,
    ) -> None:
        self.network = network.to(device)
        self.average = copy.deepcopy(self.network)
        self.counters = Counters()
        named = {name: value.data for name, value in self.network.named_parameters()}
        self.half = precision != torch.float32
        self.weights = {n: v.clone() if self.half else v for n, v in named.items()}
        self.first = {name: torch.zeros_like(value) for name, value in named.items()}
        self.second = {name: torch.zeros_like(value) for name, value in named.items()}
        averages = {name: value.data for name, value in self.average.named_parameters()}
        self.network.to(precision)
        parts = {
            WEIGHTS: self.weights,
            AVERAGE: averages,
            FIRST: self.first,
            SECOND: self.second,
        }
        basis = self.average.basis
        if basis:
            self.network.basis = basis  # one for both: it is fixed, and stays in float32
            parts[BASIS] = dict(basis.state_dict())
        self.adversary = adversary
        if adversary:
            parts[ADVERSARY] = adversary.tensors
        self.tensors: dict[str, Tensor] = {
            f"{part}.{name}": value for part, of in parts.items() for name, value in of.items()
        }

    def save(self, path: Path) -> None:
        """Write a checkpoint; see checkpoint.save."""
        checkpoint.save(path, self.tensors, asdict(self.counters))

    def restore(self, path: Path) -> None:
        """Go back to a checkpoint.

        Raises:
            TrainingError: There is none, or it is of another network or version.
        """
        tensors, counters = checkpoint.load(path)
        shapes = {name: tensor.shape for name, tensor in tensors.items()}
        if shapes != {name: tensor.shape for name, tensor in self.tensors.items()}:
            raise TrainingError(
                f"{path} is a checkpoint of another network, or of another version of this package"
            )
        for name, tensor in tensors.items():
            self.tensors[name].copy_(tensor)
        self.counters = Counters(**counters)
        if self.half:
            with torch.no_grad():
                for name, parameter in self.network.named_parameters():
                    parameter.copy_(self.weights[name])
