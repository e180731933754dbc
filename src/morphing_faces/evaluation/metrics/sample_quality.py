"""Do samples look like faces? A distance and two shares, in the features of a network.

Whatever network the features are of, figures can be compared only within one report: they are not
"FID", which is this distance in the features of one particular network.
"""

from dataclasses import dataclass

import numpy as np

from morphing_faces.evaluation.metrics.distances import squared_distances
from morphing_faces.types import Doubles

NEIGHBOURS = 3


@dataclass(frozen=True)
class SampleQuality:
    """Figures of some pictures against training faces.

    Attributes:
        name: What the pictures are.
        pictures: How many.
        distance: Frechet distance between Gaussians fitted to the features of these pictures and
            of all training faces.
        precision: Share of pictures in the support of as many training faces.
        recall: Share of those training faces in the support of the pictures.
    """

    name: str
    pictures: int
    distance: float
    precision: float
    recall: float


def look(name: str, features: Doubles, training: Doubles, reference: Doubles) -> SampleQuality:
    """Compare pictures with training faces.

    Args:
        name: What the pictures are.
        features: Of the pictures, [N, F].
        training: Of all training faces, [M, F].
        reference: Of as many training faces as there are pictures, drawn at random, [N, F].
    """
    precision, recall = precision_recall(reference, features)
    return SampleQuality(
        name, len(features), frechet_distance(features, training), precision, recall
    )


def frechet_distance(a: Doubles, b: Doubles) -> float:
    """Frechet distance, squared, between Gaussians fitted to two sets of features.

        |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))

    Dowson & Landau, "The Frechet distance between multivariate normal distributions", 1982;
    Heusel et al., 2017, for pictures. The trace of the root is computed from the eigenvalues of
    C1^(1/2) C2 C1^(1/2), which is symmetric.

    Args:
        a: [N, F].
        b: [M, F].
    """
    first, second = (np.atleast_2d(np.cov(values, rowvar=False)) for values in (a, b))
    values, vectors = np.linalg.eigh(first)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    inner = np.linalg.eigvalsh(root @ second @ root)
    trace = np.trace(first) + np.trace(second) - 2 * np.sqrt(np.maximum(inner, 0)).sum()
    return float(((a.mean(axis=0) - b.mean(axis=0)) ** 2).sum() + max(trace, 0.0))


def precision_recall(real: Doubles, made: Doubles) -> tuple[float, float]:
    """Precision and recall of made pictures (Kynkäänniemi et al. 2019, equations 1 and 2).

    The support of a set is the union of balls around its points, each as large as the distance to
    the point's third nearest neighbour in the set.

    Args:
        real: Features [N, F].
        made: Features [N, F].
    """
    return _share_inside(made, real), _share_inside(real, made)


def _share_inside(points: Doubles, support: Doubles) -> float:
    blocks = squared_distances(support, support)
    # The nearest of all is the point itself, at distance 0.
    place = min(NEIGHBOURS, len(support) - 1)
    radii = np.concatenate([np.partition(block, place, axis=1)[:, place] for block in blocks])
    inside = [(block <= radii).any(axis=1) for block in squared_distances(points, support)]
    return float(np.concatenate(inside).mean())
