"""The texts in a PNG file, read with a limit on everything.

Portable Network Graphics Specification (Third Edition), sections 5.3 (chunks) and 11.3.3 (tEXt,
zTXt, iTXt).
"""

import struct
import zlib
from collections.abc import Iterator

from morphing_faces.errors import FileError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_TEXT = 1 << 20


def read_text(png: bytes, keyword: str) -> str | None:
    """The first text under a keyword, in a tEXt or an iTXt chunk; None where there is none.

    Args:
        png: The contents of a file.
        keyword: Latin-1 letters.

    Raises:
        FileError: It is no PNG file, or a damaged one, or the text is over a mebibyte.
    """
    wanted = keyword.encode("latin-1")
    for kind, data, check in _chunks(png):
        if kind not in (b"tEXt", b"iTXt"):
            continue
        found, _, rest = data.partition(b"\0")
        if found != wanted:
            continue
        if zlib.crc32(kind + data) != check:
            raise _damaged()
        if len(data) > LARGEST_TEXT:
            raise FileError("the text in this picture is too long")
        return rest.decode("latin-1") if kind == b"tEXt" else _international(rest)
    return None


def _international(rest: bytes) -> str:
    """The text of an iTXt chunk, given what follows its keyword."""
    compressed, method, parts = rest[:1], rest[1:2], rest[2:].split(b"\0", 2)
    if len(parts) != 3 or compressed not in (b"\0", b"\1") or method != b"\0":
        raise _damaged()
    text = parts[2]
    try:
        if compressed == b"\1":
            unpacking = zlib.decompressobj()
            text = unpacking.decompress(text, LARGEST_TEXT + 1)
            if len(text) > LARGEST_TEXT:
                raise FileError("the text in this picture is too long")
            if not unpacking.eof:
                raise _damaged()
        return text.decode("utf-8")
    except (zlib.error, UnicodeDecodeError):
        raise _damaged() from None


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The type, the data and the checksum of each chunk, up to the last one.

    Whether a checksum is right matters only where the data do: photographs with an odd one in a
    comment are read by everybody.
    """
    if not png.startswith(SIGNATURE):
        raise FileError("this is no PNG file")
    at = len(SIGNATURE)
    while at < len(png):
        head = png[at : at + 8]
        length = struct.unpack(">I", head[:4])[0] if len(head) == 8 else len(png)
        end = at + 12 + length
        if end > len(png):
            raise FileError("this PNG file is cut off")
        yield head[4:], png[at + 8 : end - 4], struct.unpack(">I", png[end - 4 : end])[0]
        if head[4:] == b"IEND":
            return
        at = end


def _damaged() -> FileError:
    return FileError("this PNG file is damaged")
