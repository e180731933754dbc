"""Faces enlarged, beside Pillow's own resampling."""

import numpy as np
import pytest
from PIL import Image

from morphing_faces.pictures.enlarge import enlarge


def face(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).random(shape, np.float32)


@pytest.mark.parametrize("size", [(48, 48), (96, 96), (511, 333), (33, 700), (17, 20), (1, 1)])
def test_it_is_what_pillow_makes_of_it(size: tuple[int, int]) -> None:
    grey = face(48, 40)
    width, height = size
    pillow = Image.fromarray(grey * 255).resize(size, Image.Resampling.LANCZOS)
    found = enlarge(grey, width, height)
    assert found.shape == (height, width)
    apart = found.astype(float) - np.clip(np.asarray(pillow), 0, 255)
    assert np.abs(apart).max() <= 0.51  # the nearest level


def test_each_colour_is_enlarged_by_itself() -> None:
    picture = face(20, 16, 3)
    found = enlarge(picture, 64, 80)
    assert found.shape == (80, 64, 3)
    for channel in range(3):
        assert np.abs(found[:, :, channel] - enlarge(picture[:, :, channel], 64, 80)).max() == 0


@pytest.mark.parametrize("level", [0.0, 0.25, 0.5, 1.0])
def test_a_flat_face_stays_flat(level: float) -> None:
    found = enlarge(np.full((48, 48), level, np.float32), 301, 301)
    assert (found == int(255 * level + 0.501)).all()


def test_what_is_out_of_range_is_clipped() -> None:
    assert enlarge(np.full((4, 4), 1.5, np.float32), 8, 8).max() == 255
    assert enlarge(np.full((4, 4), -0.5, np.float32), 8, 8).max() == 0
    edge = np.repeat([[0.0, 1.0]], 8, axis=0).repeat(4, axis=1).astype(np.float32)
    found = enlarge(edge, 64, 64)
    assert (found[:, :8] < 30).all()  # where Lanczos overshoots, no grey level wraps round
    assert (found[:, -8:] > 225).all()
