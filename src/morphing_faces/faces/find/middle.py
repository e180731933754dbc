"""The middle of a picture, for models that say nothing of eyes: digits, and whatever else."""

import numpy as np
from PIL import Image

from morphing_faces.errors import SourceError
from morphing_faces.faces.decode import MAX_BYTES, decode
from morphing_faces.faces.find.choice import EyePixels
from morphing_faces.faces.find.portrait import Aligned
from morphing_faces.faces.rejection import RejectedError


class Middle:
    """Cuts pictures to the proportions of a model's, and scales them.

    Args:
        shape: (H, W) for grey pictures, (H, W, 3) for colour.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._height, self._width = shape[:2]
        self._color = len(shape) == 3

    def align(
        self,
        name: str,
        content: bytes,
        *,
        number: int | None = None,
        eyes: EyePixels | None = None,
    ) -> Aligned:
        """The middle of a picture; see Aligner.align.

        Raises:
            SourceError: It is no picture, or too large or small; or a face in it is meant.
        """
        if number is not None or eyes is not None:
            raise SourceError(
                f"{name}: the model does not say where eyes lie, so the picture's middle is taken, "
                f"and no face in it can be named"
            )
        if len(content) > MAX_BYTES:
            raise SourceError(f"{name}: {len(content):,} bytes are too long for a picture")
        try:
            pixels = decode(content, min(self._height, self._width))
        except RejectedError as error:
            raise SourceError(f"{name}: {error}") from error
        image = Image.fromarray(pixels).convert("RGB" if self._color else "L")
        height, width = pixels.shape[:2]
        scale = min(height / self._height, width / self._width)
        across, down = scale * self._width, scale * self._height
        left, top = (width - across) / 2, (height - down) / 2
        box = left, top, left + across, top + down
        small = image.resize((self._width, self._height), Image.Resampling.LANCZOS, box)
        return Aligned(np.asarray(small), 1, 1)
