"""The networks that can be trained, by name, and the variational autoencoder that two halves make.

To add one: a file with its encoder and decoder (coder.Coder), and an entry in ARCHITECTURES, or
`register` from another package before `train` is called. Everything else, from training to the
page, asks nothing more of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import torch
from torch import Tensor, nn

from morphing_faces.errors import TrainingError
from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.vae import convolutional, modulated, perceptron
from morphing_faces.vae.basis import PrincipalBasis
from morphing_faces.vae.coder import Coder, Converter, Gaussian, NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.objective import floored
from morphing_faces.vae.ppca_init import start_at_ppca


@dataclass(frozen=True)
class Architecture:
    """A kind of network.

    Attributes:
        make: Encoder and decoder with random weights, from the sizes.
        describe: The network in a few words, for the model card.
        settings: The fields of TrainingConfig that are about this kind alone.
        start_at_ppca: Sets encoder and decoder to a fitted PPCA, where they can represent it.
        converter: The module whose function `converter` makes ONNX files of encoder, decoder and
            sizes, by name, so that it is loaded for an export only; see torch_converter.
    """

    make: Callable[[NetworkConfig, torch.Generator], tuple[Coder, Coder]]
    describe: Callable[[NetworkConfig], str]
    settings: tuple[str, ...] = ()
    start_at_ppca: Callable[[Any, Any, NetworkConfig, PPCA, Any, Any], None] | None = None
    converter: str = "morphing_faces.vae.torch_converter"


ARCHITECTURES: dict[str, Architecture] = {
    "perceptron": Architecture(
        perceptron.perceptrons,
        perceptron.described,
        ("hidden", "basis"),
        start_at_ppca,
        "morphing_faces.vae.perceptron_converter",
    ),
    "convolutional": Architecture(convolutional.convolutions, convolutional.described, ("maps",)),
    "modulated": Architecture(modulated.modulated, modulated.described, ("maps",)),
}


def register(name: str, architecture: Architecture) -> None:
    """Let `train` make networks of another kind.

    Raises:
        TrainingError: There is one of that name.
    """
    if name in ARCHITECTURES:
        raise TrainingError(f"there is a network {name!r} already")
    ARCHITECTURES[name] = architecture


def architecture(name: str) -> Architecture:
    """The kind of network of this name.

    Raises:
        TrainingError: There is none.
    """
    if name not in ARCHITECTURES:
        raise TrainingError(
            f"there is no network {name!r}, only {', '.join(map(repr, ARCHITECTURES))}"
        )
    return ARCHITECTURES[name]


def converter(network: "VAE") -> Converter:
    """What makes the ONNX files of a network in evaluation mode."""
    module = import_module(architecture(network.config.network).converter)
    made: Converter = module.converter(network.encoder, network.decoder, network.config)
    return made


def settled(config: TrainingConfig) -> TrainingConfig:
    """A configuration that fits its network, with its start decided.

    Raises:
        TrainingError: There is no such network, it cannot start so, or a setting is another's.
    """
    chosen = architecture(config.network)
    for name, other in ARCHITECTURES.items():
        for setting in set(other.settings) - set(chosen.settings):
            if getattr(config, setting) != getattr(TrainingConfig, setting):
                raise TrainingError(
                    f"{setting} is a setting of the {name} network, not of the {config.network}"
                )
    if config.start == "auto":
        return replace(config, start="ppca" if chosen.start_at_ppca else "usual")
    if config.start == "ppca" and not chosen.start_at_ppca:
        raise TrainingError(f"a {config.network} network cannot start at PPCA; leave start out")
    return config


class VAE(nn.Module):
    """The encoder and the decoder.

    Args:
        config: The kind and the sizes.
        generator: Of the random weights it starts with.

    Raises:
        TrainingError: There is no such network, or not of these sizes.
    """

    def __init__(self, config: NetworkConfig, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        make = architecture(config.network).make
        self.encoder, self.decoder = make(config, generator or torch.Generator().manual_seed(0))
        self.basis: PrincipalBasis | None = None
        self.level: nn.Parameter | None = None
        """Of a pixel's log-variance, what the waves are added to."""
        if config.basis:
            self.basis = PrincipalBasis(config.height, config.width, config.channels, config.basis)
            if config.variance == "pixel":
                self.level = nn.Parameter(torch.zeros(config.pixels))

    @property
    def mask_widths(self) -> tuple[int, int]:
        """Hidden units of encoder and decoder that dropout may leave out."""
        return sum(self.encoder.mask_widths), sum(self.decoder.mask_widths)

    def start_at_ppca(self, ppca: PPCA) -> None:
        """Set the network to a fitted PPCA.

        Raises:
            TrainingError: It is of a kind that cannot represent it, or too small for it.
        """
        start = architecture(self.config.network).start_at_ppca
        if start is None:
            raise TrainingError(f"a {self.config.network} network cannot start at PPCA")
        start(self.encoder, self.decoder, self.config, ppca, self.basis, self.level)

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
        return Gaussian(mean.float(), floored(raw, self.decoder.floor))

    def forward(
        self, x: Tensor, noise: Tensor, masks: Tensor | None = None, cut: int = 0
    ) -> tuple[Gaussian, Gaussian]:
        """Encode, sample, decode.

        Args:
            x: Images [N, D] in [0, 1].
            noise: Draws from N(0, 1), [N, L].
            masks: Factors of all hidden units, the encoder's first, [N, sum of mask_widths], for
                dropout.
            cut: Where above 0, half of the images are decoded once more, from the first `cut`
                coordinates alone, with the others at 0.

        Returns:
            The posterior q(z|x) over [N, L], and p(x|z) over [N, D] at one sample z of it; with a
            cut over [N + cut_short(N), D], the first images once more in the end.
        """
        inward = outward = None
        if masks is not None:
            width = sum(self.encoder.mask_widths)
            inward, outward = masks[:, :width], masks[:, width:]
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
