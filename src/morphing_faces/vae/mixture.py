"""A second-stage density: a Gaussian mixture fitted to where a trained encoder puts faces.

The encoder's answers to many faces, the aggregate posterior q(z) = mean over x of q(z|x), are not
quite the prior N(0, I): coordinates go together that the prior takes for independent, and a random
point of the prior lies between faces. A density fitted to q(z) after training, with the network
left as it is, draws points where faces are (Dai & Wipf, "Diagnosing and Enhancing VAE Models",
2019, section 4; theirs is a second VAE, ours a mixture, which is fitted in seconds).

scikit-learn's GaussianMixture knows no prior for its covariances, and without one those of a few
thousand points in hundreds of dimensions describe these points and no others.

Axes: N points, K components, L latent dimensions.
"""

import math
import warnings
from dataclasses import dataclass

import torch
from scipy.cluster.vq import kmeans2
from torch import Tensor

K_MEANS_ROUNDS = 15
"""That make the first assignment."""
PSEUDO_COUNT = 4.0
"""Each covariance is drawn towards their mean, as if by so many more points a dimension."""
EM_ROUNDS = 12
"""At most."""
TOLERANCE = 0.05
"""EM ends when a round raises the mean log-density by less than so many nats."""


@dataclass(frozen=True)
class Mixture:
    """A mixture of Gaussians with full covariances.

    Attributes:
        weights: Of the components, [K], above 0, with the sum 1.
        means: [K, L].
        factors: Lower triangular [K, L, L]; component k has the covariance
            factors[k] @ factors[k].T.
    """

    weights: Tensor
    means: Tensor
    factors: Tensor

    def joint(self, z: Tensor) -> Tensor:
        """Log of each component's weight times its density at points [N, L], in nats, [N, K]."""
        columns = []
        for weight, mean, factor in zip(self.weights, self.means, self.factors, strict=True):
            white = torch.linalg.solve_triangular(factor, (z - mean).T, upper=False)
            volume = torch.log(torch.diagonal(factor)).sum()
            columns.append(torch.log(weight) - 0.5 * white.square().sum(dim=0) - volume)
        return torch.stack(columns, dim=1) - 0.5 * z.shape[1] * math.log(2 * math.pi)

    def log_density(self, z: Tensor) -> Tensor:
        """Log-density at points [N, L], in nats, [N]."""
        return torch.logsumexp(self.joint(z), dim=1)


def fit_mixture(mean: Tensor, std: Tensor, components: int, generator: torch.Generator) -> Mixture:
    """Fit a mixture to one sample of each posterior, by expectation-maximisation from k-means on.

    Args:
        mean: Posterior means, float32 or wider [N, L].
        std: Posterior standard deviations, [N, L].
        components: K, at least 1 and at most N.
        generator: Of the samples and the first centres.

    Returns:
        The mixture, in the type of the means.

    Raises:
        ValueError: There are fewer posteriors than components.
    """
    if not 1 <= components <= len(mean):
        raise ValueError(f"{len(mean)} points make 1 to {len(mean)} components, not {components}")
    z = mean + std * torch.randn(mean.shape, generator=generator, dtype=mean.dtype)
    nearest = _k_means(mean, components, generator)
    mixture = _maximise(z, torch.nn.functional.one_hot(nearest, components).to(z))
    before = -math.inf
    for _ in range(EM_ROUNDS if components > 1 else 0):
        joint = mixture.joint(z)
        now = float(torch.logsumexp(joint, dim=1).mean())
        if now - before < TOLERANCE:
            break
        before = now
        mixture = _maximise(z, torch.softmax(joint, dim=1))
    return mixture


def _maximise(z: Tensor, shares: Tensor) -> Mixture:
    """The M step for responsibilities [N, K], with covariances drawn towards their mean."""
    counts = shares.sum(dim=0).clamp(min=1e-6)  # [K]
    means = shares.T @ z / counts[:, None]
    scatters = []
    for share, mean in zip(shares.T, means, strict=True):
        near = share > 1e-4  # the rest adds nothing, and there is a lot of it
        offsets = z[near] - mean
        scatters.append((offsets * share[near, None]).T @ offsets)
    pooled = torch.stack(scatters).sum(dim=0) / len(z)
    pooled += 1e-6 * torch.eye(z.shape[1], dtype=z.dtype)
    pseudo = PSEUDO_COUNT * z.shape[1]
    factors = [
        torch.linalg.cholesky((scatter + pseudo * pooled) / (count + pseudo))
        for count, scatter in zip(counts, scatters, strict=True)
    ]
    return Mixture(counts / counts.sum(), means, torch.stack(factors))


def _k_means(points: Tensor, components: int, generator: torch.Generator) -> Tensor:
    """Assign points [N, L] to the nearest of so many centres, int64 [N]."""
    chosen = torch.randperm(len(points), generator=generator)[:components]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a centre without points stays where it is
        _, nearest = kmeans2(points.numpy(), points[chosen].numpy(), K_MEANS_ROUNDS, minit="matrix")
    return torch.from_numpy(nearest).long()
