"""The texts in a PNG file, by Pillow, which limits them."""

import io
import warnings

from PIL import Image

from morphing_faces.errors import FileError

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def read_text(png: bytes, keyword: str) -> str | None:
    """The text under a keyword, in a tEXt or an iTXt chunk; None where there is none.

    Args:
        png: The contents of a file.
        keyword: Latin-1 letters.

    Raises:
        FileError: It is no PNG file, or a damaged one, or the text is longer than Pillow reads.
    """
    if not png.startswith(SIGNATURE):
        raise FileError("this is no PNG file")
    # A photograph is not decoded for a text that it does not have, nor refused for an odd one.
    if not any(kind + keyword.encode("latin-1") + b"\0" in png for kind in (b"tEXt", b"iTXt")):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(png), formats=["PNG"])
        # Only texts behind the pixels need these.
        found = image.info[keyword] if keyword in image.info else image.text[keyword]  # type: ignore[attr-defined]
    except (
        OSError,
        SyntaxError,
        ValueError,  # too long, or no UTF-8
        KeyError,  # passed over by Pillow, because it cannot be unpacked
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise FileError("this PNG file is damaged or cut off") from error
    return str(found)
