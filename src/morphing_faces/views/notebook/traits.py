"""How arrays travel between kernel and front end: as bytes beside the message, never as text."""

from typing import Any

import numpy as np

from morphing_faces.types import Floats, Pixels, Reals

Message = dict[str, Any]


def point_out(z: Floats, _: object = None) -> bytes:
    """A latent point, [L], as little-endian float32."""
    return z.astype("<f4").tobytes()


def point_in(content: memoryview | bytes, _: object = None) -> Floats:
    """The point of such bytes."""
    return np.frombuffer(content, "<f4").astype(np.float32)


def levels(face: Reals) -> Pixels:
    """A face with values in [0, 1] as the nearest of 256 levels."""
    rounded: Pixels = np.rint(np.clip(face, 0, 1) * 255).astype(np.uint8)
    return rounded


def picture_out(face: Reals | None, _: object = None) -> Message | None:
    """A picture, [H, W] or [H, W, 3] in [0, 1], as its shape and raw uint8 pixels; None as None."""
    if face is None:
        return None
    return {"shape": list(face.shape), "pixels": levels(face).tobytes()}


def picture_in(message: Message | None, _: object = None) -> Floats | None:
    """The picture of such a message."""
    if message is None:
        return None
    pixels = np.frombuffer(message["pixels"], np.uint8).reshape(message["shape"])
    return pixels.astype(np.float32) / np.float32(255)


POINT = {"to_json": point_out, "from_json": point_in}
PICTURE = {"to_json": picture_out, "from_json": picture_in}
