"""Tables that are text files, as spreadsheets and data sets give them out."""

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from morphing_faces.errors import SourceError

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """Open a text file, plain, in gzip, or alone in a zip archive.

    A byte order mark is passed over, and says what the encoding is; without one it is UTF-8.
    Line ends are left as they are, which the csv module wants.

    Args:
        path: Of the file; .gz and .zip at its end say that it is packed.

    Raises:
        SourceError: It cannot be read; also while it is read.
    """
    try:
        with _opened(path) as file:
            start = file.read(2)
            file.seek(0)
            encoding = "utf-16" if start in WIDE else "utf-8-sig"
            yield io.TextIOWrapper(file, encoding, errors="replace", newline="")
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise SourceError(f"{path} cannot be read: {reason}") from error
    except (EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"{path} cannot be read: it is damaged, or under a password") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as packed:
            yield packed
    elif path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith((".txt", ".csv"))]
            if len(names) != 1:
                raise SourceError(f"{path} must hold one table, a .txt or a .csv file")
            with archive.open(names[0]) as member:
                yield member
    else:
        with path.open("rb") as file:
            yield file
