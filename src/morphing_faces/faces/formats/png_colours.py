"""What a PNG file says of its colours, as the ICC profile that stands for it.

A file may say it in four ways, of which the first that can be read counts (PNG, third edition,
4.3): by numbers (cICP), by a profile (iCCP), by saying that it is sRGB, and by the exponent of its
levels (gAMA), with its three lights and its white (cHRM) or without. Browsers do the same, Chromium
but for what is said here: lights without an exponent say nothing, and neither does an exponent
alone that is within a twentieth of 1 / 2.2, as libpng has it.
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from morphing_faces.faces.formats.code_points import (
    D65,
    PRIMARIES,
    SAMPLES,
    SRGB,
    Chromaticity,
    matrix_profile,
    profile_for,
)

SAID = (b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM")
"""Chunks before the pixels that say something of colours; of several the first counts."""
UNIT = 100_000
USUAL, NEAR = 1 / 2.2, 0.05
FLAT = 1e-4
"""Twice the area of a triangle of three lights that are as good as in one line."""
INTENTS = 4
MAX_PROFILE = 4_000_000
"""Bytes of a colour profile; the largest of printing presses have two million."""


def profile_of(said: Mapping[bytes, bytes]) -> bytes:
    """The ICC profile for what the chunks of a PNG file say.

    Args:
        said: The contents of chunks whose checksum is right, by their kind.

    Returns:
        Empty where the colours are sRGB, or nothing is said of them that can be read.
    """
    numbers = said.get(b"cICP", b"")
    if len(numbers) == 4 and numbers[3] == 1:
        return profile_for(numbers[0], numbers[1])
    if profile := _inflated(said.get(b"iCCP", b"")):
        return profile
    intent = said.get(b"sRGB", b"")
    if len(intent) == 1 and intent[0] < INTENTS:
        return b""
    return _by_exponent(said.get(b"gAMA", b""), said.get(b"cHRM", b""))


@lru_cache(maxsize=16)
def _by_exponent(gamma: bytes, lights: bytes) -> bytes:
    """The profile of a gAMA chunk, and of a cHRM chunk beside it."""
    if len(gamma) != 4 or not any(gamma):
        return b""
    exponent = int.from_bytes(gamma) / UNIT
    stated = _lights(lights)
    if stated is None and abs(exponent / USUAL - 1) < NEAR:
        return b""
    curve = np.linspace(0, 1, SAMPLES) ** (1 / exponent)
    white, *primaries = stated or (D65, *PRIMARIES[SRGB])
    return matrix_profile(primaries, curve, white)


def _lights(content: bytes) -> Sequence[Chromaticity] | None:
    """The white, red, green and blue of a cHRM chunk; None where they make no colours."""
    if len(content) != 32:
        return None
    places = [(x / UNIT, y / UNIT) for x, y in struct.iter_unpack(">2I", content)]
    corners = np.array([(x, y, 1) for x, y in places[1:]])
    whole = min(y for _, y in places) > 0 and abs(np.linalg.det(corners)) > FLAT
    return places if whole else None


def _inflated(body: bytes) -> bytes:
    """The profile in an iCCP chunk: a name, a zero, the method (0 is deflate), and the data."""
    _, _, rest = body.partition(b"\0")
    if rest[:1] != b"\0":
        return b""
    try:
        inflating = zlib.decompressobj()
        profile = inflating.decompress(rest[1:], MAX_PROFILE)
    except zlib.error:
        return b""
    return profile if inflating.eof else b""
