"""What is measured in a face, on pictures where the answer is known."""

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from morphing_faces.faces.set.faceset import LANDMARKS
from morphing_faces.probing import measures
from morphing_faces.probing.measures import in_frame

EYES = ((0.29, 0.37), (0.71, 0.37))
SIDE = 48
CENTRES = (np.arange(SIDE) + 0.5) / SIDE
X, Y = np.meshgrid(CENTRES, CENTRES)
POINTS = np.array([[0.29 + 0.37j, 0.71 + 0.37j, 0.5 + 0.62j, 0.34 + 0.8j, 0.66 + 0.8j]])


def columns(points: np.ndarray) -> dict[str, np.ndarray]:
    values = [part for point in points.T for part in (point.real, point.imag)]
    return dict(zip(LANDMARKS, values, strict=True))


def test_landmarks_come_back_from_any_photograph() -> None:
    for turn in (40, 3j - 2, 0.01):
        np.testing.assert_allclose(in_frame(columns(POINTS * turn + 7 - 90j), EYES), POINTS)


def test_landmarks_that_are_not_known_stay_unknown() -> None:
    for value in (np.nan, 0.0):
        unknown = columns(np.full((2, 5), complex(value, value)))
        assert not np.isfinite(in_frame(unknown, EYES)).any()


def test_light_is_the_rise_of_the_plane() -> None:
    pictures = np.array([100 + 60 * X, 100 - 20 * Y, 90 + 60 * X - 20 * Y])
    np.testing.assert_allclose(measures.light_right(pictures), [60, 0, 60], atol=1e-9)
    np.testing.assert_allclose(measures.light_above(pictures), [0, 20, 20], atol=1e-9)
    np.testing.assert_allclose(measures.light_right(pictures[:, :, ::-1]), [-60, 0, -60], atol=1e-9)


def test_brightness_and_contrast_are_mean_and_spread_of_the_face() -> None:
    rng = np.random.default_rng(0)
    pictures = rng.uniform(0, 255, (3, SIDE, SIDE))
    np.testing.assert_allclose(measures.brightness(pictures + 9), measures.brightness(pictures) + 9)
    np.testing.assert_allclose(measures.contrast(3 * pictures + 9), 3 * measures.contrast(pictures))
    assert measures.contrast(np.full((1, SIDE, SIDE), 40.0)) == pytest.approx(0)
    corners = pictures.copy()
    corners[:, 0, 0] = corners[:, -1, -1] = 0  # no part of the face
    np.testing.assert_allclose(measures.brightness(corners), measures.brightness(pictures))


def test_turn_and_nod_follow_the_nose() -> None:
    aside, down = POINTS.copy(), POINTS.copy()
    aside[0, 2] += 0.1 * 0.42
    down[0, 2] += 0.1j * (0.8 - 0.37)
    before = measures.nod(None, POINTS)
    assert measures.turn(None, POINTS) == pytest.approx(0)
    assert measures.turn(None, aside) == pytest.approx(10)
    assert measures.nod(None, down) == pytest.approx(before + 10)
    assert before == pytest.approx(100 * (0.62 - 0.37) / (0.8 - 0.37))


def mouth(height: float, level: float = 20.0) -> np.ndarray:
    """A face of even skin with pupils and a mouth, which reaches so far down."""
    picture = np.full((SIDE, SIDE), 160.0)
    for eye in EYES:
        picture[np.hypot(X - eye[0], Y - eye[1]) < 0.06] = 20
    picture[(np.abs(X - 0.5) < 0.15) & (np.abs(Y - 0.8 - height / 2) < height / 2)] = level
    return picture


def test_a_mouth_is_the_more_open_the_larger_and_the_darker_it_is() -> None:
    heights = [measures.mouth_open(mouth(height)[None], POINTS)[0] for height in (0, 0.05, 0.1)]
    assert heights == sorted(heights)
    assert heights[0] == pytest.approx(0)
    assert heights[2] > 30
    levels = [measures.mouth_open(mouth(0.1, level)[None], POINTS)[0] for level in (20, 90, 240)]
    assert levels == sorted(levels, reverse=True)
    assert levels[2] == pytest.approx(0)  # teeth


def test_a_mouth_is_as_open_in_a_darker_and_in_a_mirrored_picture() -> None:
    picture = mouth(0.08)
    found = measures.mouth_open(picture[None], POINTS)
    assert measures.mouth_open(picture[None] / 2, POINTS) == pytest.approx(found)
    mirrored = (1 - POINTS.real + 1j * POINTS.imag)[:, [1, 0, 2, 4, 3]]
    assert measures.mouth_open(picture[None, :, ::-1], mirrored) == pytest.approx(found)


def test_a_face_without_landmarks_is_left_unknown_and_harms_no_other() -> None:
    pictures = np.stack([mouth(0.08), mouth(0.08)])
    points = np.concatenate([np.full((1, 5), complex(np.nan, np.nan)), POINTS])
    for measure in measures.MEASURES:
        with np.errstate(invalid="ignore"):
            unknown, known = measure.values(pictures, points)
        assert np.isnan(unknown) == (measure.name in ("turn", "nod", "mouth-open"))
        assert known == pytest.approx(measure.values(pictures[1:], POINTS)[0], abs=1e-9)


def test_grey_levels_between_pixels_are_scipys() -> None:
    rng = np.random.default_rng(1)
    pictures = rng.uniform(0, 255, (2, 9, 9))
    places = rng.uniform(-0.1, 1.1, (2, 4, 7)) + 1j * rng.uniform(-0.1, 1.1, (2, 4, 7))
    for picture, where, found in zip(
        pictures, places, measures._read(pictures, places), strict=True
    ):
        rows, columns = where.imag * 9 - 0.5, where.real * 9 - 0.5
        np.testing.assert_allclose(
            found, map_coordinates(picture, [rows, columns], order=1, mode="nearest")
        )
