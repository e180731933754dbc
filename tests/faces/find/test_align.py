"""The transform and the drawing, against closed forms and a drawing of our own."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from morphing_faces import load_model
from morphing_faces.faces.find.align import Frame, frame_transform, outside, similarity, warp

Matrix = NDArray[np.float64]
Picture = NDArray[np.uint8]

FRAME = Frame()
coordinate = st.floats(-1e4, 1e4)
points = st.tuples(coordinate, coordinate)


def apply(transform: Matrix, where: Matrix) -> Matrix:
    return where @ transform[:, :2].T + transform[:, 2]


def spot(side: int, centre: Matrix, radius: float) -> Picture:
    """A round bright spot whose centre is known exactly; pixel j covers j to j + 1."""
    y, x = np.mgrid[:side, :side] + 0.5
    distance = (x - centre[0]) ** 2 + (y - centre[1]) ** 2
    return np.asarray(np.rint(250 * np.exp(-distance / (2 * radius**2))), np.uint8)


def centre_of_light(picture: Picture, near: Matrix, reach: float) -> Matrix:
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]] + 0.5
    light = picture * ((x - near[0]) ** 2 + (y - near[1]) ** 2 < reach**2)
    return np.array([(light * x).sum() / light.sum(), (light * y).sum() / light.sum()])


@pytest.mark.slow
@given(points, points, points, points)
def test_a_similarity_takes_two_points_to_two_points_and_keeps_every_angle(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> None:
    source, target = np.array([a, b]), np.array([c, d])
    assume(math.dist(a, b) > 1)
    transform = similarity(source, target)
    np.testing.assert_allclose(apply(transform, source), target, atol=1e-6)
    scale = math.dist(c, d) / math.dist(a, b)
    linear = transform[:, :2]
    np.testing.assert_allclose(linear.T @ linear, scale**2 * np.eye(2), atol=1e-9 * (1 + scale**2))
    assert np.linalg.det(linear) == pytest.approx(scale**2)  # rotated, never mirrored


def test_the_frame_is_the_one_that_models_are_trained_on() -> None:
    shipped = load_model("faces48").config.image.eyes
    assert FRAME.eyes == shipped
    assert FRAME.eye_distance == pytest.approx(math.dist(*FRAME.eyes))


@pytest.mark.slow
@pytest.mark.parametrize("size", [16, 48, 96, 129])
@pytest.mark.parametrize("degrees", [-28, 0, 7.5, 90])
@pytest.mark.parametrize("distance", [12.0, 20.16, 77.0, 310.0])
def test_eyes_land_on_the_points_of_the_frame(size: int, degrees: float, distance: float) -> None:
    angle = np.radians(degrees)
    half = distance / 2 * np.array([np.cos(angle), np.sin(angle)])
    side = int(4 * distance)
    middle = np.array([side / 2 + 0.37, side / 2 - 1.21])
    eyes = np.array([middle - half, middle + half])
    scale = FRAME.eye_distance * size / distance
    radius = max(2.5, 1.3 / scale)
    transform = frame_transform(eyes, FRAME, size)
    for eye, where in zip(eyes, np.array(FRAME.eyes) * size, strict=True):
        picture = warp(spot(side, eye, radius), transform, size)
        found = centre_of_light(picture, where, 3.5 * radius * scale)
        # Reading cubically moves a spot by up to 0.04 pixels of the photograph.
        assert np.abs(found - where).max() < 0.06 * max(1, scale)


def test_nothing_moves_a_picture_that_is_in_its_frame_already() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (48, 48, 3), np.uint8)
    eyes = np.array(FRAME.eyes) * 48
    np.testing.assert_array_equal(warp(picture, frame_transform(eyes, FRAME, 48), 48), picture)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0, 17, 45])
@pytest.mark.parametrize("shrinking", [2.3, 3.9, 7.1, 16.0, 33.3])
def test_a_fine_checkerboard_shrinks_to_grey(shrinking: float, degrees: float) -> None:
    side = int(48 * shrinking * 1.5)
    y, x = np.mgrid[:side, :side]
    checkerboard = ((x + y) % 2 * 255).astype(np.uint8)
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / shrinking
    transform = np.column_stack([turn, 24 - turn @ (side / 2, side / 2)])
    grey = warp(checkerboard, transform, 48)
    assert abs(grey.mean() - 127.5) < 1
    # A pixel that is the mean of few squares cannot be quite even; one read here and there is
    # black or white.
    assert grey.std() < 14


@pytest.mark.slow
@pytest.mark.parametrize("shrinking", [0.4, 1.0, 1.7, 3.2, 6.5, 14.0])
def test_waves_are_drawn_as_the_integral_over_each_pixel_says(shrinking: float) -> None:
    """The mean of cos(k x + p) over a pixel of side 1 about c is cos(k c + p) sinc(k / 2)."""
    rng = np.random.default_rng(3)
    side = max(60, int(48 * shrinking * 1.5))
    turn = np.array([[0.96, -0.28], [0.28, 0.96]]) / shrinking
    transform = np.column_stack([turn, 24 - turn @ (side / 2 + 0.3, side / 2 - 0.2)])
    back = np.linalg.inv(turn)
    photograph, expected = np.full((side, side), 127.0), np.full((48, 48), 127.0)
    for _ in range(8):
        wave, phase = rng.uniform(-0.8, 0.8, 2) / max(shrinking, 1.0), rng.uniform(0, 6)
        y, x = np.mgrid[:side, :side] + 0.5
        photograph += 14 * np.cos(wave[0] * x + wave[1] * y + phase)
        drawn_wave = wave @ back
        drawn_phase = phase - drawn_wave @ transform[:, 2]
        y, x = np.mgrid[:48, :48] + 0.5
        # Where nothing shrinks, pixels are points.
        contrast = np.prod(np.sinc(drawn_wave / (2 * np.pi))) if shrinking > 1 else 1.0
        expected += 14 * contrast * np.cos(drawn_wave[0] * x + drawn_wave[1] * y + drawn_phase)
    difference = warp(np.rint(photograph).astype(np.uint8), transform, 48) - expected
    # Reading between pixels is less exact than averaging them.
    assert np.abs(difference).mean() < (0.5 if shrinking > 1 else 0.8)
    assert np.abs(difference).max() < (2.0 if shrinking > 1 else 3.5)


def test_a_draft_is_nearly_the_picture() -> None:
    y, x = np.mgrid[:300, :300]
    photograph = (127 + 60 * np.sin(x / 15) + 60 * np.cos(y / 21)).astype(np.uint8)
    transform = np.array([[0.21, 0.03, -3.0], [-0.03, 0.21, 2.0]])
    draft = warp(photograph, transform, 48, draft=True)
    assert np.abs(draft.astype(int) - warp(photograph, transform, 48)).max() <= 4


def test_colours_are_drawn_one_by_one() -> None:
    photograph = np.random.default_rng(1).integers(0, 256, (90, 70, 3), np.uint8)
    transform = np.array([[0.6, 0.1, 1.0], [-0.1, 0.6, 4.0]])
    picture = warp(photograph, transform, 32)
    for channel in range(3):
        alone = warp(np.ascontiguousarray(photograph[..., channel]), transform, 32)
        assert np.abs(picture[..., channel].astype(int) - alone).max() <= 1


def test_what_lies_outside_the_photograph_repeats_its_border() -> None:
    photograph = np.full((10, 10), 90, np.uint8)
    photograph[:, 0] = 200
    picture = warp(photograph, np.array([[1.0, 0, 8], [0, 1, 8]]), 26)
    assert (picture[:, :8] == 200).all()
    assert (picture[:, 10:] == 90).all()


def test_a_picture_of_a_very_wide_photograph_is_drawn() -> None:
    photograph = np.zeros((60, 70_000), np.uint8)
    photograph[:, 65_000:65_048] = 170
    picture = warp(photograph, np.array([[1.0, 0, -65_000], [0, 1, -6]]), 48)
    assert (picture == 170).all()


def test_a_picture_of_nothing_in_the_photograph_repeats_its_corner() -> None:
    photograph = np.full((500, 500), 60, np.uint8)
    photograph[400:, 400:] = 200
    far = np.array([[0.05, 0, -900.0], [0, 0.05, -900]])
    assert (warp(photograph, far, 48) == 200).all()


def test_half_a_picture_outside_is_half() -> None:
    identity = np.array([[1.0, 0, 0], [0, 1, 0]])
    assert outside(identity, 48, 24, 48) == 0.5
    assert outside(identity, 48, 48, 48) == 0.0
    assert outside(identity, 12, 24, 48) == 1 - 1 / 8


def test_a_square_turned_by_45_degrees_has_its_corners_outside() -> None:
    # Two squares of side 1 share an octagon of area 2 (sqrt(2) - 1).
    turn = np.array([[1, -1], [1, 1]]) / math.sqrt(2)
    transform = np.column_stack([turn, 100 - turn @ (100, 100)])
    share = outside(transform, 200, 200, 200)
    assert share == pytest.approx(1 - 2 * (math.sqrt(2) - 1), abs=0.002)
