"""Animated WebP films. Pillow compresses each frame; the file is put together here.

Pillow's own writer is not used because libwebp keeps the whole film until it ends; here memory
stays flat however long a film is (`python benchmarks/film.py`).

WebP Container Specification (developers.google.com/speed/webp/docs/riff_container): RIFF chunks
VP8X (features and size), ANIM (loop), ANMF for every frame, XMP.
"""

import errno
import io
import struct
from pathlib import Path

from PIL import Image

from morphing_faces.pictures.provenance import PACKET
from morphing_faces.types import Pixels

QUALITY = 85
EFFORT = 0
"""Of 0 to 6; 2 would take twice as long for files smaller by a seventh."""
ANIMATION, XMP = 0x02, 0x04
OPAQUE_FRAME = 0x02
"""The flag of a frame that replaces what is below it."""
LARGEST = 2**32 - 2**20
"""Bytes, of which a RIFF file can count 2^32; the rest is for what comes at the end."""


class WebP:
    """A WebP film that plays for ever; see film.Film.

    Args:
        path: Its file.
        fps: Frames a second.
    """

    def __init__(self, path: Path, fps: int) -> None:
        self._file = path.open("wb")
        self._fps = fps
        self._count = 0

    def add(self, picture: Pixels, frames: int = 1) -> None:
        """Add a picture, uint8 [H, W] or [H, W, 3]."""
        height, width = picture.shape[:2]
        if self._count == 0:
            size = _three(width - 1) + _three(height - 1)
            self._file.write(b"RIFF\0\0\0\0WEBP")
            self._file.write(_chunk(b"VP8X", struct.pack("<I", ANIMATION | XMP) + size))
            self._file.write(_chunk(b"ANIM", struct.pack("<IH", 0, 0)))
        ends = [round(1000 * count / self._fps) for count in (self._count, self._count + frames)]
        place = _three(0) + _three(0) + _three(width - 1) + _three(height - 1)
        head = place + _three(ends[1] - ends[0]) + bytes([OPAQUE_FRAME])
        chunk = _chunk(b"ANMF", head + _bitstream(picture))
        if self._file.tell() + len(chunk) > LARGEST:
            raise OSError(errno.EFBIG, "a WebP film has at most 4 GB; make it shorter or smaller")
        self._file.write(chunk)
        self._count += frames

    def end(self) -> None:
        """Complete the file."""
        self._file.write(_chunk(b"XMP ", PACKET.encode()))
        length = self._file.tell()
        self._file.seek(4)
        self._file.write(struct.pack("<I", length - 8))
        self._file.close()

    def drop(self) -> None:
        """Close the file."""
        self._file.close()


def _bitstream(picture: Pixels) -> bytes:
    """The VP8 chunk of a picture, which is all that Pillow writes of an opaque one."""
    stream = io.BytesIO()
    Image.fromarray(picture).convert("RGB").save(stream, "WEBP", quality=QUALITY, method=EFFORT)
    return stream.getvalue()[12:]


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
