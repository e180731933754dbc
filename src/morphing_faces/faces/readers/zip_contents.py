"""The list of contents of a zip archive, with what stops Python's reader mended.

One member that claims a version nobody knows, or a name that is not in the encoding that it claims,
would keep the whole archive closed. Both are said in the list at the end of the archive (PKWARE,
APPNOTE.TXT 6.3.10, 4.3.12 and 4.3.16), which is given to the reader without them: it then opens all
members, and says of the bad one what is wrong when that one is read.
"""

import io
import os
import struct
from typing import IO

END = struct.Struct("<4s4H2LH")
END_MARK = b"PK\5\6"
ENTRY = struct.Struct("<4s6H3L5H2L")
ENTRY_MARK = b"PK\1\2"
LONGEST_COMMENT = 0xFFFF
UTF8 = 0x800
KNOWN = 45
"""The version of archives of over 4 GB, the highest that a way of packing read here needs."""
VERSION, FLAGS, NAME = 6, 8, ENTRY.size
"""Where in an entry of the list they stand."""


class MendedContents(io.RawIOBase):
    """An archive whose list of contents is read as mended; the rest is as it is in the file.

    Args:
        file: The archive; closed with this.

    Raises:
        OSError: It cannot be read.
        ValueError: No list is found.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._start, self._list = _mended_list(file)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As of the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As of the file."""
        return self._file.tell()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read from the file, and from the mended list where that is."""
        start = self._file.tell()
        data = bytearray(self._file.read(len(buffer)))
        low, high = max(start, self._start), min(start + len(data), self._start + len(self._list))
        if low < high:
            data[low - start : high - start] = self._list[low - self._start : high - self._start]
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file, too."""
        self._file.close()
        super().close()


def _mended_list(file: IO[bytes]) -> tuple[int, bytearray]:
    """Where the list begins, and the list."""
    size = file.seek(0, os.SEEK_END)
    tail = min(size, END.size + LONGEST_COMMENT)
    file.seek(size - tail)
    end = file.read(tail)
    place = end.rfind(END_MARK)
    if place < 0 or place + END.size > len(end):
        raise ValueError("there is no list of contents")
    length = END.unpack_from(end, place)[5]
    offset = size - tail + place - length  # what is said of it counts from elsewhere, at times
    if offset < 0:
        raise ValueError("the list of contents is cut off")
    file.seek(offset)
    contents = bytearray(file.read(length))
    at = 0
    while at + ENTRY.size <= len(contents) and contents[at : at + 4] == ENTRY_MARK:
        fields = ENTRY.unpack_from(contents, at)
        flags, name, extra, comment = fields[3], *fields[10:13]
        _mend(contents, at, flags, bytes(contents[at + NAME : at + NAME + name]))
        at += ENTRY.size + name + extra + comment
    file.seek(0)
    return offset, contents


def _mend(contents: bytearray, at: int, flags: int, name: bytes) -> None:
    """Mend one entry of the list in its place."""
    if contents[at + VERSION] > KNOWN:
        contents[at + VERSION] = KNOWN
    if flags & UTF8:
        try:
            name.decode("utf-8")
        except UnicodeDecodeError:
            struct.pack_into("<H", contents, at + FLAGS, flags & ~UTF8)
