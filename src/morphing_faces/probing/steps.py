"""From what probes read to how a face is changed.

A probe's weights say how to read an attribute, not what changes with it: a weight may be there only
to cancel something else. What changes with what a probe w reads is its pattern, S w, with S the
covariance of the latent points (Haufe et al., "On the interpretation of weight vectors of linear
models in multivariate neuroimaging", 2014, equation 6). For several probes V at once it is
S V (V' S V)^-1, whose column k is the most likely step that moves reading k by one and leaves the
others alone; so light and pose can be held while something else changes.
"""

import numpy as np

from morphing_faces.types import Doubles

HELD = ("light-right", "light-above", "brightness", "turn", "nod")
"""What a photograph happens to have, and no other step should change."""
LEAST = 1e-3


def pattern(probe: Doubles, held: Doubles, covariance: Doubles) -> Doubles | None:
    """The likeliest step that moves what a probe reads by one standard deviation, others by none.

    Args:
        probe: Its weights w, [L].
        held: Those of the others, [L, K]; may be none.
        covariance: Of the latent points, S, [L, L].

    Returns:
        The step, [L]; None where the others read the same as the probe, or it reads nothing.
    """
    readers = np.column_stack([probe, held])
    spreads = np.sqrt(np.einsum("lk,lm,mk->k", readers, covariance, readers))
    if not (spreads > 0).all():
        return None
    readers = readers / spreads
    together = covariance @ readers
    step: Doubles = together @ np.linalg.pinv(readers.T @ together, hermitian=True)[:, 0]
    moved = readers.T @ step
    if moved[0] < LEAST or (np.abs(moved[1:]) > LEAST).any():
        return None
    scaled: Doubles = step / moved[0]
    return scaled
