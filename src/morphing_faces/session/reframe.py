"""The picture of one model as another would show it: its frame, its size, its colours.

Where both models say where eyes lie, a similarity transform takes these to those, and whatever the
first picture does not show repeats its border; otherwise the picture's middle is scaled.
"""

import math

import numpy as np
from PIL import Image

from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Eyes, Floats, Pixels


def reframe(picture: Floats, before: Model, after: Model) -> Floats:
    """Draw a picture of one model as a picture of another.

    Args:
        picture: [H, W] or [H, W, 3] in [0, 1], of the model before.
        before: Whose it is.
        after: Whose it is to be.

    Returns:
        float32 [h, w] or [h, w, 3] in [0, 1].
    """
    height, width, *colours = after.image_shape
    pixels = np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    back = _back(before, after)
    drawn = _drawn(pixels, back, height, width).convert("RGB" if colours else "L")
    reframed: Floats = np.asarray(drawn, np.float32) / np.float32(255)
    return reframed


def _back(before: Model, after: Model) -> tuple[complex, complex]:
    """From places in the picture after to those in the one before: z goes to a z + b.

    A place (x, y), in pixels from the upper left corner, is the complex number x + iy.
    """
    first, second = _eyes(before), _eyes(after)
    if first is not None and second is not None:
        (z1, z2), (w1, w2) = _places(second, after), _places(first, before)
        a = (w2 - w1) / (z2 - z1)
        return a, w1 - a * z1
    (height, width), (rows, columns) = before.image_shape[:2], after.image_shape[:2]
    scale = min(height / rows, width / columns)
    corner = complex(width - scale * columns, height - scale * rows) / 2
    return complex(scale), corner


def _eyes(model: Model) -> Eyes | None:
    encoder = ENCODING.of(model)
    return None if encoder is None else encoder.eyes


def _places(eyes: Eyes, model: Model) -> list[complex]:
    height, width = model.image_shape[:2]
    return [complex(x * width, y * height) for x, y in eyes]


def _drawn(pixels: Pixels, back: tuple[complex, complex], height: int, width: int) -> Image.Image:
    """Draw at a multiple of the size where the picture shrinks, and average that down."""
    a, b = back
    multiple = math.ceil(2 * abs(a)) if abs(a) > 1 else 1
    a /= multiple
    # Beyond its border Pillow has black, so that the border is repeated beforehand.
    reach = [a * complex(x, y) * multiple + b for x in (0, width) for y in (0, height)]
    rows, columns = pixels.shape[:2]
    beyond = max(
        *(-place.real for place in reach),
        *(-place.imag for place in reach),
        *(place.real - columns for place in reach),
        *(place.imag - rows for place in reach),
        0,
    )
    border = math.ceil(beyond) + 2
    edges = [(border, border), (border, border), *[(0, 0)] * (pixels.ndim - 2)]
    b += complex(border, border)
    affine = a.real, -a.imag, b.real, a.imag, a.real, b.imag
    drawn = Image.fromarray(np.pad(pixels, edges, mode="edge")).transform(
        (width * multiple, height * multiple),
        Image.Transform.AFFINE,
        affine,
        Image.Resampling.BICUBIC,
    )
    return drawn.reduce(multiple)
