"""A covariance that is never held, against numpy's."""

import numpy as np
import pytest

from morphing_faces.evaluation.baselines.covariance import Covariance


@pytest.fixture(scope="module")
def data() -> np.ndarray:
    rng = np.random.default_rng(0)
    return 0.5 + 0.1 * rng.standard_normal((700, 4)) @ rng.standard_normal((4, 30))


@pytest.mark.parametrize("whole", [0, 30])
def test_it_is_the_covariance(data: np.ndarray, whole: int) -> None:
    found = Covariance(lambda: np.array_split(data, 9), whole=whole)
    expected = np.cov(data.T, bias=True)
    assert (found.matrix is None) == (whole == 0)
    assert (found.count, found.size) == data.shape
    np.testing.assert_allclose(found.mean, data.mean(axis=0))
    np.testing.assert_allclose(found.variances, np.diag(expected))
    assert found.total == pytest.approx(np.trace(expected), rel=1e-12)
    columns = np.random.default_rng(1).standard_normal((30, 3))
    np.testing.assert_allclose(found @ columns, expected @ columns, atol=1e-6)


def test_every_product_reads_the_images_once_and_holds_none(data: np.ndarray) -> None:
    passes = 0

    def batches() -> list[np.ndarray]:
        nonlocal passes
        passes += 1
        return np.array_split(data, 3)

    found = Covariance(batches, whole=0)
    for done in (2, 3):
        found @ np.eye(30)
        assert passes == done


def test_no_images_have_no_size() -> None:
    assert Covariance(list).size == 0
