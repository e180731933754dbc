"""Distances between sets of pictures where they are known, and what a network can learn."""

import numpy as np
import pytest
import torch
from scipy.linalg import sqrtm

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.metrics.draws import pictures
from morphing_faces.evaluation.metrics.features import (
    FEATURES,
    features_of,
    skills,
    train_features,
)
from morphing_faces.evaluation.metrics.memorisation import nearness
from morphing_faces.evaluation.metrics.sample_quality import frechet_distance, precision_recall
from morphing_faces.faces.set.faceset import FaceSet


def test_the_frechet_distance_is_the_closed_form() -> None:
    rng = np.random.default_rng(0)
    a = rng.standard_normal((500, 6)) @ rng.standard_normal((6, 6)) + 1
    b = rng.standard_normal((700, 6)) @ rng.standard_normal((6, 6))
    first, second = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root = np.real(sqrtm(first @ second))
    expected = ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(first + second - 2 * root)
    assert frechet_distance(a, b) == pytest.approx(expected)
    assert frechet_distance(b, a) == pytest.approx(expected)
    assert frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_a_feature_that_never_varies_is_no_trouble() -> None:
    rng = np.random.default_rng(0)
    a = np.hstack([rng.standard_normal((90, 2)), np.zeros((90, 1))])
    assert frechet_distance(a, a + 2) == pytest.approx(12)


def test_precision_and_recall_are_those_of_the_definition() -> None:
    rng = np.random.default_rng(1)
    real, made = rng.standard_normal((80, 2)), 0.4 * rng.standard_normal((80, 2)) + 0.3

    def inside(points: np.ndarray, support: np.ndarray) -> float:
        radius = [np.sort(np.linalg.norm(support - one, axis=1))[3] for one in support]
        return float(
            np.mean([any(np.linalg.norm(support - point, axis=1) <= radius) for point in points])
        )

    assert precision_recall(real, made) == (inside(made, real), inside(real, made))
    precision, recall = precision_recall(real, made)
    assert precision > recall  # the made points are a narrow part of the real ones
    assert precision_recall(real, real + 100) == (0, 0)


def test_copies_are_noticed() -> None:
    rng = np.random.default_rng(2)
    held_out = rng.uniform(1, 2, 1000)
    assert nearness("pixels", held_out, rng.uniform(1, 2, 1000)).nearer == pytest.approx(
        0.01, abs=0.015
    )
    copied = np.where(rng.random(1000) < 0.3, 0.01, 1.5)
    assert nearness("pixels", held_out, copied).nearer == (copied < 1).mean()


@pytest.mark.slow
def test_the_network_learns_what_the_pictures_show(labelled: FaceSet) -> None:
    network = train_features(labelled, epochs=20, seed=0)
    found = {skill.label: skill for skill in skills(network, labelled, labelled.split("all"))}
    assert found.keys() == {"gender", "expression", "age"}
    assert found["expression"].reached > 0.75 > found["expression"].constant
    assert found["age"].reached < 0.6 * found["age"].constant
    features = features_of(network, pictures(labelled, labelled.split("test")))
    assert features.shape == (len(labelled.split("test")), FEATURES)
    assert features.std() > 0


def test_the_same_seed_gives_the_same_network_and_leaves_torch_alone(labelled: FaceSet) -> None:
    before = torch.random.get_rng_state()
    first, second = (train_features(labelled, epochs=1, seed=3) for _ in range(2))
    for name, value in first.state_dict().items():
        assert torch.equal(value, second.state_dict()[name])
    assert torch.equal(before, torch.random.get_rng_state())


def test_features_need_labels(faces: FaceSet) -> None:
    with pytest.raises(FaceSetError, match="has no labels"):
        train_features(faces, epochs=1, seed=0)
