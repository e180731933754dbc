"""What is done to pictures, against interpolation by scipy and by hand."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import ndimage

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.augment import augmented, jittered
from morphing_faces.vae.batches import pictures
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.random_streams import BLOCK

SIZE = 24
CALM = TrainingConfig(flip=False)


def smooth(count: int = 1, channels: int = 1) -> torch.Tensor:
    rng = np.random.default_rng(0)
    noise = rng.standard_normal((count, SIZE, SIZE, channels))
    soft = ndimage.gaussian_filter(noise, (0, 3, 3, 0), mode="reflect")
    return torch.from_numpy((128 + 40 * soft / soft.std()).clip(0, 255).astype(np.uint8))


def by_scipy(picture: np.ndarray, matrix: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """The picture whose pixel p is the given one's at matrix (p - centre) + centre - offset."""
    centre = np.full(2, (SIZE - 1) / 2)
    begin = centre - matrix @ (centre + offset)
    return np.asarray(
        ndimage.affine_transform(picture.astype(float), matrix, begin, mode="reflect")
    )


@pytest.mark.parametrize(
    ("strengths", "draws", "matrix", "offset"),
    [
        ({"shift": 2.0}, [0.75, -0.4, 0, 0, 0], np.eye(2), [-0.8, 1.5]),
        ({"zoom": 0.1}, [0, 0, 1, 0, 0], np.eye(2) / 1.1, [0, 0]),
        ({"zoom": 0.1}, [0, 0, -1, 0, 0], np.eye(2) * 1.1, [0, 0]),
        (
            {"rotation": 10.0},
            [0, 0, 0, 0.5, 0],
            [[np.cos(np.pi / 36), -np.sin(np.pi / 36)], [np.sin(np.pi / 36), np.cos(np.pi / 36)]],
            [0, 0],
        ),
    ],
)
def test_pictures_move_as_scipy_moves_them(
    strengths: dict[str, float], draws: list[float], matrix: np.ndarray, offset: list[float]
) -> None:
    picture = smooth()
    moved = jittered(picture, replace(CALM, **strengths), torch.tensor([draws]))[0, :, :, 0]  # type: ignore[arg-type]
    expected = by_scipy(picture[0, :, :, 0].numpy(), np.asarray(matrix), np.asarray(offset))
    inside = (slice(4, -4), slice(4, -4))
    np.testing.assert_allclose(moved.numpy()[inside], expected[inside], atol=2.5)


def test_brightness_adds_and_stays_in_range() -> None:
    picture = smooth()
    lit = jittered(picture, replace(CALM, brightness=0.4), torch.tensor([[0, 0, 0, 0, 0.5]]))
    assert torch.equal(lit, (picture.int() + 51).clamp(max=255).to(torch.uint8))


def test_no_draw_changes_nothing() -> None:
    pictures = smooth(3, channels=3)
    strengths = replace(CALM, shift=1.0, zoom=0.1, rotation=5.0, brightness=0.1)
    assert torch.equal(jittered(pictures, strengths, torch.zeros(3, 5)), pictures)


@pytest.mark.slow
def test_what_a_picture_becomes_depends_on_its_place_alone(faces: FaceSet) -> None:
    config = replace(CALM, flip=True, shift=1.0, zoom=0.1, rotation=5.0, brightness=0.1)
    pixels = pictures(faces, np.arange(BLOCK + 30))
    whole = augmented(pixels, faces, config, 1, 2, range(BLOCK + 30))
    part = augmented(pixels[20:70], faces, config, 1, 2, range(20, 70))
    torch.testing.assert_close(part, whole[20:70], rtol=0, atol=0)
    assert not torch.equal(whole, augmented(pixels, faces, config, 1, 3, range(BLOCK + 30)))


def test_about_half_of_the_pictures_are_mirrored(faces: FaceSet) -> None:
    pixels = pictures(faces, np.zeros(400, np.int64))
    grid = (augmented(pixels, faces, replace(CALM, flip=True), 0, 0, range(400)) * 256).floor()
    kept = (grid == pixels).all(dim=1)
    turned = grid.reshape(400, faces.size, faces.size).flip(2).reshape(400, -1)
    assert torch.equal(turned[~kept], pixels[~kept].float())
    assert 160 < int(kept.sum()) < 240
