"""Linear probes: ridge regression of an attribute on latent points, for numbers and for classes.

A class is the number 1 for its faces and 0 for the others: least squares then gives the direction
of Fisher's linear discriminant (Hastie, Tibshirani & Friedman, "The Elements of Statistical
Learning", exercise 4.2), and one decomposition serves every strength of the penalty.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.types import Doubles

PENALTIES = tuple(10.0 ** (power / 2) for power in range(-8, 5))
"""Tried strengths, in units of the mean variance of a latent dimension."""
FOLDS = 5


@dataclass(frozen=True)
class Probe:
    """A linear function of the latent point.

    Attributes:
        weight: w, [L].
        offset: b; the probe says w z + b.
        penalty: The strength of the penalty, one of PENALTIES.
    """

    weight: Doubles
    offset: float
    penalty: float

    def __call__(self, z: ArrayLike) -> Doubles:
        """What the probe says of points [N, L]: [N], in the unit of the attribute."""
        said: Doubles = np.asarray(z, np.float64) @ self.weight + self.offset
        return said


def fit_probe(z: Doubles, y: Doubles, *, classes: bool, seed: int = 0) -> Probe:
    """Fit a probe; the strength of its penalty is the best by cross-validation.

    Args:
        z: Latent points, [N, L]; at least FOLDS.
        y: The attribute, [N]; of a class, 1 for its faces and 0 for the others.
        classes: Whether to choose by the AUC, not by R².
        seed: Of the folds.
    """
    order = np.random.default_rng(seed).permutation(len(z))
    folds = np.array_split(order, FOLDS)
    parts = [_moments(z[fold], y[fold]) for fold in folds]
    whole = sum(parts[1:], start=parts[0])
    measure = auc if classes else r2
    scores = np.zeros(len(PENALTIES))
    for fold, part in zip(folds, parts, strict=True):
        probes = (whole - part).solve(PENALTIES)
        scores += [measure(y[fold], probe(z[fold])) for probe in probes]
    return whole.solve((PENALTIES[int(np.argmax(scores))],))[0]


def r2(y: Doubles, said: Doubles) -> float:
    """The share of the variance of y that is explained: 1 - sum (y - said)² / sum (y - mean)²."""
    return float(1 - np.square(y - said).sum() / np.square(y - y.mean()).sum())


def auc(y: Doubles, said: Doubles) -> float:
    """How often a face of the class is read above one that is not; ties count half.

    From the sum of the ranks (Mann & Whitney 1947).

    Args:
        y: 1 for faces of the class and 0 for the others, [N].
        said: What is read, [N].
    """
    values, places, counts = np.unique(said, return_inverse=True, return_counts=True)
    del values
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    inside = y > 0.5
    many, few = float(inside.sum()), float((~inside).sum())
    return float((ranks[inside].sum() - many * (many + 1) / 2) / (many * few))


@dataclass(frozen=True)
class _Moments:
    """Sums over faces, of which any part can be taken away again."""

    count: float
    z: Doubles
    y: float
    zz: Doubles
    zy: Doubles

    def __add__(self, other: "_Moments") -> "_Moments":
        return _Moments(
            self.count + other.count,
            self.z + other.z,
            self.y + other.y,
            self.zz + other.zz,
            self.zy + other.zy,
        )

    def __sub__(self, other: "_Moments") -> "_Moments":
        return self + _Moments(-other.count, -other.z, -other.y, -other.zz, -other.zy)

    def solve(self, penalties: tuple[float, ...]) -> list[Probe]:
        """(S + penalty s I) w = c, with S the covariance of z, s its mean variance, c that to y."""
        centre, mean = self.z / self.count, self.y / self.count
        covariance = self.zz / self.count - np.outer(centre, centre)
        cross = self.zy / self.count - centre * mean
        values, vectors = np.linalg.eigh(covariance)
        values, turned = np.maximum(values, 0), vectors.T @ cross
        unit = max(float(values.mean()), np.finfo(float).tiny)
        probes = []
        for penalty in penalties:
            weight = vectors @ (turned / (values + penalty * unit))
            probes.append(Probe(weight, mean - float(centre @ weight), penalty))
        return probes


def _moments(z: Doubles, y: Doubles) -> _Moments:
    return _Moments(float(len(z)), z.sum(axis=0), float(y.sum()), z.T @ z, z.T @ y)
