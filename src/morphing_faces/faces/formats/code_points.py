"""Colours that a file names by numbers (ITU-T H.273) instead of bringing an ICC profile.

AVIF and HEIC do so, and PNG may. The numbers become the matrix profile that they stand for
(ICC.1:2022, 8.3.3), so that all colours go one way.
"""

import struct
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from morphing_faces.types import Doubles

Chromaticity = tuple[float, float]
"""x and y."""

D65, D50 = (0.3127, 0.3290), np.array([0.9642, 1.0, 0.8249])
SRGB = 1
PRIMARIES = {
    SRGB: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
"""Of BT.709 and sRGB, BT.2020, and Display P3 (table 2); the others are taken for sRGB."""

PQ, HLG = 16, 18
WHITE = 203 / 10_000
"""Of paper, in parts of the brightest light of PQ (BT.2408); what is brighter is clipped to it."""
HLG_WHITE = 0.75
"""The signal of paper in HLG (BT.2408)."""
SAMPLES = 1024

BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


def code_points_of(content: bytes) -> tuple[int, int] | None:
    """The primaries and the transfer characteristics that an AVIF file names, if it does."""
    at = content.find(b"colrnclx")
    if at < 0 or len(content) < at + 12:
        return None
    primaries, transfer = struct.unpack(">HH", content[at + 8 : at + 12])
    return primaries, transfer


@lru_cache(maxsize=16)
def profile_for(primaries: int, transfer: int) -> bytes:
    """The ICC profile that two numbers stand for; empty where that is sRGB, or nearly.

    Args:
        primaries: H.273, table 2.
        transfer: H.273, table 3; all but PQ and HLG are taken for sRGB's.
    """
    if primaries not in PRIMARIES or (primaries == SRGB and transfer not in (PQ, HLG)):
        return b""
    return matrix_profile(PRIMARIES[primaries], light(np.linspace(0, 1, SAMPLES), transfer))


def matrix_profile(
    primaries: Sequence[Chromaticity], curve: Doubles, white: Chromaticity = D65
) -> bytes:
    """The ICC profile of a display.

    Args:
        primaries: The chromaticities of red, green and blue.
        curve: How bright levels from 0 to 1 are, at equal steps, from 0 to 1.
        white: The chromaticity of all three together.
    """
    tags = {b"desc": b"desc" + bytes(4) + struct.pack(">I", 1) + bytes(1 + 4 + 4 + 2 + 1 + 67)}
    tags |= {b"wtpt": _xyz(D50)}
    lights = to_d50(primaries, white).T
    tags |= {name + b"XYZ": _xyz(each) for name, each in zip(_RGB, lights, strict=True)}
    tags |= {name + b"TRC": _curve(curve) for name in _RGB}
    return _assembled(tags)


def to_d50(primaries: Sequence[Chromaticity], white: Chromaticity = D65) -> Doubles:
    """The colours of three lights, adapted to D50 (Bradford).

    Args:
        primaries: The chromaticities of red, green and blue.
        white: That of their sum.

    Returns:
        float64 [3, 3], X, Y and Z of each light as a column.
    """
    x, y = np.array([*primaries, white]).T
    colours = np.stack([x / y, np.ones(4), (1 - x - y) / y])
    whole = colours[:, 3]
    lights = colours[:, :3] * np.linalg.solve(colours[:, :3], whole)
    cones = (BRADFORD @ D50) / (BRADFORD @ whole)
    return np.asarray(np.linalg.inv(BRADFORD) @ np.diag(cones) @ BRADFORD @ lights)


def light(signal: Doubles, transfer: int) -> Doubles:
    """How bright a signal from 0 to 1 is, in parts of white paper, at most 1 (H.273, table 3)."""
    if transfer == PQ:
        m1, m2 = 2610 / 16384, 2523 / 4096 * 128
        c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
        root = signal ** (1 / m2)
        return np.minimum((np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1) / WHITE, 1)
    if transfer == HLG:
        return np.minimum(_scene(signal) / _scene(np.array([HLG_WHITE])), 1)
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)


def _scene(signal: Doubles) -> Doubles:
    """The inverse of HLG's curve (BT.2100, table 5)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)


_RGB = (b"r", b"g", b"b")


def _xyz(values: Doubles) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *np.rint(values * 65536).astype(int).tolist())


def _curve(values: Doubles) -> bytes:
    levels = np.rint(values * 65535).astype(">u2")
    return b"curv" + bytes(4) + struct.pack(">I", len(levels)) + levels.tobytes()


def _assembled(tags: dict[bytes, bytes]) -> bytes:
    """A display profile of version 2.4 that consists of tags (ICC.1, 7)."""
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I4xI", start + len(body), 0x02400000) + b"mntrRGB XYZ "
    header = header.ljust(36, b"\0") + b"acsp"
    header = header.ljust(68, b"\0") + _xyz(D50)[8:]
    return header.ljust(128, b"\0") + table + body
