"""ICC profiles, written out by hand (ICC.1:2022), and what colours they stand for."""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Chromaticities = Sequence[tuple[float, float]]

WHITE = (0.3127, 0.3290)
SRGB = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
ADOBE_RGB = ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060))
GAMMA = 563 / 256
"""Adobe RGB's exponent, as its profile writes it."""
ADAPTED = np.array(
    [
        [1.0479298, 0.0229468, -0.0501922],
        [0.0296278, 0.9904344, -0.0170738],
        [-0.0092430, 0.0150552, 0.7518743],
    ]
)
"""D65 to D50 (Bradford), from the specification of sRGB."""


def light_of(primaries: Chromaticities) -> NDArray[np.float64]:
    """XYZ of three lights whose sum is white: float64 [3, 3], a light a column."""
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    x, y = WHITE
    return columns * np.linalg.solve(columns, [x / y, 1, (1 - x - y) / y])


def in_srgb(
    levels: Sequence[int], primaries: Chromaticities, exponent: float = GAMMA
) -> NDArray[np.float64]:
    """Levels from 0 to 255 of colours with such a curve, in sRGB; clipped to what it has."""
    light = (np.array(levels) / 255) ** exponent
    linear = np.linalg.solve(light_of(SRGB), light_of(primaries) @ light).clip(0, 1)
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(255 * curved)


def matrix_profile(primaries: Chromaticities) -> bytes:
    """A profile of a display: three lights, and Adobe RGB's curve for each."""
    curve = b"curv" + bytes(4) + struct.pack(">IHxx", 1, round(GAMMA * 256))
    lights = (ADAPTED @ light_of(primaries)).T
    tags = {bytes([name]) + b"XYZ": _xyz(light) for name, light in zip(b"rgb", lights, strict=True)}
    tags |= {bytes([name]) + b"TRC": curve for name in b"rgb"}
    return _profile(b"mntrRGB XYZ ", tags | {b"wtpt": _xyz(ADAPTED.sum(axis=1))})


def grey_profile(exponent: float) -> bytes:
    """A profile of grey levels with a curve of their own."""
    curve = b"curv" + bytes(4) + struct.pack(">IHxx", 1, round(exponent * 256))
    return _profile(b"mntrGRAYXYZ ", {b"kTRC": curve, b"wtpt": _xyz(np.array([0.9642, 1, 0.8249]))})


def ink_profile(inks: dict[tuple[int, int, int, int], tuple[int, int, int]]) -> bytes:
    """A profile of a press, by the L*a*b* of some corners of its inks; all others are white."""
    steps = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    colours = [inks.get(step, (100, 0, 0)) for step in steps]
    table = bytes(
        part for light, a, b in colours for part in (round(light * 2.55), 128 + a, 128 + b)
    )
    unit = struct.pack(">9i", *(65536 * (i % 4 == 0) for i in range(9)))
    straight = bytes(range(256))
    lut = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + unit + straight * 4 + table + straight * 3
    return _profile(b"prtrCMYKLab ", {b"A2B0": lut, b"wtpt": _xyz(np.array([0.9642, 1, 0.8249]))})


def _xyz(values: NDArray[np.float64]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *np.rint(values * 65536).astype(int).tolist())


def _profile(kind: bytes, tags: dict[bytes, bytes]) -> bytes:
    tags = {b"desc": b"desc" + bytes(4) + struct.pack(">I", 1) + bytes(79), **tags}
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4xI12s", start + len(body), 0x02400000, kind)
    head = (
        head.ljust(36, b"\0") + b"acsp".ljust(32, b"\0") + _xyz(np.array([0.9642, 1, 0.8249]))[8:]
    )
    return head.ljust(128, b"\0") + table + body
