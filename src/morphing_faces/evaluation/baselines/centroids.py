"""Centroids of k-means on training faces: the sanity baseline that beats real faces at Parzen."""

import numpy as np

from morphing_faces.types import Floats


def centroids(images: Floats, count: int, seed: int) -> Floats:
    """Cluster images [N, D] into `count` clusters, in small batches; returns [count, D]."""
    from sklearn.cluster import MiniBatchKMeans

    fit = MiniBatchKMeans(
        count, init="random", n_init=1, batch_size=4096, max_iter=5, random_state=seed,
        reassignment_ratio=0.0,
    ).fit(images)  # fmt: skip
    return np.asarray(fit.cluster_centers_, np.float32)
