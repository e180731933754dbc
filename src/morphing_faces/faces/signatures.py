"""What a file is that is neither JPEG nor PNG, so that a person can be told what to do with it."""

MARKS: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
    (8, b"WEBP", "WebP"),
    (0, b"GIF8", "GIF"),
    (0, b"II*\0", "TIFF or raw"),
    (0, b"MM\0*", "TIFF or raw"),
    (0, b"BM", "BMP"),
    (0, b"\0\0\0\x0cJXL ", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (0, b"%PDF", "PDF"),
)
"""Where a kind of file has which bytes, and what people call it."""


def foreign_kind(content: bytes) -> str | None:
    """What people call this kind of picture file; None for JPEG, PNG and what is not known.

    Args:
        content: The file's contents; the first bytes will do.
    """
    for place, mark, kind in MARKS:
        if content[place : place + len(mark)] == mark:
            return kind
    return None
