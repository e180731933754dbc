"""The criterion of a variational autoencoder, as pure functions.

    ELBO(x) = E_q(z|x)[log p(x|z)] - KL(q(z|x) || p(z))

with p(z) = N(0, I), and diagonal Gaussians q(z|x) and p(x|z): Kingma & Welling, "Auto-Encoding
Variational Bayes", 2014, equation 3 and appendices B and C.2. Everything is summed over pixels and
latent dimensions and never averaged, so every number is in nats per image, and everything is
computed in float32 or better, whatever precision the layers use.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

LOG_TWO_PI = math.log(2 * math.pi)

PIXEL_FLOOR = -math.log(12 * 256**2)
"""Floor of a pixel's log-variance: the variance 1/(12 * 256^2) of the dequantisation noise, below
which no model of dequantised pixels can usefully go."""

POSTERIOR_FLOOR = -14.0
"""Floor of the posterior's log-variance: a standard deviation of about 0.0009, which costs 7 nats
a dimension; it keeps exp and its gradient in range."""


def floored(raw: Tensor, floor: float) -> Tensor:
    """Bound log-variances from below, smoothly: floor + softplus(raw - floor).

    Close to `raw` above the floor and to `floor` below it; its slope is sigmoid(raw - floor).

    Args:
        raw: Any real numbers, of any shape and floating type.
        floor: The lower bound.

    Returns:
        float32 or wider, of the same shape, above `floor`.
    """
    return floor + functional.softplus(_wide(raw) - floor)


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(N(mean, var) || N(0, 1)) of every dimension: 1/2 (mean^2 + var - 1 - log var).

    Never negative, and 0 exactly at mean 0 and variance 1. The formula is often printed with the
    opposite sign, which is the term as it enters the ELBO (Kingma & Welling 2014, appendix B).

    Args:
        mean: Posterior mean [N, L].
        log_variance: Posterior log-variance [N, L].

    Returns:
        [N, L], in nats; the sum over L is the KL of an image.
    """
    mean, log_variance = _wide(mean), _wide(log_variance)
    # expm1 keeps the digits that var - 1 would lose where the posterior is close to the prior.
    return 0.5 * (mean.square() + torch.expm1(log_variance) - log_variance)


def counted(kl: Tensor, means: Tensor, free_bits: float) -> Tensor:
    """What the loss counts of the KL when every latent dimension may use some nats for free.

    Its mean over the batch is that of sum over dimensions of max(free_bits, mean KL), less a
    constant, and has the same gradient: Kingma et al., "Improved Variational Inference with Inverse
    Autoregressive Flow", 2016, equation 15. A batch may be in parts.

    Args:
        kl: Of every image of a part and every dimension, [N, L], in nats.
        means: Of every dimension over the whole batch, [L].
        free_bits: Nats a dimension.

    Returns:
        [N], in nats per image.
    """
    return (kl * (means > free_bits)).sum(dim=1)


def log_likelihood(x: Tensor, mean: Tensor, log_variance: Tensor) -> Tensor:
    """Log N(x; mean, diag(var)) of every image, summed over its pixels.

    Args:
        x: Images [N, D].
        mean: Means [N, D].
        log_variance: Log-variances, broadcastable to [N, D].

    Returns:
        [N], in nats per image.
    """
    x, mean, log_variance = _wide(x), _wide(mean), _wide(log_variance)
    squares = (x - mean).square() * torch.exp(-log_variance)
    return -0.5 * (squares + log_variance + LOG_TWO_PI).sum(dim=1)


def reparametrise(mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
    """Sample N(mean, var) as mean + std * noise, so that gradients reach mean and variance.

    Args:
        mean: [N, L].
        log_variance: [N, L].
        noise: Draws from N(0, 1), [N, L].

    Returns:
        [N, L].
    """
    return _wide(mean) + torch.exp(0.5 * _wide(log_variance)) * noise


def dequantise(pixels: Tensor, noise: Tensor) -> Tensor:
    """Make 8-bit pixels continuous, (x + u) / 256 with u uniform on [0, 1).

    The density of such images bounds the probability of the 8-bit ones (Theis, van den Oord &
    Bethge, "A note on the evaluation of generative models", 2016, section 3.1).

    Args:
        pixels: Integers from 0 to 255, [N, D].
        noise: Draws from U[0, 1), [N, D].

    Returns:
        float32 [N, D] in [0, 1).
    """
    return (pixels.float() + noise) / 256


def _wide(values: Tensor) -> Tensor:
    """The same numbers in float32, or as they are where they are wider already."""
    return values if values.dtype == torch.float64 else values.float()
