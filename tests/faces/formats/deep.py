"""PNG files of 16 bits, which Pillow cannot write in colours."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

GREY, COLOURS = 0, 2
"""Kinds of pixels (PNG, third edition, 11.2.1)."""


def deep_png(levels: NDArray[np.uint16], kind: int, clear: bytes = b"") -> bytes:
    """The bytes of such a file.

    Args:
        levels: [H, W, 1] or [H, W, 3].
        kind: GREY or COLOURS.
        clear: The colour that is transparent, 2 bytes a channel; none where that is empty.
    """
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in levels)
    header = struct.pack(">IIBBBBB", levels.shape[1], levels.shape[0], 16, kind, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    if clear:
        chunks.insert(1, (b"tRNS", clear))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
