"""pythae's VAE, judged as ours is."""

import numpy as np
import pytest

from morphing_faces.evaluation.baselines.reference import Reference, train_reference
from morphing_faces.evaluation.metrics.density import dequantised
from morphing_faces.faces.set.faceset import FaceSet


@pytest.fixture(scope="module")
def reference(faces: FaceSet) -> Reference:
    return train_reference(faces, latent=4, hidden=16, epochs=3, seed=0)


def test_it_has_the_layers_that_were_asked_for(reference: Reference) -> None:
    shapes = [tuple(value.shape) for value in reference.decoder.state_dict().values()]
    assert shapes == [(16, 4), (16,), (16, 16), (16,), (64, 16), (64,)]
    assert reference.latent == 4


def test_the_variance_is_the_best_fixed_one(reference: Reference, faces: FaceSet) -> None:
    """Measured, not derived: no other variance has a higher ELBO on the training faces."""
    (x,) = (
        np.concatenate(list(dequantised(faces, faces.split("train"), np.random.default_rng(0)))),
    )
    x = x.reshape(len(x), -1)

    def elbo(variance: float) -> float:
        other = Reference(reference.encoder, reference.decoder, variance, 3)
        return float(other.elbo(x, np.random.default_rng(1))[0].mean())

    best = elbo(reference.variance)
    assert best > elbo(1.0)
    assert best > elbo(1.2 * reference.variance)
    assert best > elbo(0.8 * reference.variance)
