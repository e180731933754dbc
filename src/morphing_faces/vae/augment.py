"""Pictures as they are shown to a network in training: mirrored, moved a little, dequantised."""

import math
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.objective import dequantise
from morphing_faces.vae.random_streams import JITTER, MIRROR, PIXELS, Stream


class Strengths(Protocol):
    """How far pictures are changed; see TrainingConfig."""

    @property
    def flip(self) -> bool: ...  # noqa: D102
    @property
    def shift(self) -> float: ...  # noqa: D102
    @property
    def zoom(self) -> float: ...  # noqa: D102
    @property
    def rotation(self) -> float: ...  # noqa: D102
    @property
    def brightness(self) -> float: ...  # noqa: D102


def augmented(
    pixels: Tensor, faces: FaceSet, strengths: Strengths, seed: int, step: int, places: range
) -> Tensor:
    """Change pictures at random, and dequantise them.

    Args:
        pixels: uint8 [N, D].
        faces: Their face set, for their shape.
        strengths: How far they are changed.
        seed: Of the run.
        step: Of the run.
        places: Where in the step's batch these N pictures are.

    Returns:
        float32 [N, D] in [0, 1).
    """
    if strengths.flip:
        chosen = Stream(seed, MIRROR, step).uniform(places, 1) < 0.5
        pixels = torch.where(chosen, mirrored(pixels, faces), pixels)
    if strengths.shift or strengths.zoom or strengths.rotation or strengths.brightness:
        draws = 2 * Stream(seed, JITTER, step).uniform(places, 5) - 1
        shaped = pixels.reshape(len(pixels), faces.size, faces.size, faces.channels)
        pixels = jittered(shaped, strengths, draws).reshape(pixels.shape)
    return dequantise(pixels, Stream(seed, PIXELS, step).uniform(places, pixels.shape[1]))


def mirrored(pixels: Tensor, faces: FaceSet) -> Tensor:
    """Pictures [N, D] with left and right exchanged."""
    shaped = pixels.reshape(len(pixels), faces.size, faces.size, faces.channels)
    return shaped.flip(2).reshape(pixels.shape)


def jittered(pictures: Tensor, strengths: Strengths, draws: Tensor) -> Tensor:
    """Move, turn, enlarge and brighten pictures about their centres by parts of a pixel.

    Interpolation is cubic, which blurs less than linear, and the result is rounded to 8 bits, so
    that what dequantisation says about 8-bit pictures stays true. Beyond its border a picture goes
    on as its mirror image.

    Args:
        pictures: uint8 [N, S, S, C].
        strengths: The largest changes.
        draws: From U[-1, 1), [N, 5]: how much of the largest shift to the right, shift down,
            zoom, rotation and brightness each picture gets.

    Returns:
        uint8 [N, S, S, C].
    """
    count, size = pictures.shape[:2]
    right, down, zoom, turn, light = draws.T.reshape(5, count, 1, 1)
    planes = pictures.permute(0, 3, 1, 2).float()
    if strengths.shift or strengths.zoom or strengths.rotation:
        angle = turn * math.radians(strengths.rotation)
        scale = (1 + strengths.zoom) ** -zoom
        cosine, sine = scale * angle.cos(), scale * angle.sin()
        # The centres of pixels, in units of half a picture from its centre, as grid_sample has it.
        x = ((2 * torch.arange(size) + 1) / size - 1).reshape(1, 1, size)
        y = x.reshape(1, size, 1)
        x, y = x - right * (2 * strengths.shift / size), y - down * (2 * strengths.shift / size)
        source = torch.stack([cosine * x + sine * y, cosine * y - sine * x], dim=3)
        planes = functional.grid_sample(
            planes, source, mode="bicubic", padding_mode="reflection", align_corners=False
        )
    planes = planes + light.unsqueeze(3) * (255 * strengths.brightness)
    rounded: Tensor = planes.round().clamp(0, 255).to(torch.uint8)
    return rounded.permute(0, 2, 3, 1)
