"""The golden pairs: what the full-precision network makes of a few inputs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from morphing_faces.types import Floats


@dataclass(frozen=True)
class GoldenPairs:
    """Inputs and outputs of the full-precision network, for the parity test of every runtime.

    Attributes:
        z: Latent points, float32 [K, L].
        face: Their decoded means, float32 [K, H, W(, 3)] in [0, 1].
        image: Pictures, float32 [J, H, W(, 3)] in [0, 1]; J is 0 without an encoder.
        mean: Their posterior means, float32 [J, L].
        noise: Draws from N(0, I), float32 [I, P]; I is 0 without a fitted prior.
        drawn: The latent points that the fitted prior makes of them, float32 [I, L].
    """

    z: Floats
    face: Floats
    image: Floats
    mean: Floats
    noise: Floats
    drawn: Floats


def golden_pairs(arrays: Mapping[str, Floats], *, latent_size: int, fitted: bool) -> GoldenPairs:
    """The pairs among the arrays of a golden.npz.

    Args:
        arrays: By name.
        latent_size: L.
        fitted: Whether the model has a fitted prior, so that noise and drawn belong to them.

    Raises:
        KeyError: One is missing.
    """
    nothing = np.empty((0, latent_size), np.float32)
    drawn = [arrays[key] for key in ("noise", "drawn")] if fitted else [nothing, nothing]
    return GoldenPairs(*(arrays[key] for key in ("z", "face", "image", "mean")), *drawn)
