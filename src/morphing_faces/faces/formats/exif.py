"""How the camera was held: all that is read of a photograph's EXIF data."""

from PIL import Image
from PIL.ExifTags import Base


def orientation_of(exif: bytes) -> int:
    """The orientation in EXIF data, 1 to 8 as EXIF 2.32 counts (tag 274).

    What an XMP packet says is not asked for: no browser does, and an old one often stays behind in
    a picture that has been turned since.

    Args:
        exif: The data, with or without the mark before it; may be empty, or broken.

    Returns:
        1, upright, where nothing is said.
    """
    if not exif:
        return 1
    try:
        data = Image.Exif()
        data.load(exif)
        orientation = data.get(Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - broken EXIF data says nothing
        return 1
    return orientation if orientation in range(1, 9) else 1
