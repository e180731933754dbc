"""What answers the pointer before the decoder has arrived: a grid of faces as one picture.

The faces lie around the first one, on the plane of the two dimensions that the page opens with,
from edge to edge of its picture. The page blends the four nearest, bilinearly, so that ONNX
Runtime, which is larger than everything before it, need not be there. At the grid's own places the
decoder shows the same face later: the picture is made with the page's own decoder, and loses
nothing.
"""

import io
from collections.abc import Sequence

import numpy as np
import onnxruntime as ort
from PIL import Image

from morphing_faces.types import Floats

SIDES = (9, 7, 5, 3)
"""Faces along a side: the first with which the picture is no larger than MOST.

Blended in the middle between four, faces of heads64 are 0.3 levels beside the decoder's in the mean
and 8 at most with 9 a side, 0.5 and 15 with 7, 1.0 and 26 with 5."""
MOST = 800_000
"""Bytes; page, program and picture together stay below 1.5 MB."""
BATCH = 16
"""Faces decoded at once."""


def grid_points(start: Floats, axes: tuple[int, int], reach: float, side: int) -> Floats:
    """The latent points of the grid, row by row from the upper left.

    Args:
        start: The first face's point, [L].
        axes: Which coordinates run sideways and upwards.
        reach: The coordinates at the edges, from -reach to reach.
        side: Points along each side.

    Returns:
        [side * side, L].
    """
    places = np.linspace(-reach, reach, side, dtype=np.float32)
    points = np.tile(start, (side * side, 1))
    points[:, axes[0]] = np.tile(places, side)
    points[:, axes[1]] = np.repeat(places[::-1], side)
    return points


def early_faces(
    decoder: bytes,
    start: Floats,
    axes: tuple[int, int],
    reach: float,
    sides: Sequence[int] = SIDES,
    most: int = MOST,
) -> tuple[int, bytes] | None:
    """Draw the grid.

    Args:
        decoder: The ONNX file that the page will run: z [N, L] to mean [N, H, W] or [N, H, W, 3].
        start: The first face's point, [L].
        axes: Which coordinates run sideways and upwards.
        reach: The coordinates at the edges.
        sides: How many faces along a side are tried, most first.
        most: Bytes of the picture.

    Returns:
        Faces along a side, and a lossless WebP file of them, each in its own pixels; None where
        even the fewest take too many bytes.
    """
    session = ort.InferenceSession(decoder, providers=["CPUExecutionProvider"])
    for side in sides:
        points = grid_points(start, axes, reach, side)
        faces = np.concatenate(
            [
                session.run(["mean"], {"z": points[first : first + BATCH]})[0]
                for first in range(0, len(points), BATCH)
            ]
        )
        levels = np.rint(faces.clip(0, 1) * 255).astype(np.uint8)
        height, width = levels.shape[1:3]
        rows = levels.reshape(side, side, height, width, -1).swapaxes(1, 2)
        picture = rows.reshape(side * height, side * width, -1)
        buffer = io.BytesIO()
        image = Image.fromarray(picture if picture.shape[2] == 3 else picture[..., 0])
        try:
            image.save(buffer, "WEBP", lossless=True, method=4)
        except ValueError:  # more than 16,383 pixels a side
            continue
        if buffer.tell() <= most:
            return side, buffer.getvalue()
    return None
