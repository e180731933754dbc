"""Words in the window: the line under the picture, and notes over it.

The line changes at every move of the mouse. Pillow sets it in half a millisecond, where
matplotlib's text layout takes several, and each value once.
"""

import math
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from morphing_faces.morpher.morpher import Coordinate, Status
from morphing_faces.types import Pixels
from morphing_faces.views.window import colours

FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
SECOND_COLUMN = 0.38
WIDEST_VALUE = "  +00.00 "
WIDEST_NOTE = 27
SMALLEST_NOTE = 3


@dataclass(frozen=True)
class Note:
    """Words over the darkened picture.

    Attributes:
        rows: Each a pair of what and why, side by side; or a single sentence, in the middle.
    """

    rows: tuple[tuple[str, str], ...] | str


def status_line(status: Status, width: int, size: float, *, decoding: bool = False) -> Pixels:
    """Set the line that tells the selected coordinates, and whether the face is frozen.

    Args:
        status: What it says.
        width: Its length in pixels, the picture's width.
        size: The letters' size in pixels.
        decoding: Whether to say that the face of these coordinates is on its way.

    Returns:
        uint8 [rows, width, 3]; the letters stand on row `baseline(size)`.
    """
    first, second = status.selected
    word, colour = ("decoding", colours.WALKING) if decoding else _state(status)
    still, columns = _still_line((_label(first), _label(second)), word, colour, width, size)
    image = still.copy()
    for column, coordinate in zip(columns, status.selected, strict=True):
        # Plus and minus are equally wide in this font, so the digits stand still.
        value = f"{coordinate.value:+.2f}".replace("-", "\N{MINUS SIGN}")
        image.paste(_value(value, column % 1, size), (int(column), 0))
    return np.asarray(image)


@lru_cache(maxsize=4)
def caption(words: str, width: int, size: float) -> Pixels:
    """Set quiet words under a picture, in its middle.

    Args:
        words: What they are.
        width: The picture's, in pixels; words that are wider are cut.
        size: The letters' size in pixels.

    Returns:
        uint8 [rows, width, 3]; the letters stand on row `baseline(size)`.
    """
    image = Image.new("RGB", (width, round(1.6 * size)), colours.BACKGROUND)
    place = width / 2, baseline(size)
    ImageDraw.Draw(image).text(place, words, colours.SOFT, _font(size), anchor="ms")
    return np.asarray(image)


def baseline(size: float) -> int:
    """The row of the status line's image that letters of a size stand on."""
    return round(1.15 * size)


def write_note(picture: Pixels, note: Note, size: float) -> Pixels:
    """Darken a picture and write over it.

    Args:
        picture: uint8 [H, W] or [H, W, 3].
        note: What to write.
        size: The letters' size in pixels.

    Returns:
        uint8 [H, W, 3].
    """
    image = Image.fromarray(picture >> 2).convert("RGB")
    size = round(min(size, image.width / WIDEST_NOTE), 1)
    if size < SMALLEST_NOTE:
        return np.asarray(image)
    draw, font = ImageDraw.Draw(image), _font(size)
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
        draw.text((split + 0.8 * size, row), why, colours.SOFT, font, anchor="lm")
    return np.asarray(image)


def _state(status: Status) -> tuple[str, str]:
    if status.frozen:
        return "frozen", colours.FROZEN
    if status.walking:
        return "walking", colours.WALKING
    return "h  help", colours.FAINT


def _label(coordinate: Coordinate) -> str:
    return f"{coordinate.rank} {coordinate.name}" if coordinate.name else f"{coordinate.rank}"


@lru_cache(maxsize=4)
def _still_line(
    labels: tuple[str, str], word: str, colour: str, width: int, size: float
) -> tuple[Image.Image, list[float]]:
    """All of the line but the values, which change at every move; and the values' columns."""
    image = Image.new("RGB", (width, round(1.6 * size)), colours.BACKGROUND)
    draw, font, row = ImageDraw.Draw(image), _font(size), baseline(size)
    columns = []
    ends = SECOND_COLUMN * width, width - font.getlength(f" {word}")
    for place, end, arrow, label in zip((0, SECOND_COLUMN), ends, "↔↕", labels, strict=True):
        start = place * width + 1.4 * size
        label = _shortened(label, end - start - font.getlength(WIDEST_VALUE), font)
        draw.text((place * width, row), arrow, colours.FAINT, font, anchor="ls")
        draw.text((start, row), label, colours.BRIGHT, font, anchor="ls")
        columns.append(start + font.getlength(f"{label}  "))
    draw.text((width, row), word, colour, font, anchor="rs")
    return image, columns


@lru_cache(maxsize=1024)
def _value(value: str, shift: float, size: float) -> Image.Image:
    """A coordinate as the line shows it; a mouse comes to the same few hundred again and again.

    Args:
        value: Its letters.
        shift: Where it begins in its first column, in pixels from 0 to 1.
        size: The letters' size in pixels.
    """
    font = _font(size)
    width = math.ceil(shift + font.getlength(value))
    image = Image.new("RGB", (width, round(1.6 * size)), colours.BACKGROUND)
    place = shift, baseline(size)
    ImageDraw.Draw(image).text(place, value, colours.BRIGHT, font, anchor="ls")
    return image


def _shortened(label: str, room: float, font: ImageFont.FreeTypeFont) -> str:
    """As much of a label as there is room for; its number at least."""
    least = len(label.partition(" ")[0])
    cut = label
    for length in range(len(label), least, -1):
        if font.getlength(cut) <= room:
            break
        cut = f"{label[: length - 1].rstrip()}…"
    return cut


@lru_cache(maxsize=4)
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
