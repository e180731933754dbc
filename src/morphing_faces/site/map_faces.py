"""Faces of a model's owner for the map of its page: their codes, which the page decodes.

The file, map.json, as the page reads it::

    {"format": 1, "faces": [base64 of L little-endian float32, ...]}

A code is no photograph, and yet decodes to what the model makes of one: whoever has the page has
both. So only a model of one's own gets such a map, and whoever writes it is told what it publishes.
"""

import base64
from collections.abc import Iterable

import msgspec
import numpy as np

from morphing_faces.errors import SiteError
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.folder import ModelFolder
from morphing_faces.types import Floats

FORMAT = 1
MOST = 300
"""Faces on a map, at most: as many as there are pictures for on a screen, and some."""
MOST_NUMBERS = 250_000
"""Coordinates of all of them, at most: 1.3 MB in base64, before it is packed."""
BATCH = 64


def map_codes(model: ModelFolder, faces: FaceSet, shipped: Iterable[str]) -> Floats:
    """The posterior means of some faces, evenly chosen from all of them.

    Args:
        model: A model with an encoder.
        faces: Photographs, of the model's size.
        shipped: The decoders' digits of models that show nobody's photographs.

    Returns:
        float32 [N, L], N at most MOST.

    Raises:
        SiteError: The model is one that ships with the package, or the faces have another shape
            than the model's.
        ModelError: It cannot encode.
    """
    if model.identity.digits in set(shipped):
        raise SiteError(
            f"model {model.name!r} ships with the package, and its map shows random faces alone: "
            f"--map is for a model of your own"
        )
    encoder = ENCODING.needed(model)
    shape = faces.card.shape[1:]
    if shape != model.image_shape:
        raise SiteError(
            f"--map has pictures of shape {list(shape)}, "
            f"but model {model.name!r} was made for {list(model.image_shape)}"
        )
    count = min(len(faces), MOST, max(1, MOST_NUMBERS // model.latent_size))
    rows = np.linspace(0, len(faces) - 1, count).round().astype(np.int64)
    means = [
        encoder.encode(
            faces.images[rows[start : start + BATCH]].astype(np.float32) / np.float32(255)
        )[0]
        for start in range(0, count, BATCH)
    ]
    return np.concatenate(means)


def map_file(codes: Floats) -> bytes:
    """The contents of map.json for codes [N, L]."""
    return msgspec.json.encode(
        {
            "format": FORMAT,
            "faces": [base64.b64encode(each.astype("<f4").tobytes()).decode() for each in codes],
        }
    )
