"""Photographs and pictures made small, for a page to look at."""

import io
from collections.abc import Sequence

import numpy as np

from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.types import Pixels

with needed_for("Showing photographs"):
    import cv2
    from PIL import Image

SIDE = 64
QUALITY = 85
PAPER = 255


def thumbnail(photograph: Pixels) -> bytes:
    """A JPEG file of a photograph, uint8 [H, W] or [H, W, 3], of at most SIDE pixels a side."""
    return jpeg(_small(photograph))


def contact_sheet(pictures: Sequence[Pixels], columns: int) -> Pixels:
    """Pictures of one shape, made small where they are large, in rows beside each other.

    Args:
        pictures: At least one, uint8 [H, W] or [H, W, 3].
        columns: How many in a row.

    Returns:
        uint8 [R, C] or [R, C, 3].
    """
    small = [_small(picture) for picture in pictures]
    height, width = small[0].shape[:2]
    columns = min(columns, len(small))
    rows = -(-len(small) // columns)
    sheet = np.full((rows * height, columns * width, *small[0].shape[2:]), PAPER, np.uint8)
    for number, picture in enumerate(small):
        top, left = number // columns * height, number % columns * width
        sheet[top : top + height, left : left + width] = picture
    return sheet


def jpeg(picture: Pixels) -> bytes:
    """A JPEG file of a picture, uint8 [H, W] or [H, W, 3]."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()


def _small(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    shrinking = max(height, width) / SIDE
    if shrinking <= 1:
        return picture
    size = max(1, round(width / shrinking)), max(1, round(height / shrinking))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
