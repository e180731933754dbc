"""A model whose log p(x) is known: probabilistic PCA, dressed as an autoencoder."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.evaluation.baselines.ppca import PPCA


@dataclass
class LinearGaussian:
    """Its posterior is exact when `blur` is 1, and too wide or too narrow otherwise."""

    ppca: PPCA
    blur: float = 1.0

    def encode(self, faces: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        mean, std = self.ppca.posterior(faces)
        return mean, np.broadcast_to(self.blur * std, mean.shape)

    def conditional(self, z: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        mean = self.ppca.decode(z)
        return mean, np.full_like(mean, np.sqrt(self.ppca.variance))


def example(seed: int = 0, size: int = 12, components: int = 3) -> tuple[PPCA, np.ndarray]:
    """A model, and 40 images drawn from it."""
    rng = np.random.default_rng(seed)
    basis = np.linalg.qr(rng.standard_normal((size, components)))[0]
    ppca = PPCA(rng.standard_normal(size), basis * np.array([2.0, 1.0, 0.5]), 0.3)
    x = ppca.decode(rng.standard_normal((40, components)))
    return ppca, x + np.sqrt(ppca.variance) * rng.standard_normal(x.shape)
