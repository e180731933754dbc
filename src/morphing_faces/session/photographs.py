"""A photograph to a latent point: found and aligned by `faces`, encoded by the model.

Where a model does not say where eyes lie in its pictures, no face is looked for, and the middle of
the photograph is taken.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from morphing_faces.errors import ModelError
from morphing_faces.faces.find.choice import EyePixels
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.config import read_config
from morphing_faces.model.protocol import Model
from morphing_faces.model.sources.shipped import shipped_models
from morphing_faces.points.document import drawn_by, read_limited
from morphing_faces.points.resolve import Portrait

if TYPE_CHECKING:
    from morphing_faces.faces.find.middle import Middle
    from morphing_faces.faces.find.portrait import Aligned, Aligner


class PhotoEncoder:
    """Makes portraits for a model; the face finder is loaded for the first one.

    Args:
        model: Whose latent points they become.
        network: The file of the face finder's network; see faces.network.find_network.

    Attributes:
        model: The same.
    """

    def __init__(self, model: Model, network: Path | None = None) -> None:
        self.model = model
        self._network = network
        self._aligner: Aligner | Middle | None = None

    def __call__(self, name: str, content: bytes, face: int | EyePixels | None = None) -> Portrait:
        """The portrait of a face in a picture file; see `take`."""
        return self._portrait(name, content, face)

    def take(self, path: Path, face: int | EyePixels | None = None) -> Portrait:
        """Make a portrait of a photograph.

        Args:
            path: A picture file; see faces/decode.py for the kinds.
            face: Which of its faces, from the left, from 1; or where its eyes are, in pixels, so
                that no face is looked for. The largest by default.

        Raises:
            FileError: The file cannot be read.
            SourceError: It is no photograph, or too large or small; there is no such face in it;
                or the finder cannot be had.
            ModelError: The model cannot encode photographs.
            MissingExtraError: The packages that find faces are not installed.
        """
        return self._portrait(str(path), read_limited(path), face)

    def _portrait(self, name: str, content: bytes, face: int | EyePixels | None) -> Portrait:
        aligner = self._aligner = self._aligner or _aligner(self.model, self._network)
        whole = self._eyes_of_drawn(content) if face is None else None
        if whole is not None:
            found = aligner.align(name, content, eyes=whole)
        elif isinstance(face, tuple):
            found = aligner.align(name, content, eyes=face)
        else:
            found = aligner.align(name, content, number=face)
        image = found.image.astype(np.float32) / np.float32(255)
        mean, _ = ENCODING.needed(self.model).encode(image[None])
        return Portrait(name, image, mean[0], _which(found, name, chosen=face is not None))

    def _eyes_of_drawn(self, content: bytes) -> EyePixels | None:
        """Where the eyes are in a picture that this program drew; None for any other.

        It is aligned as its model has faces, and nobody has to look for one.
        """
        drawer = drawn_by(content)
        encoder = ENCODING.of(self.model)
        if drawer is None or encoder is None or encoder.eyes is None:
            return None
        folder = shipped_models().get(drawer) if drawer != self.model.name else None
        eyes = encoder.eyes if folder is None else read_config(folder).image.eyes or encoder.eyes
        with Image.open(BytesIO(content)) as picture:
            (x, y), (other_x, other_y) = [
                (across * picture.width, down * picture.height) for across, down in eyes
            ]
        return x, y, other_x, other_y


def _which(found: "Aligned", name: str, *, chosen: bool) -> str:
    """What to say where a photograph has several faces."""
    if found.faces < 2 or chosen:
        return ""
    another = next(number for number in range(1, found.faces + 1) if number != found.number)
    return (
        f"{found.faces} faces, the largest is number {found.number} from the left; "
        f"'{name}:{another}' is another"
    )


def _aligner(model: Model, network: Path | None) -> "Aligner | Middle":
    eyes, (height, width, *channels) = ENCODING.needed(model).eyes, model.image_shape
    if eyes is None:
        from morphing_faces.faces.find.middle import Middle

        return Middle(model.image_shape)
    if height != width:
        raise ModelError(
            f"model {model.name!r} says where eyes lie, but its pictures are not square, so "
            f"photographs cannot be aligned for it"
        )
    from morphing_faces.faces.find.align import Frame
    from morphing_faces.faces.find.portrait import Aligner

    return Aligner(Frame(*eyes), height, color=bool(channels), network=network)
