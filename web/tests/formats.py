"""Pictures of patches in every way that browsers read them, and what Python makes of each."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, features
from tests.faces.drawing import encoded
from tests.faces.formats.deep import COLOURS as DEEP
from tests.faces.formats.deep import deep_png
from tests.faces.formats.odd import PACKET, XMP, odd, with_chunk, with_segment
from tests.faces.formats.profiles import ADOBE_RGB, DISPLAY_P3, WHITE, grey_profile, matrix_profile

from morphing_faces.faces.decode import decode

SIDE = 80
COLUMNS, ROWS = 4, 3
ORIENTATION = 0x0112
LIGHTS = (
    b"cHRM",
    struct.pack(
        ">8I", *(round(100_000 * each) for place in (WHITE, *DISPLAY_P3) for each in place)
    ),
)
WAYS_TO_HOLD = range(2, 9)
COLOURS = np.array(
    [
        [(180, 90, 60), (60, 160, 80), (70, 80, 190), (250, 250, 250)],
        [(200, 200, 60), (60, 190, 200), (190, 70, 180), (128, 128, 128)],
        [(40, 30, 20), (230, 150, 120), (120, 140, 100), (5, 5, 5)],
    ],
    np.uint8,
)


def patches() -> Image.Image:
    """Patches of colours, none of which is at the edge of sRGB."""
    return Image.fromarray(COLOURS.repeat(SIDE, axis=0).repeat(SIDE, axis=1))


def held(orientation: int) -> bytes:
    """The patches as a camera has them that was held in one of the eight ways."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return encoded(patches(), "JPEG", quality=95, exif=exif)


def exponent(power: float) -> tuple[bytes, bytes]:
    """The chunk that says with which exponent levels become light."""
    return b"gAMA", struct.pack(">I", round(100_000 / power))


def pictures() -> dict[str, bytes]:
    """The files, by name."""
    picture = patches()
    p3, adobe = matrix_profile(DISPLAY_P3), matrix_profile(ADOBE_RGB)
    see_through = picture.convert("RGBA")
    see_through.putalpha(Image.fromarray(np.full((ROWS * SIDE, COLUMNS * SIDE), 150, np.uint8)))
    levels = COLOURS.astype(np.uint16).repeat(SIDE, axis=0).repeat(SIDE, axis=1) * 257
    levels[:SIDE, :SIDE] = 40_001
    other = Image.new("RGB", picture.size, (250, 0, 250))
    film: dict[str, Any] = {"save_all": True, "append_images": [other], "duration": 1000}
    found = {
        "plain.png": encoded(picture),
        "p3.png": encoded(picture, icc_profile=p3),
        "p3.jpg": encoded(picture, "JPEG", quality=100, icc_profile=p3),
        "p3.webp": encoded(picture, "WEBP", lossless=True, icc_profile=p3),
        "adobe.png": encoded(picture, icc_profile=adobe),
        "adobe.jpg": encoded(picture, "JPEG", quality=100, icc_profile=adobe),
        "inks.jpg": encoded(picture.convert("CMYK"), "JPEG", quality=100),
        "see-through.png": encoded(see_through),
        "see-through-p3.png": encoded(see_through, icc_profile=p3),
        "deep.png": deep_png(levels, DEEP),
        "deep-clear.png": deep_png(levels, DEEP, b"\x9c\x41" * 3),
        "moving.gif": encoded(picture, "GIF", **film),
        "moving.webp": encoded(picture, "WEBP", lossless=True, **film),
        "moving.png": encoded(picture, **film),
        "several.mpo": encoded(picture, "MPO", quality=95, save_all=True, append_images=[other]),
        "upright-by-xmp.jpg": with_segment(
            0xE1, XMP + PACKET, encoded(picture, "JPEG", quality=95)
        ),
    }
    grey, linear = picture.convert("L"), with_chunk(*exponent(1), png=encoded(picture))
    see_through_grey = grey.convert("LA")
    see_through_grey.putalpha(150)
    found |= {
        "grey-p3.png": encoded(grey, icc_profile=p3),
        "see-through-grey.png": encoded(see_through_grey, icc_profile=grey_profile(1.8)),
        "grey-exponent.png": with_chunk(*exponent(1.8), png=encoded(grey)),
        "exponent.png": with_chunk(*exponent(1.8), png=encoded(picture)),
        "exponent-usual.png": with_chunk(*exponent(2.2), png=encoded(picture)),
        "lights.png": with_chunk(*LIGHTS, png=with_chunk(*exponent(2.2), png=encoded(picture))),
        "lights-alone.png": with_chunk(*LIGHTS, png=encoded(picture)),
        "numbers.png": with_chunk(b"cICP", bytes([12, 13, 0, 1]), png=encoded(picture)),
        "stated.png": with_chunk(b"sRGB", b"\0", png=linear),
    }
    if features.check("avif"):
        found["p3.avif"] = encoded(picture, "AVIF", quality=100, icc_profile=p3)
    found |= {f"held-{way}.jpg": held(way) for way in WAYS_TO_HOLD}
    return found | odd(encoded(picture), encoded(picture, "JPEG", quality=95))


def write(folder: Path) -> list[dict[str, Any]]:
    """Write the files; of each its shape and the colours in the middle of its patches."""
    rows = []
    folder.mkdir(exist_ok=True)
    for name, content in pictures().items():
        (folder / name).write_bytes(content)
        pixels = decode(content)
        middles = pixels[SIDE // 2 :: SIDE, SIDE // 2 :: SIDE]
        rows.append({"file": f"{folder.name}/{name}", "side": SIDE, "colours": middles.tolist()})
    return rows
