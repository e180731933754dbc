"""Parzen windows against scipy's kernel density, on data where both are easy."""

import numpy as np
import pytest
from scipy.stats import gaussian_kde

from morphing_faces.evaluation.metrics.distances import nearest, squared_distances
from morphing_faces.evaluation.metrics.parzen import PUBLISHED, log_density, parzen_window


def test_the_density_is_scipy_s() -> None:
    rng = np.random.default_rng(0)
    samples, x = rng.standard_normal((300, 3)), rng.standard_normal((500, 3))
    density = gaussian_kde(samples.T)
    # scipy scales its kernel by the samples' covariance; whitened, ours has the same shape.
    root = np.linalg.cholesky(density.covariance)
    white = [np.linalg.solve(root, points.T).T for points in (x, samples)]
    found = log_density(white[0], white[1], 1.0) - np.linalg.slogdet(root)[1]
    np.testing.assert_allclose(found, density.logpdf(x.T), rtol=1e-9)


@pytest.mark.slow
def test_the_best_bandwidth_is_found() -> None:
    rng = np.random.default_rng(1)
    samples, valid, test = (rng.normal(0.5, 0.2, (count, 4)) for count in (400, 300, 600))
    found = parzen_window("noise", samples, valid, test)
    widths = np.geomspace(0.05, 0.5, 80)
    tried = [log_density(valid, samples, width).mean() for width in widths]
    assert found.bandwidth == pytest.approx(widths[int(np.argmax(tried))], rel=0.03)
    on_test = log_density(test, samples, found.bandwidth)
    assert found.log_likelihood == pytest.approx(on_test.mean())
    assert found.standard_error == pytest.approx(on_test.std(ddof=1) / np.sqrt(600))


def test_distances_and_neighbours_are_those_of_the_definition() -> None:
    rng = np.random.default_rng(2)
    points, others = rng.standard_normal((600, 5)) + 100, rng.standard_normal((70, 5)) + 100
    expected = ((points[:, None] - others) ** 2).sum(axis=2)
    np.testing.assert_allclose(np.concatenate(list(squared_distances(points, others))), expected)
    places, distances = nearest(points, others, 3)
    np.testing.assert_array_equal(places, np.argsort(expected, axis=1)[:, :3])
    np.testing.assert_allclose(distances, np.sqrt(np.sort(expected, axis=1)[:, :3]))


def test_the_published_rows_are_there() -> None:
    assert {row.name: row.log_likelihood for row in PUBLISHED}["GAN"] == "2,057 ± 26"
    assert len(PUBLISHED) == 8
