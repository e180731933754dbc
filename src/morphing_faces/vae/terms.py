"""Further terms of the loss, as pure functions; the ELBO that is logged knows nothing of them."""

from collections.abc import Sequence

import torch
from torch import Tensor

from morphing_faces.vae.coder import Gaussian
from morphing_faces.vae.objective import log_likelihood


def latent_consistency(posterior: Gaussian, z: Tensor) -> Tensor:
    """How little the encoder expects the latent point that a picture was decoded from.

    -log q(z | decode(z)), the loss of the sleep phase of wake-sleep (Hinton et al. 1995, equation
    6), where it teaches the encoder what random points look like.

    Args:
        posterior: q(z|x) of decoded pictures, over [N, L].
        z: What they were decoded from, [N, L].

    Returns:
        [N], in nats.
    """
    return -log_likelihood(z, *posterior)


def feature_matching(found: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """How different two sets of pictures look to a network, layer by layer.

    The mean over layers of the mean absolute difference of features, over their mean absolute value
    (Larsen et al. 2016 have squares of one layer; Wang et al., "High-Resolution Image Synthesis and
    Semantic Manipulation with Conditional GANs", 2018, equation 4, absolute values of several).

    Args:
        found: Features of reconstructions, each [N, maps, rows, columns].
        wanted: Those of the photographs.

    Returns:
        One number, without a unit; 0 where all are the same.
    """
    parts = [
        (one - other).abs().mean() / other.abs().mean().clamp(min=1e-12)
        for one, other in zip(found, wanted, strict=True)
    ]
    return torch.stack(parts).mean()
