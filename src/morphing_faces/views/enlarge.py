"""A face's few pixels to a picture's many."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morphing_faces.model import Floats


def enlarge(face: Floats, width: int, height: int) -> NDArray[np.uint8]:
    """Resample a face smoothly (Lanczos, three lobes).

    Pillow does this on bytes in a fraction of the time that floating point takes, and a quarter
    of a grey level is nothing to see.

    Args:
        face: [H, W] or [H, W, 3] with values in [0, 1].
        width: Columns of the picture.
        height: Rows of the picture.

    Returns:
        uint8 [height, width] or [height, width, 3].
    """
    levels = (np.clip(face, 0, 1) * 255 + 0.5).astype(np.uint8)
    return np.asarray(Image.fromarray(levels).resize((width, height), Image.Resampling.LANCZOS))
