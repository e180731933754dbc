"""Words in the window: the line under the picture, and notes over it.

The line changes at every move of the mouse. Pillow sets it in half a millisecond, where
matplotlib's text layout takes several.
"""

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from morphing_faces.morpher import Coordinate, Status
from morphing_faces.views import colours

FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
SECOND_COLUMN = 0.38

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Note:
    """Words over the darkened picture.

    Attributes:
        rows: Each a pair of what and why, side by side; or a single sentence, in the middle.
    """

    rows: tuple[tuple[str, str], ...] | str


def status_line(status: Status, width: int, size: float) -> Pixels:
    """Set the line that tells the selected coordinates, and whether the face is frozen.

    Args:
        status: What it says.
        width: Its length in pixels, the picture's width.
        size: The letters' size in pixels.

    Returns:
        uint8 [rows, width, 3]; the letters stand on row `baseline(size)`.
    """
    image = Image.new("RGB", (width, round(1.6 * size)), colours.BACKGROUND)
    draw, font, row = ImageDraw.Draw(image), _font(round(size, 1)), baseline(size)
    for place, arrow, coordinate in zip((0, SECOND_COLUMN), "↔↕", status.selected, strict=True):
        column = place * width
        draw.text((column, row), arrow, colours.FAINT, font, anchor="ls")
        words = describe(coordinate)
        draw.text((column + 1.4 * size, row), words, colours.BRIGHT, font, anchor="ls")
    word, colour = _state(status)
    draw.text((width, row), word, colour, font, anchor="rs")
    return np.asarray(image)


def baseline(size: float) -> int:
    """The row of the status line's image that letters of a size stand on."""
    return round(1.15 * size)


def describe(coordinate: Coordinate) -> str:
    """A coordinate as the line shows it; plus and minus are equally wide, so digits stand still."""
    label = f"{coordinate.rank} {coordinate.name}" if coordinate.name else f"{coordinate.rank}"
    return f"{label}  {coordinate.value:+.2f}".replace("-", "\N{MINUS SIGN}")


def write_note(picture: Pixels, note: Note, size: float) -> Pixels:
    """Darken a picture and write over it.

    Args:
        picture: uint8 [H, W] or [H, W, 3].
        note: What to write.
        size: The letters' size in pixels.

    Returns:
        uint8 [H, W, 3].
    """
    image = Image.fromarray(picture >> 3).convert("RGB")
    draw, font = ImageDraw.Draw(image), _font(round(size, 1))
    middle = image.height / 2
    if isinstance(note.rows, str):
        columns = max(int(image.width / size * 1.6), 10)
        draw.multiline_text(
            (image.width / 2, middle),
            "\n".join(textwrap.wrap(note.rows, columns)),
            colours.BRIGHT,
            font,
            anchor="mm",
            align="center",
            spacing=0.6 * size,
        )
        return np.asarray(image)
    pitch, split = 2 * size, 0.36 * image.width
    for number, (what, why) in enumerate(note.rows):
        row = middle + (number - (len(note.rows) - 1) / 2) * pitch
        draw.text((split - 0.8 * size, row), what, colours.BRIGHT, font, anchor="rm")
        draw.text((split + 0.8 * size, row), why, colours.FAINT, font, anchor="lm")
    return np.asarray(image)


def _state(status: Status) -> tuple[str, str]:
    if status.frozen:
        return "frozen", colours.FROZEN
    if status.walking:
        return "walking", colours.WALKING
    return "h  help", colours.FAINT


@lru_cache(maxsize=8)
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
