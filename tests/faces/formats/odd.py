"""Pictures whose pixels are whole, and of which a part that says nothing of pixels is odd."""

import struct
import zlib

from PIL import Image

from tests.faces.drawing import draw_face, encoded

IMAGE = Image.fromarray(draw_face())
PNG, JPEG = encoded(IMAGE), encoded(IMAGE, "JPEG", quality=95)
LONG = zlib.compress(b"x" * 2_000_000)


def with_chunk(kind: bytes, content: bytes, wrong: int = 0, png: bytes = PNG) -> bytes:
    """A PNG file with another chunk behind its header; wrong is added to its checksum."""
    check = struct.pack(">I", zlib.crc32(kind + content) ^ wrong)
    return png[:33] + struct.pack(">I", len(content)) + kind + content + check + png[33:]


def with_segment(marker: int, content: bytes, jpeg: bytes = JPEG) -> bytes:
    """A JPEG file with another segment before all others."""
    length = struct.pack(">H", len(content) + 2)
    return jpeg[:2] + bytes([255, marker]) + length + content + jpeg[2:]


def odd(png: bytes, jpeg: bytes) -> dict[str, bytes]:
    """Whole files of a picture with odd parts, by name."""
    return {
        "text-2mb.png": with_chunk(b"zTXt", b"Comment\0\0" + LONG, png=png),
        "itext-2mb.png": with_chunk(b"iTXt", b"workflow\0\1\0\0\0" + LONG, png=png),
        "profile-2mb.png": with_chunk(b"iCCP", b"icc\0\0" + LONG, png=png),
        "profile-method.png": with_chunk(b"iCCP", b"icc\0\1" + zlib.compress(b"x"), png=png),
        "profile-empty.png": with_chunk(b"iCCP", b"", png=png),
        "text-checksum.png": with_chunk(b"tEXt", b"Comment\0hello", wrong=1, png=png),
        "gamma-empty.png": with_chunk(b"gAMA", b"", png=png),
        "chroma-empty.png": with_chunk(b"cHRM", b"", png=png),
        "srgb-empty.png": with_chunk(b"sRGB", b"", png=png),
        "density-short.png": with_chunk(b"pHYs", b"\0", png=png),
        "animation-short.png": with_chunk(b"acTL", b"\0", png=png),
        "transparency-checksum.png": with_chunk(b"tRNS", bytes(6), wrong=1, png=png),
        "exif-broken.png": with_chunk(b"eXIf", b"MM\0*\xff\xff\xff\xff", png=png),
        "rubbish-behind.png": png + bytes(1000),
        "jfif-short.jpg": with_segment(0xE0, b"JFIF\0", jpeg),
        "adobe-short.jpg": with_segment(0xEE, b"Adobe", jpeg),
        "profile-short.jpg": with_segment(0xE2, b"ICC_PROFILE\0", jpeg),
        "profile-of-nothing.jpg": with_segment(0xE2, b"ICC_PROFILE\0\1\2" + bytes(100), jpeg),
        "pictures-short.jpg": with_segment(0xE2, b"MPF\0MM\0*", jpeg),
        "captions-short.jpg": with_segment(0xED, b"Photoshop 3.0\x008BIM", jpeg),
        "exif-broken.jpg": with_segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff", jpeg),
        "exif-of-nothing.jpg": with_segment(0xE1, b"Exif\0\0", jpeg),
        "comment-long.jpg": with_segment(0xFE, b"x" * 65_533, jpeg),
        "rubbish-behind.jpg": jpeg + bytes(1000),
    }


ODD = odd(PNG, JPEG)

XMP = b"http://ns.adobe.com/xap/1.0/\0"
PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r tiff:Orientation="6"/></x:xmpmeta>'
TURNED_IN_XMP = {
    "xmp.jpg": with_segment(0xE1, XMP + PACKET),
    "xmp.png": with_chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + PACKET),
    "xmp.webp": encoded(IMAGE, "WEBP", quality=95, xmp=PACKET),
    "xmp.avif": encoded(IMAGE, "AVIF", quality=90, xmp=PACKET),
    "xmp.tiff": encoded(IMAGE, "TIFF", tiffinfo={700: PACKET}),
}
