"""Refining: mathematics against finite differences, and what a user may rely on."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morphing_faces import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.session.refine import PIXEL_SIGMA, WIDTHS, refine, slope
from tests.tiny import LATENT, SHAPE, tiny_model


def point(seed: int, scale: float = 1.0) -> np.ndarray:
    return (scale * np.random.default_rng(seed).standard_normal(LATENT)).astype(np.float32)


def objective(model: ModelFolder, picture: np.ndarray, z: np.ndarray) -> float:
    """What the module's docstring says, written down once more."""
    face = model.decode(z[None].astype(np.float32))[0].astype(np.float64)
    return float(
        -((picture - face) ** 2).sum() / (2 * PIXEL_SIGMA**2)
        - (z.astype(np.float64) ** 2).sum() / 2
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_gradient_is_that_of_the_objective(tiny: ModelFolder, seed: int) -> None:
    z, width = point(seed), 0.01
    picture = tiny.decode(point(seed + 50)[None])[0].astype(np.float64)
    gradient, curvature = slope(tiny, picture.ravel(), z, width)
    rng = np.random.default_rng(seed)
    for _ in range(5):
        way = rng.standard_normal(LATENT)
        way *= 0.02 / np.linalg.norm(way)
        found = objective(tiny, picture, z + way) - objective(tiny, picture, z - way)
        assert found == pytest.approx(2 * gradient @ way, rel=0.05, abs=0.01 * abs(gradient).max())
    assert np.allclose(curvature, curvature.T)
    assert np.linalg.eigvalsh(curvature).min() >= 1 - 1e-6, "the prior alone gives the identity"


@pytest.mark.slow
@settings(max_examples=15)
@given(seed=st.integers(0, 2**32 - 1), steps=st.integers(0, 5), of_the_model=st.booleans())
def test_nothing_ever_gets_worse(
    tiny: ModelFolder, seed: int, steps: int, of_the_model: bool
) -> None:
    rng = np.random.default_rng(seed)
    start = rng.standard_normal(LATENT).astype(np.float32)
    other = rng.standard_normal((1, LATENT)).astype(np.float32)
    noise = rng.random(SHAPE).astype(np.float32)
    picture = tiny.decode(other)[0] if of_the_model else noise
    found = list(refine(tiny, picture, start, steps))
    assert 1 <= len(found) <= steps + 1
    assert np.array_equal(found[0].z, start)
    for before, after in pairwise(found):
        assert after.objective > before.objective
        assert after.rmse <= before.rmse
    best = found[-1]
    error = tiny.decode(best.z[None])[0].astype(np.float64) - picture
    assert best.rmse == pytest.approx(np.sqrt((error**2).mean()), rel=1e-4)
    assert best.objective == pytest.approx(objective(tiny, picture, best.z), rel=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_face_of_the_model_comes_back_from_another_point(tmp_path: Path, seed: int) -> None:
    few = ModelFolder(
        tiny_model(tmp_path / "few", latent=6)
    )  # so few that no two points share a face
    rng = np.random.default_rng(seed)
    z, aside = rng.standard_normal((2, 6)).astype(np.float32)
    first, *_, last = refine(few, few.decode(z[None])[0], z + aside / 2, 100)
    assert np.linalg.norm(first.z - z) > 0.5
    assert np.linalg.norm(last.z - z) < 0.05
    assert last.rmse < 0.001


@pytest.mark.slow
def test_it_ends_where_nothing_more_is_to_be_gained(tiny: ModelFolder) -> None:
    picture = tiny.decode(point(1)[None])[0]
    found = list(refine(tiny, picture, point(2), 1000))
    assert len(found) < 100
    again = list(refine(tiny, picture, found[-1].z, 1000))
    assert again[-1].objective - again[0].objective < 0.01 * abs(again[0].objective)


@pytest.mark.slow
def test_differences_become_narrower_and_that_leads_further(
    tiny: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[float] = []
    decode = tiny.decode

    def watched(z: np.ndarray) -> np.ndarray:
        if len(z) > 1:  # a point and those of its differences
            used.append(round(float(np.abs(z[1] - z[0]).max()), 3))
        return decode(z)

    monkeypatch.setattr(tiny, "decode", watched)
    picture = decode(point(1)[None])[0]
    *_, best = refine(tiny, picture, point(2), 1000)
    assert used == sorted(used, reverse=True)
    assert sorted(set(used), reverse=True) == list(WIDTHS)
    monkeypatch.setattr("morphing_faces.session.refine.WIDTHS", WIDTHS[:1])
    *_, wide = refine(tiny, picture, point(2), 1000)
    assert best.objective > wide.objective + 1


def test_a_picture_of_another_shape_is_refused(tiny: ModelFolder) -> None:
    with pytest.raises(ModelError, match=r"a picture of model 'tiny' has the shape \(48, 48\)"):
        next(refine(tiny, np.zeros((24, 24), np.float32), point(0), 1))
