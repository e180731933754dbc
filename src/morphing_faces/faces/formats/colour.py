"""Any picture that Pillow holds to plain colours: sRGB, 8 bits, nothing transparent."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morphing_faces.types import Pixels

SIXTEEN = 65535
SPACE = slice(16, 20)
"""Where an ICC profile says of which colours it is (ICC.1:2022, 7.2.6)."""


def plain(image: Image.Image, profile: bytes = b"") -> Image.Image:
    """A picture in red, green and blue.

    A colour profile is followed to sRGB, one of red, green and blue for grey, too; CMYK without one
    is converted as browsers do; 16 bits are scaled to 8; what is transparent is laid over white.

    Args:
        image: In any mode; of no use any more afterwards.
        profile: Its ICC profile; one that is empty, broken or for other colours counts as none.

    Returns:
        In mode "RGB".
    """
    image, opaque = _eight_bits(image)
    if opaque is None and image.has_transparency_data:
        grey = image.mode in ("L", "LA")
        levels = image.convert("LA" if grey else "RGBA")
        image, opaque = levels.convert("L" if grey else "RGB"), levels.getchannel("A")
    image = _converted(image, profile)
    if opaque is None:
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=opaque)
    return white


def deep_colours(content: bytes) -> Image.Image:
    """A PNG file of 16-bit colours, one of which is transparent, in mode "RGBA".

    Raises:
        ValueError: It is damaged.
    """
    levels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if levels is None or levels.dtype != np.uint16 or levels.shape[2:] != (4,):
        raise ValueError("no whole PNG file of 16 bits")
    return Image.fromarray(_scaled(levels[..., [2, 1, 0, 3]]))


def _scaled(levels: NDArray[np.number[Any]]) -> Pixels:
    """16 bits to 8, rounded."""
    wide = levels.astype(np.int64).clip(0, SIXTEEN)
    return ((wide * 255 + SIXTEEN // 2) // SIXTEEN).astype(np.uint8)


def _eight_bits(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Scale deep grey to 8 bits, and say what of it is opaque; other modes have 8 bits already."""
    if not image.mode.startswith("I"):
        return image, None
    levels = np.asarray(image)
    clear = image.info.get("transparency")
    opaque = None
    if isinstance(clear, int):
        opaque = Image.fromarray(np.where(levels == clear, 0, 255).astype(np.uint8))
    return Image.fromarray(_scaled(levels)), opaque


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    if profile:
        if image.mode == "L" and profile[SPACE] == b"RGB ":
            image = image.convert("RGB")
        from morphing_faces.faces.formats.colour_profile import to_srgb

        return to_srgb(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")
