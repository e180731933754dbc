"""HEIC files as a telephone writes them: a frame of HEVC by x265, in boxes made here.

What prepares photographs cannot write HEIC, which is just as well; so tests put the file together
(ISO/IEC 14496-12 and -15, 23008-12).
"""

import struct
from fractions import Fraction

import av
import numpy as np
from PIL import Image

VPS, SPS, PPS = 32, 33, 34


def heic(
    picture: Image.Image,
    *,
    turns: int = 0,
    exif: bytes = b"",
    colours: bytes = b"",
    brands: tuple[bytes, ...] = (b"heic", b"mif1", b"heic"),
) -> bytes:
    """The bytes of a HEIC file.

    Args:
        picture: In mode "RGB", of even width and height.
        turns: By how many quarters, anticlockwise, it is to be turned when it is shown (irot).
        exif: Its EXIF data, with the mark before it.
        colours: The contents of its colour box: b"prof" and an ICC profile, or b"nclx" and numbers.
        brands: The major brand, then the compatible ones.
    """
    units = _units(picture)
    coded = b"".join(_sized(unit) for unit in units if _type(unit) < VPS)
    items = [(b"hvc1", coded)]
    if exif:
        items.append((b"Exif", struct.pack(">I", 6) + exif))
    properties = [
        _box(b"hvcC", _configuration(units)),
        _box(b"ispe", struct.pack(">III", 0, *picture.size)),
        *([_box(b"colr", colours)] if colours else []),
        *([_box(b"irot", bytes([turns]))] if turns else []),
    ]
    start = _box(b"ftyp", brands[0], bytes(4), *brands[1:])
    meta = _meta(items, properties, 0)
    meta = _meta(items, properties, len(start) + len(meta) + 8)
    return start + meta + _box(b"mdat", *(content for _, content in items))


def _meta(items: list[tuple[bytes, bytes]], properties: list[bytes], offset: int) -> bytes:
    entries, places = [], []
    for number, (kind, content) in enumerate(items, 1):
        entries.append(_box(b"infe", struct.pack(">IHH", 2 << 24, number, 0), kind, b"\0"))
        places.append(struct.pack(">HHHII", number, 0, 1, offset, len(content)))
        offset += len(content)
    marks = bytes(0x80 * (number < 3) | number for number in range(1, len(properties) + 1))
    owned = struct.pack(">IIHB", 0, 1, 1, len(properties)) + marks
    parts = [
        _box(b"hdlr", bytes(8), b"pict", bytes(13)),
        _box(b"pitm", bytes(4), struct.pack(">H", 1)),
        _box(b"iloc", bytes(4), b"\x44\0", struct.pack(">H", len(items)), *places),
        _box(b"iinf", bytes(4), struct.pack(">H", len(items)), *entries),
        _box(b"iprp", _box(b"ipco", *properties), _box(b"ipma", owned)),
    ]
    if len(items) > 1:  # the EXIF data describes the picture
        parts.append(_box(b"iref", bytes(4), _box(b"cdsc", struct.pack(">HHH", 2, 1, 1))))
    return _box(b"meta", bytes(4), *parts)


def _units(picture: Image.Image) -> list[bytes]:
    """The picture as NAL units of HEVC, with little loss."""
    context = av.CodecContext.create("libx265", "w")
    context.width, context.height = picture.size
    context.pix_fmt, context.time_base = "yuv420p", Fraction(1, 25)
    context.options = {"preset": "ultrafast", "x265-params": "qp=4:log-level=none:info=0"}
    frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
    packets = [*context.encode(frame), *context.encode(None)]
    stream = b"".join(bytes(packet) for packet in packets).replace(b"\0\0\0\1", b"\0\0\1")
    return [unit for unit in stream.split(b"\0\0\1")[1:] if _type(unit) <= PPS]


def _configuration(units: list[bytes]) -> bytes:
    """The decoder's configuration record (ISO/IEC 14496-15, 8.3.3.1)."""
    sets = {_type(unit): unit for unit in units if _type(unit) >= VPS}
    profile = sets[SPS].replace(b"\0\0\3", b"\0\0")[3:15]
    record = b"\1" + profile + b"\xf0\0\xfc\xfd\xf8\xf8\0\0\x0f" + bytes([len(sets)])
    return record + b"".join(
        struct.pack(">BHH", 0x80 | kind, 1, len(unit)) + unit for kind, unit in sorted(sets.items())
    )


def _type(unit: bytes) -> int:
    return unit[0] >> 1 & 63


def _sized(unit: bytes) -> bytes:
    return struct.pack(">I", len(unit)) + unit


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body
