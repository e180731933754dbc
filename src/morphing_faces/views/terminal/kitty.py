"""Pictures by kitty's graphics protocol: PNG files of few pixels, enlarged by the terminal.

https://sw.kovidgoyal.net/kitty/graphics-protocol/
"""

import os
from base64 import b64encode
from io import BytesIO

from PIL import Image

from morphing_faces.types import Floats, Pixels
from morphing_faces.views.terminal.area import BESIDE, Area
from morphing_faces.views.terminal.picture import compose

CHUNK = 4096
"""Letters of base64 in one escape sequence at most."""


class KittyPicture:
    """See `picture.Picture`.

    Two numbers take turns: a new picture lies over the one before, which is deleted then, so that
    the terminal never shows none.

    Args:
        number: Of the first picture; pictures of other programs have others.
    """

    def __init__(self, number: int | None = None) -> None:
        first = (os.getpid() << 1) & 0x7FFFFFFE if number is None else number
        self._numbers = first, first + 1
        self._shown: Pixels | None = None
        self._area: Area | None = None

    def largest(self, shape: tuple[int, ...]) -> int | None:  # noqa: ARG002 - see Picture
        """As large as there is room: it costs nothing."""
        return None

    def frame(self, face: Floats, photograph: Floats | None, area: Area) -> str:
        """The picture, and that the one before is to go."""
        height, width = face.shape[:2]
        beside = photograph if area.beside else None
        gap = round(BESIDE * width / area.columns)
        pixels = compose(face, beside, height, width, gap, grey=face.ndim == 2)
        same = self._shown is not None and area == self._area
        if same and self._shown is not None and _equal(self._shown, pixels):
            return ""
        self._shown, self._area = pixels, area
        now, before = self._numbers
        self._numbers = before, now
        place = f"\x1b[{area.top + 1};{area.left + 1}H"
        keys = f"a=T,f=100,i={now},p=1,q=2,C=1,c={area.width},r={area.rows}"
        return place + _command(keys, _png(pixels)) + _deleted(before)

    def forget(self) -> None:
        """Send the picture the next time."""
        self._shown = None

    def erase(self) -> str:
        """Take both pictures away."""
        self._shown = None
        return "".join(map(_deleted, self._numbers))


def _equal(one: Pixels, other: Pixels) -> bool:
    return one.shape == other.shape and bool((one == other).all())


def _png(pixels: Pixels) -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def _command(keys: str, payload: bytes) -> str:
    """A command with data, in as many escape sequences as it takes."""
    text = b64encode(payload).decode("ascii")
    parts = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    out = []
    for number, part in enumerate(parts):
        more = f"m={int(number + 1 < len(parts))}"
        out.append(f"\x1b_G{f'{keys},{more}' if number == 0 else f'q=2,{more}'};{part}\x1b\\")
    return "".join(out)


def _deleted(number: int) -> str:
    """The command that deletes a picture and its data."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"
