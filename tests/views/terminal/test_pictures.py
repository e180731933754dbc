"""Kitty's protocol, sixels and letters, to the byte, and read by independent readers."""

import re
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from morphing_faces.types import Floats, Pixels
from morphing_faces.views.terminal.area import Area
from morphing_faces.views.terminal.ascii_picture import AsciiPicture
from morphing_faces.views.terminal.block_picture import BlockPicture
from morphing_faces.views.terminal.kitty import KittyPicture
from morphing_faces.views.terminal.sixel import SixelPicture, sixels

AREA = Area(top=1, left=2, rows=4, columns=8)


def face(seed: int = 0, shape: tuple[int, ...] = (6, 6)) -> Floats:
    return np.random.default_rng(seed).random(shape, np.float32)


def pixels_of(face: Floats) -> Pixels:
    return (255 * face + 0.5).astype(np.uint8)


def test_kitty_gets_a_png_of_the_faces_own_pixels_and_the_one_before_goes() -> None:
    picture = KittyPicture(number=70)
    written = picture.frame(face(), None, AREA)
    head, data, tail = re.split(r"(?<=;)([A-Za-z0-9+/=]{20,})", written)
    assert head == "\x1b[2;3H\x1b_Ga=T,f=100,i=70,p=1,q=2,C=1,c=8,r=4,m=0;"
    assert tail == "\x1b\\\x1b_Ga=d,d=I,i=71,q=2\x1b\\"
    assert np.array_equal(np.asarray(Image.open(BytesIO(b64decode(data)))), pixels_of(face()))
    assert picture.frame(face(), None, AREA) == "", "nothing has changed"
    written = picture.frame(face(1), None, AREA)
    assert ",i=71," in written
    assert written.endswith("\x1b_Ga=d,d=I,i=70,q=2\x1b\\")
    picture.forget()
    assert picture.frame(face(1), None, AREA) != ""
    assert picture.erase() == "\x1b_Ga=d,d=I,i=71,q=2\x1b\\\x1b_Ga=d,d=I,i=70,q=2\x1b\\"


def test_a_large_picture_goes_to_kitty_in_parts() -> None:
    noise = face(shape=(48, 96, 3))
    written = KittyPicture(number=70).frame(noise, None, AREA)
    parts = re.findall(r"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\", written)
    assert all(len(data) <= 4096 for _, data in parts)
    assert [keys.rpartition("m=")[2] for keys, _ in parts] == ["1"] * (len(parts) - 1) + ["0"]
    whole = b64decode("".join(data for _, data in parts))
    assert np.array_equal(np.asarray(Image.open(BytesIO(whole))), pixels_of(noise))


def test_sixels_to_the_byte() -> None:
    codes = np.array([[0, 0, 0, 0, 0, 1]] * 6 + [[1, 0, 1, 1, 1, 1]], np.uint8)
    table = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
    assert sixels(codes, table) == (
        '\x1bP0;1;0q"1;1;6;7#0;2;0;0;0#1;2;100;100;100#0!5~$#1!5?~-#0?@$#1@?!4@\x1b\\'
    )


def read_sixels(text: str) -> Pixels:
    """A reader of sixels, straight from the manual: percents in a picture, uint8 [H, W]."""
    width, height = map(int, re.findall(r'"1;1;(\d+);(\d+)', text)[0])
    picture = np.full((height + 6, width), 255, np.uint8)
    x = y = colour = 0
    table: dict[int, int] = {}
    body = re.sub(r'^\x1bP[\d;]*q"[\d;]*', "", text).removesuffix("\x1b\\")
    for match in re.finditer(r"#(\d+)(;2;(\d+);\d+;\d+)?|!(\d+)(.)|([?-~])|([$-])", body):
        number, defined, level, times, repeated, single, move = match.groups()
        if number is not None:
            colour = int(number)
            if defined:
                table[colour] = int(level)
        elif move is not None:
            x, y = 0, y + 6 * (move == "-")
        else:
            bits = ord(repeated or single) - 63
            for _ in range(int(times or 1)):
                for row in range(6):
                    if bits >> row & 1:
                        picture[y + row, x] = table[colour]
                x += 1  # noqa: SIM113 - it goes on after the loop
    return picture[:height]


@pytest.mark.slow
@given(st.integers(0, 999), st.integers(1, 14), st.integers(1, 9), st.integers(1, 5))
def test_sixels_are_the_picture(seed: int, height: int, width: int, colours: int) -> None:
    codes = np.random.default_rng(seed).integers(0, colours, (height, width)).astype(np.uint8)
    table = np.array([[51 * k] * 3 for k in range(colours)], np.uint8)
    assert np.array_equal(read_sixels(sixels(codes, table)), 20 * codes)


def test_a_face_in_sixels_fills_its_cells() -> None:
    picture = SixelPicture((3, 6))
    written = picture.frame(face(shape=(24, 24)), None, AREA)
    assert written.startswith('\x1b[2;3H\x1bP0;1;0q"1;1;24;24#')
    levels = read_sixels(written.removeprefix("\x1b[2;3H")).astype(float)
    assert np.abs(levels / 100 - face(shape=(24, 24))).max() < 0.028, "24 greys"
    assert picture.frame(face(shape=(24, 24)), None, AREA) == ""


def test_letters_are_as_bright_as_pixels_and_only_what_changed_is_written() -> None:
    ramp = np.linspace(0, 1, 10, dtype=np.float32)[None].repeat(4, 0)
    area = Area(0, 3, 4, 10)
    dark, light = AsciiPicture(light=False), AsciiPicture(light=True)
    rows = [f"\x1b[{row};4H .:-=+*#%@" for row in (1, 2, 3, 4)]
    assert dark.frame(ramp, None, area) == "".join(rows)
    assert light.frame(ramp, None, area) == "".join(row[:6] + "@%#*+=-:. " for row in rows)
    changed = ramp.copy()
    changed[1, 3:5] = 1
    assert dark.frame(changed, None, area) == "\x1b[2;7H@@"


def test_a_step_that_nobody_sees_is_not_written() -> None:
    picture = BlockPicture(true=True)
    colours = np.full((8, 8, 3), 0.5, np.float32)
    assert picture.frame(colours, None, AREA).count("48;2;128;128;128") == 1
    colours[0, 0] += 4 / 255
    assert picture.frame(colours, None, AREA) == ""
    colours[0, 0] += 4 / 255
    assert "2;136;136;136" in picture.frame(colours, None, AREA)
