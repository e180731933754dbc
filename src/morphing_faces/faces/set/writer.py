"""Writing a face set picture by picture, whole or not at all, and after an interruption, too."""

import csv
import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
import numpy as np

from morphing_faces.errors import FaceSetError
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.set.examples import Samples
from morphing_faces.faces.set.faceset import (
    CARD,
    GROUP,
    INDEX,
    REJECTED,
    REPORT,
    SCHEMA,
    Card,
    load_faces,
)
from morphing_faces.faces.set.grouping import COLUMNS, Grouping, group_photographs
from morphing_faces.faces.set.journal import Entry, Journal, clear_remains
from morphing_faces.faces.set.persons import camera_folders, without_persons
from morphing_faces.faces.set.pixels import IMAGES, ShardWriter, shard_length, shard_name
from morphing_faces.faces.set.report import report_page
from morphing_faces.faces.splits import SPLITS
from morphing_faces.storage.disk import settle_folder
from morphing_faces.types import Pixels

with needed_for("Writing a face set"):
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS = 4096
COMMIT_SECONDS = 2.0
FULL = errno.ENOSPC, errno.EDQUOT, errno.EFBIG


class FaceSetWriter:
    """Writes a face set beside its place, and puts it there when it is finished.

    Use it as a context manager. What ends the block before finish() is an interruption: the
    pictures and rows added so far stay beside the place, and the next writer for it goes on after
    them, be it a minute or a power cut later. A finished face set leaves nothing beside.

    Memory does not grow with the number of pictures, but for up to 100 bytes each in finish().

    Args:
        folder: Where the face set will be; must not exist yet.
        size: Side of a picture in pixels.
        channels: 1 for grey, 3 for red, green and blue.
        recipe: How faces are made, by name; whoever goes on must have the same.
        fresh: Forget what an interrupted writer has left.

    Attributes:
        photographs: How many have been added or rejected so far.
        count: How many pictures there are so far.

    Raises:
        FaceSetError: The folder exists already, or cannot be written; raised by every method.
        FileError: Another process is writing it.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        size: int,
        channels: int,
        recipe: dict[str, Any] | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        self.folder = Path(folder)
        self.photographs = 0
        self.count = 0
        self._shape = (size, size) if channels == 1 else (size, size, channels)
        self._recipe = {"size": size, "channels": channels, **(recipe or {})}
        self._fresh = fresh
        self._each = shard_length(self._shape)
        self._samples = Samples()
        self._whole = True
        self._finished = False
        self._nobody: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        with self._writing():
            if os.path.lexists(self.folder):
                clear_remains(self.folder)
                raise FaceSetError(f"{self.folder} exists already; name a folder that does not")
            self._journal = Journal(self.folder, self._recipe, fresh=self._fresh)
            try:
                self._go_on()
            except BaseException:
                self._journal.close()
                raise
        self._committed = time.monotonic()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._finished:
            return
        if not self.photographs or not self._journal.set.exists():  # it is in its place already
            self.discard()
            return
        # A full disk fails again; the commit before stands.
        with suppress(OSError):
            if self._whole:
                self._commit()
        with suppress(OSError):
            self._shards.close()
        with suppress(OSError):
            self._journal.close()

    def recorded(self) -> Iterator[Entry]:
        """What interrupted writers have added and rejected, in order; to be read first."""
        with self._writing():
            for number, entry in enumerate(self._journal.replay()):
                if entry.reason is not None:
                    self._samples.offer(number, entry.reason)
                yield entry

    def add(self, image: Pixels, row: dict[str, Any], *, near: bytes = b"", size: int = 0) -> None:
        """Add a picture.

        Args:
            image: uint8 [H, W] or [H, W, 3].
            row: Its row of the index by column; the split is that which the source names, or None.
            near: Its perceptual hash.
            size: The length of the photograph in bytes.
        """
        if image.dtype != np.uint8 or image.shape != self._shape:
            raise ValueError(f"expected uint8 {self._shape}, got {image.dtype} {image.shape}")
        values = tuple(row.get(name) for name in COLUMNS)
        digest = bytes.fromhex(row["sha256"])
        entry = Entry(row["source"], row["name"], size, digest, row=values, near=near)
        with self._adding():
            self._shards.add(image)
            self._journal.append(entry)
            self.count += 1

    def reject(
        self,
        source: str,
        name: str,
        reason: str,
        detail: str,
        *,
        sha256: str = "",
        size: int = 0,
        thumbnail: bytes = b"",
    ) -> None:
        """Add a photograph that is left out, with a small picture of it if there is one."""
        with self._adding():
            shown = self._samples.offer(self.photographs, reason)
            digest = bytes.fromhex(sha256)
            picture = thumbnail if shown else b""
            self._journal.append(Entry(source, name, size, digest, reason, detail, picture))

    def finish(self, card: Card) -> Card:
        """Decide on splits, write everything else, and put the face set in its place.

        Args:
            card: How it was made; what the writer knows itself is filled in.

        Returns:
            The card as it was written.
        """
        with self._writing():
            self._commit()
            files = self._shards.finish()
            self._nobody = camera_folders(self._kept())
            grouping = group_photographs(self._kept(), self.count)
            card = msgspec.structs.replace(
                card,
                count=self.count,
                splits=grouping.counts(),
                near_duplicates=grouping.near_duplicates,
                shard=self._each if files > 1 else None,
            )
            folder = self._journal.set
            if files == 1:
                (folder / shard_name(0)).replace(folder / IMAGES)
            self._write_index(folder / INDEX, grouping)
            left_out = self._write_rejected(folder / REJECTED)
            document = msgspec.json.format(msgspec.json.encode(card), indent=2)
            (folder / CARD).write_bytes(document + b"\n")
            (folder / REPORT).write_bytes(report_page(load_faces(folder), left_out).encode())
            settle_folder(folder, self.folder)
        self.discard()
        return card

    def discard(self) -> None:
        """Take away what lies beside."""
        with suppress(OSError):
            self._shards.close()
        self._journal.remove()
        self._finished = True

    def _go_on(self) -> None:
        """Take up what an interrupted writer has left."""
        folder, state = self._journal.set, self._journal.state
        if (folder / IMAGES).exists():  # it was about to finish
            (folder / IMAGES).replace(folder / shard_name(0))
        self._shards = ShardWriter(folder, self._shape, state.pictures, self._each)
        self.photographs, self.count = state.photographs, state.pictures

    def _kept(self) -> Iterator[Entry]:
        kept = (entry for entry in self._journal.replay() if entry.reason is None)
        return without_persons(kept, self._nobody) if self._nobody else kept

    @contextmanager
    def _adding(self) -> Iterator[None]:
        """Do all of it or, as far as the next commit is concerned, nothing."""
        with self._writing():
            self._whole = False
            yield
            self.photographs += 1
            self._whole = True
            if time.monotonic() - self._committed >= COMMIT_SECONDS:
                self._commit()

    def _commit(self) -> None:
        self._shards.flush()
        self._journal.commit(self.photographs, self.count)
        self._committed = time.monotonic()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "; make room and repeat the command to go on" if error.errno in FULL else ""
            raise FaceSetError(f"{self.folder} cannot be written: {reason}{hint}") from error

    def _write_index(self, path: Path, grouping: Grouping) -> None:
        kept = self._kept()
        with path.open("wb") as file, pq.ParquetWriter(file, SCHEMA) as index:
            for start in range(0, self.count, ROWS):
                rows = [
                    {
                        **dict(zip(COLUMNS, entry.row, strict=True)),
                        "source": entry.source,
                        "name": entry.name,
                        "sha256": entry.sha256.hex(),
                        "split": SPLITS[grouping.splits[number]],
                        GROUP: _or_none(int(grouping.groups[number])),
                    }
                    for number, entry in enumerate(islice(kept, ROWS), start)
                ]
                index.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))

    def _write_rejected(self, path: Path) -> dict[str, list[Entry]]:
        """Write the table of what was left out, and return what is to be shown of it."""
        chosen = {number for numbers in self._samples.chosen().values() for number in numbers}
        shown: dict[str, list[Entry]] = {}
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["source", "name", "reason", "detail"])
            for number, entry in enumerate(self._journal.replay()):
                if entry.reason is None:
                    continue
                table.writerow([entry.source, entry.name, entry.reason, entry.detail])
                if number in chosen:
                    shown.setdefault(entry.reason, []).append(entry)
        return shown


def _or_none(group: int) -> int | None:
    return group if group >= 0 else None
