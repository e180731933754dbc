"""What kind of file this is, by its first bytes: the name of a file may say anything."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file.

    Attributes:
        name: What people call it, with its article: "an AVIF file".
        read: Whether its pixels are read.
    """

    name: str
    read: bool = False


JPEG = Kind("a JPEG file", read=True)
PNG = Kind("a PNG file", read=True)
WEBP = Kind("a WebP file", read=True)
AVIF = Kind("an AVIF file", read=True)
HEIC = Kind("a HEIC file", read=True)
GIF = Kind("a GIF file", read=True)
BMP = Kind("a BMP file", read=True)
TIFF = Kind("a TIFF file", read=True)
JPEG_XL = Kind("a JPEG XL file")
RAW = Kind("a raw file of a camera")
FILM = Kind("a film")

MARKS: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (8, b"WEBP", WEBP),
    (0, b"GIF8", GIF),
    (8, b"CR\2", RAW),  # Canon's, within a TIFF
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"IIU\0", RAW),
    (0, b"IIRO", RAW),
    (0, b"FUJIFILMCCD-RAW", RAW),
    (0, b"BM", BMP),
    (0, b"\0\0\0\x0cJXL ", JPEG_XL),
    (0, b"\xff\x0a", JPEG_XL),
    (0, b"\0\0\0\x0cjP  ", Kind("a JPEG 2000 file")),
    (0, b"8BPS", Kind("a Photoshop file")),
    (0, b"%PDF", Kind("a PDF file")),
    (0, b"PK\3\4", Kind("a zip archive")),
    (0, b"<svg", Kind("an SVG drawing")),
    (0, b"<?xml", Kind("an XML file")),
    (0, b"<!DOCTYPE", Kind("a web page")),
    (0, b"<!doctype", Kind("a web page")),
    (0, b"<html", Kind("a web page")),
)
"""Where a kind of file has which bytes; the first that fits counts."""

BRANDS: dict[bytes, Kind] = {
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), HEIC),
    **dict.fromkeys((b"qt  ", b"mp41", b"mp42", b"isom", b"M4V ", b"3gp4", b"3gp5"), FILM),
    b"crx ": RAW,
}
"""What the brands of an ISO base media file say (ISO/IEC 14496-12, 4.3; 23008-12, 10)."""

GENERIC = (b"mif1", b"msf1", b"mif2")
"""Brands that say only "pictures"; the compatible ones that follow say which. HEIC by default."""

ENOUGH = 64
"""Bytes from the beginning that tell a kind."""


def kind_of(content: bytes) -> Kind | None:
    """The kind of a file; None for what is not known.

    Args:
        content: The file's contents; the first ENOUGH bytes will do.
    """
    if content[4:8] == b"ftyp":
        return _branded(content)
    for place, mark, kind in MARKS:
        if content[place : place + len(mark)] == mark:
            return kind
    return None


def _branded(content: bytes) -> Kind | None:
    """The kind of a file by its major brand, or by the first compatible one that tells."""
    length = min(int.from_bytes(content[:4]), ENOUGH)
    brands = [content[8:12], *(content[at : at + 4] for at in range(16, length, 4))]
    if brands[0] not in GENERIC:
        return BRANDS.get(brands[0])
    return next((BRANDS[brand] for brand in brands if brand in BRANDS), HEIC)
