"""Does the model copy? How near samples are to training faces, beside how near new faces are."""

from dataclasses import dataclass

import numpy as np

from morphing_faces.types import Doubles

NEAR = 0.01
"""A sample is suspiciously near when it is nearer than this share of the held-out faces."""


@dataclass(frozen=True)
class Nearness:
    """Distances to the nearest training face, its mirror image counted as one.

    Attributes:
        measure: What the distance is: "pixels" (RMSE, range 0 to 1) or "own features".
        held_out: Median over held-out faces.
        samples: Median over samples.
        threshold: The first percentile over held-out faces.
        nearer: Share of samples below that threshold; about 1 % if they are as new as held-out
            faces, more if the model copies.
    """

    measure: str
    held_out: float
    samples: float
    threshold: float
    nearer: float


def nearness(measure: str, held_out: Doubles, samples: Doubles) -> Nearness:
    """Sum up distances to the nearest training face, of held-out faces [N] and samples [M]."""
    threshold = float(np.quantile(held_out, NEAR))
    return Nearness(
        measure,
        float(np.median(held_out)),
        float(np.median(samples)),
        threshold,
        float((samples < threshold).mean()),
    )
