"""JPEG and PNG files freed of everything but their pixels.

A decoder that meets an odd comment, profile or thumbnail may refuse a picture whose pixels are
whole. So only what pixels are made of is handed to it; the orientation and the colour profile are
taken out beforehand, and everything else (place, time, camera, texts, gain maps, further pictures)
is dropped unread.
"""

import zlib
from dataclasses import dataclass

from morphing_faces.faces.formats.png_colours import MAX_PROFILE, SAID, profile_of

START = 2
"""Of the first segment of a JPEG file."""
ALONE = {0x01, *range(0xD0, 0xD9)}
SCAN, APP0, APP1, APP2, APP14, COMMENT = 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
JFIF_LENGTH, ADOBE_LENGTH = 14, 12
"""Below these lengths, libjpeg passes over what the segment says of colours."""
EXIF_MARK, PROFILE_MARK = b"Exif\0\0", b"ICC_PROFILE\0"

PNG_MARK = b"\x89PNG\r\n\x1a\n"
PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


@dataclass(frozen=True)
class Stripped:
    """A picture file without what says nothing of its pixels.

    Attributes:
        content: The file that is left.
        exif: Its EXIF data; empty where there are none.
        profile: Its ICC profile, or the one that stands for what a PNG file says of its colours;
            empty where there is none that can be read.
    """

    content: bytes
    exif: bytes = b""
    profile: bytes = b""


def strip_jpeg(content: bytes) -> Stripped:
    """Take the segments out of a JPEG file that its pixels can do without (ITU-T T.81, B.1).

    Args:
        content: The file; damaged ones are handed on as far as they can be followed.
    """
    kept, exif = [content[:START]], b""
    profile: dict[int, bytes] = {}
    at = START
    while (begin := content.find(b"\xff", at)) >= 0:
        at = begin
        while content[at : at + 1] == b"\xff":
            at += 1
        marker = content[at] if at < len(content) else SCAN
        at += 1
        if marker == SCAN:
            kept.append(content[begin:])
            break
        if marker in ALONE:
            continue
        end = at + max(2, int.from_bytes(content[at : at + 2]))
        body = content[at + 2 : end]
        if marker == APP1 and body.startswith(EXIF_MARK):
            exif = exif or body
        elif marker == APP2 and body.startswith(PROFILE_MARK) and len(body) > 14:
            profile.setdefault(body[12], body[14:])
        if _is_needed(marker, len(body)):
            kept.append(b"\xff" + content[at - 1 : end])
        at = end
    joined = b"".join(profile[number] for number in sorted(profile))
    return Stripped(b"".join(kept), exif, joined if len(joined) <= MAX_PROFILE else b"")


def _is_needed(marker: int, length: int) -> bool:
    """Whether pixels or their colours depend on a segment of a JPEG file."""
    if marker == APP0:
        return length >= JFIF_LENGTH
    if marker == APP14:
        return length >= ADOBE_LENGTH
    return marker < APP0


def strip_png(content: bytes) -> Stripped:
    """Take the chunks out of a PNG file that its pixels can do without (PNG, third edition, 5).

    Of an animated one the picture remains that is shown where nothing moves.

    Args:
        content: The file; damaged ones are handed on as far as they can be followed.
    """
    kept, exif, said = [PNG_MARK], b"", dict[bytes, bytes]()
    at = len(PNG_MARK)
    while at < len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + length
        chunk = content[at:end]
        if kind in PIXELS or (kind == b"tRNS" and _is_whole(chunk)):
            kept.append(chunk)
        elif kind == b"eXIf":
            exif = exif or chunk[8:-4]
        elif kind in SAID and _is_whole(chunk) and kept[-1][4:8] != b"IDAT":
            said.setdefault(kind, chunk[8:-4])
        if kind == b"IEND":
            break
        at = end
    return Stripped(b"".join(kept), exif, profile_of(said))


def _is_whole(chunk: bytes) -> bool:
    return zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:])
