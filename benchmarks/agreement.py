"""How well three sources agree on where eyes are, and how far off each of them is by itself.

Where the truth is not known but three sources err independently of each other, the variances of
their differences give that of each (the three-cornered hat; Grubbs, "On Estimating Precision of
Measuring Instruments and Product Variability", JASA 43, 1948): var(a) = (var(a - b) + var(a - c) -
var(b - c)) / 2. What all three have in common does not show.
"""

from itertools import combinations

import numpy as np

from morphing_faces.types import Doubles

NORMAL = 1.4826
"""Standard deviations a median absolute deviation, of a normal distribution."""


def agreement(eyes: dict[str, Doubles]) -> str:
    """A few lines on three sources.

    Args:
        eyes: By source, x and y of the eye on the picture's left and the other, float64 [N, 2, 2].

    Returns:
        Of each two, the median over faces of the mean distance of both eyes and the median offset
        of each eye (along the line through the eyes, and down); of each source by itself, its
        standard deviation along and down. All in percent of the distance between the eyes.
    """
    apart = np.mean([each[:, 1] - each[:, 0] for each in eyes.values()], axis=0)
    length = np.linalg.norm(apart, axis=1)[:, None]
    along = apart / length
    axes = np.stack([along, along[:, ::-1] * (-1, 1)], axis=1)  # [N, axis, x and y]
    off = {
        (one, other): 100
        * np.einsum("nex,nax->nea", eyes[one] - eyes[other], axes)
        / length[..., None]
        for one, other in combinations(eyes, 2)
    }
    spread = {pair: _deviation(each) ** 2 for pair, each in off.items()}
    lines = []
    for (one, other), each in off.items():
        middle = np.median(np.linalg.norm(each, axis=2).mean(axis=1))
        (a, b), (c, d) = np.median(each, axis=0)
        offsets = f"left {a:+.1f}, {b:+.1f}, right {c:+.1f}, {d:+.1f}"
        lines.append(f"{one} - {other}: {middle:.1f} % apart; {offsets}")
    for name in eyes:
        own = sum(each if name in pair else -each for pair, each in spread.items()) / 2
        x, y = np.sqrt(np.maximum(own, 0)).mean(axis=0)
        lines.append(f"{name} by itself: {x:.1f} % along, {y:.1f} % down")
    return "\n".join(lines)


def _deviation(off: Doubles) -> Doubles:
    """The standard deviation over faces, [N, 2, 2] to [2, 2]; a few outliers do not count."""
    return np.asarray(NORMAL * np.median(np.abs(off - np.median(off, axis=0)), axis=0))
