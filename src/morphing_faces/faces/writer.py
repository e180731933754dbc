"""Writing a face set picture by picture, whole or not at all."""

import csv
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
import numpy as np

from morphing_faces.errors import FaceSetError
from morphing_faces.faces.decode import Pixels
from morphing_faces.faces.extra import needed_for
from morphing_faces.faces.faceset import CARD, INDEX, REJECTED, SCHEMA, Card
from morphing_faces.faces.shards import IMAGES

with needed_for("Writing a face set"):
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS = 4096


class FaceSetWriter:
    """Writes a face set beside its place, and puts it there when it is finished.

    Use it as a context manager: whatever ends the block before finish() leaves no trace.

    Args:
        folder: Where the face set will be; must not exist yet.
        size: Side of a picture in pixels.
        channels: 1 for grey, 3 for red, green and blue.

    Attributes:
        count: How many pictures there are so far.
        splits: How many of them in each split.

    Raises:
        FaceSetError: The folder exists already, or cannot be written; raised by every method.
    """

    def __init__(self, folder: str | os.PathLike[str], size: int, channels: int) -> None:
        self.folder = Path(folder)
        self.count = 0
        self.splits: Counter[str] = Counter()
        self._shape = (size, size) if channels == 1 else (size, size, channels)
        self._rows: list[dict[str, Any]] = []
        self._files = ExitStack()

    def __enter__(self) -> Self:
        if os.path.lexists(self.folder):
            raise FaceSetError(f"{self.folder} exists already; name a folder that does not")
        with self._writing(), ExitStack() as undo:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            beside = tempfile.mkdtemp(prefix=f".{self.folder.name}-", dir=self.folder.parent)
            self._beside = Path(beside)
            undo.callback(self._clear)
            self._open()
            undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._clear()

    def add(self, image: Pixels, row: dict[str, Any]) -> None:
        """Add a picture, uint8 [H, W] or [H, W, 3], and its row of the index by column."""
        if image.dtype != np.uint8 or image.shape != self._shape:
            raise ValueError(f"expected uint8 {self._shape}, got {image.dtype} {image.shape}")
        with self._writing():
            self._images.write(image.tobytes())
            self._rows.append(row)
            if len(self._rows) == ROWS:
                self._write_rows()
        self.count += 1
        self.splits[row["split"]] += 1

    def reject(self, source: str, name: str, reason: str, detail: str) -> None:
        """Add a photograph that is left out to the report."""
        with self._writing():
            self._report.writerow([source, name, reason, detail])

    def finish(self, card: Card) -> None:
        """Write the card, and put the face set in its place."""
        document = msgspec.json.format(msgspec.json.encode(card), indent=2)
        with self._writing():
            self._write_rows()
            self._images.seek(0)
            self._write_header()
            self._files.close()
            (self._beside / CARD).write_bytes(document + b"\n")
            self._beside.chmod(0o755)
            self._beside.rename(self.folder)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise FaceSetError(f"{self.folder} cannot be written: {reason}") from error

    def _open(self) -> None:
        self._images = self._files.enter_context((self._beside / IMAGES).open("wb"))
        self._write_header()
        report = self._files.enter_context(
            (self._beside / REJECTED).open("w", newline="", encoding="utf-8")
        )
        self._report = csv.writer(report, lineterminator="\n")
        self._report.writerow(["source", "name", "reason", "detail"])
        self._index = self._files.enter_context(pq.ParquetWriter(self._beside / INDEX, SCHEMA))

    def _clear(self) -> None:
        """Take away what lies beside; nothing is left of it when the face set is finished."""
        try:
            self._files.close()
        except OSError:  # a full disk fails again when buffers are emptied; it was reported
            pass
        finally:
            shutil.rmtree(self._beside, ignore_errors=True)

    def _write_header(self) -> None:
        """The header of images.npy, which NumPy pads so that the count can grow in place."""
        header = {"descr": "|u1", "fortran_order": False, "shape": (self.count, *self._shape)}
        np.lib.format.write_array_header_1_0(self._images, header)

    def _write_rows(self) -> None:
        if self._rows:
            self._index.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows = []
