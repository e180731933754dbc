"""A perceptron that learned pixels in principal components, as an ordinary one."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import nn

from morphing_faces.vae.network import VAE
from morphing_faces.vae.perceptron import GaussianPerceptron


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
        theirs, ours = _perceptron(network.encoder), _perceptron(plain.encoder)
        weight = theirs.hidden_layers[0].weight.double()  # [U, K]
        ours.hidden_layers[0].weight.copy_(weight @ inward.T)
        shift = theirs.hidden_layers[0].bias - weight @ (basis.centre.double() @ inward)
        ours.hidden_layers[0].bias.copy_(shift)
        _copy(theirs.hidden_layers[1:], ours.hidden_layers[1:])
        _copy([theirs.gaussian], [ours.gaussian])
        theirs, ours = _perceptron(network.decoder), _perceptron(plain.decoder)
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


def _perceptron(half: nn.Module) -> GaussianPerceptron:
    """Networks of other kinds have no basis."""
    if not isinstance(half, GaussianPerceptron):
        raise TypeError(f"{type(half).__name__} is no perceptron")
    return half
