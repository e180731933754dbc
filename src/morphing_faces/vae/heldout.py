"""The network on faces that it is not trained on, while torch is at hand."""

from typing import NamedTuple

import torch
from torch import Tensor

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.batches import batches
from morphing_faces.vae.network import VAE
from morphing_faces.vae.objective import dequantise, kl_divergence, log_likelihood
from morphing_faces.vae.random_streams import HELD_OUT, Stream

BATCH = 512


class HeldOut(NamedTuple):
    """Of N faces: log-likelihood [N], KL of every dimension [N, L], posterior mean [N, L]."""

    log_likelihood: Tensor
    kl: Tensor
    mean: Tensor


def held_out(network: VAE, faces: FaceSet) -> HeldOut:
    """Judge a network on the "valid" split, with one sample of z a face.

    The noise depends on the face's place alone, so that epochs can be compared.

    Args:
        network: The network.
        faces: The face set.
    """
    parts: list[HeldOut] = []
    device = next(network.parameters()).device
    with torch.no_grad():
        for number, pixels in enumerate(batches(faces, faces.split("valid"), BATCH)):
            places = range(len(pixels))
            draws = Stream(0, HELD_OUT, number, 0).uniform(places, pixels.shape[1])
            x = dequantise(pixels, draws).to(device)
            noise = Stream(0, HELD_OUT, number, 1).normal(places, network.config.latent).to(device)
            posterior, conditional = network(x, noise)
            parts.append(
                HeldOut(log_likelihood(x, *conditional), kl_divergence(*posterior), posterior.mean)
            )
    return HeldOut(*(torch.cat(part).cpu() for part in zip(*parts, strict=True)))
