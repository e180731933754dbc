"""ICC colour profiles followed to sRGB; imported when the first picture with a profile comes."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

LIKE = 2
"""Levels by which a profile may differ from sRGB to count as the same."""


def to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A picture in mode "RGB", its colours as the profile says.

    Args:
        image: In mode "L", "RGB" or "CMYK".
        profile: An ICC profile; one that is broken or for other colours counts as none.
    """
    transform = _transform(profile, image.mode)
    if transform is None:
        return image if image.mode == "RGB" else image.convert("RGB")
    return ImageCms.applyTransform(image, transform) or image


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """How colours of a profile become sRGB; None where they are that, or cannot be told."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
        if mode == "RGB" and _changes_nothing(transform):
            return None
    except (ImageCms.PyCMSError, OSError):
        return None
    return transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    steps = np.linspace(0, 255, 6).astype(np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    seen = ImageCms.applyTransform(Image.fromarray(colours), transform)
    return int(np.abs(np.asarray(seen).astype(int) - colours).max()) <= LIKE
