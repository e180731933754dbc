"""A face set on disk: what its files are, and how to read one.

The layout of the folder::

    images.npy       uint8 [N, H, W], or [N, H, W, 3] for colour; a large set has numbered files,
                     images-00000.npy and so on, of the same number of pictures but for the last
    index.parquet    one row a picture, in the same order: SCHEMA says which columns
    card.json        how it was made: what Card says
    rejected.csv     the photographs left out, each with the reason
    report.html      all of this to look at

Format 2 added numbered files and near-duplicates; sets of format 1 are read as well.

An open face set holds one byte a picture (its split) in memory. Pictures are mapped, and columns of
the index are read when they are asked for.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import FaceSetError
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.set.pixels import Pictures, map_pictures
from morphing_faces.faces.splits import SPLITS, Split
from morphing_faces.storage.documents import read_document
from morphing_faces.storage.paths import is_folder
from morphing_faces.types import Eyes
from morphing_faces.wording import counted

with needed_for("Reading a face set"):
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

FORMAT = 2
FORMATS = (1, 2)
INDEX = "index.parquet"
CARD = "card.json"
REJECTED = "rejected.csv"
REPORT = "report.html"

GROUP = "group"
"""The column with the number of a picture's group of near-duplicates; null where it has none."""

LANDMARKS = tuple(
    f"{point}_{axis}"
    for point in ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
    for axis in ("x", "y")
)
SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("split", pa.string(), nullable=False),
        pa.field("score", pa.float32()),
        *(pa.field(name, pa.float32()) for name in LANDMARKS),
        pa.field("age", pa.int32()),
        pa.field("gender", pa.string()),
        pa.field("ethnicity", pa.string()),
        pa.field("expression", pa.string()),
        pa.field("person", pa.string()),
        pa.field(GROUP, pa.int32()),
    ]
)

Which = Literal["all"] | Split


class SourceRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of the photographs of one source.

    Attributes:
        name: The folder or archive.
        photographs: How many it has.
        kept: How many of them are in the face set.
        rejected: How many are not, by reason.
        passed_over: What else it holds and was not read, by kind, with how many.
    """

    name: str
    photographs: int
    kept: int
    rejected: dict[str, int]
    passed_over: dict[str, int] = {}


class NearDuplicates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pictures that show the same photograph, or nearly.

    Attributes:
        groups: How many groups of them there are.
        pictures: How many pictures are in one.
    """

    groups: int
    pictures: int


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of card.json.

    Attributes:
        format: Version of the layout; this package writes version 2.
        made_by: The program and its version.
        size: H and W, the side of a picture in pixels.
        channels: 1 for grey, 3 for red, green and blue.
        eyes: Where the eyes lie in every picture: that on the picture's left, then the other,
            each as (x, y) in fractions of the width and of the height; None where aligned.
        count: N, the number of pictures.
        splits: How many of them are in each split.
        finder: SHA-256 of the face finder's network; None where aligned.
        limits: What a face had to be, by the names of judge.Limits; empty where aligned.
        sources: What became of the photographs.
        aligned: Whether the photographs were taken as aligned already: only cropped to the square
            in their middle and scaled, no face found and none judged.
        near_duplicates: How many there are; None where nobody looked.
        shard: How many pictures each numbered file but the last has; None where there is one file.
    """

    format: int
    made_by: str
    size: int
    channels: int
    eyes: Eyes | None
    count: int
    splits: dict[str, int]
    finder: str | None
    limits: dict[str, float]
    sources: tuple[SourceRecord, ...]
    aligned: bool = False
    near_duplicates: NearDuplicates | None = None
    shard: int | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """[N, H, W] for grey pictures, [N, H, W, 3] for colour."""
        grey = (self.count, self.size, self.size)
        return grey if self.channels == 1 else (*grey, self.channels)


@dataclass(frozen=True)
class FaceSet:
    """Aligned faces and where each of them came from.

    Attributes:
        folder: Where it lies.
        images: uint8 [N, H, W] or [N, H, W, 3], mapped from disk and read-only; to be indexed by
            a number, a slice, or an array of numbers.
        card: How it was made.
    """

    folder: Path
    images: Pictures
    card: Card
    _splits: NDArray[np.uint8] = field(repr=False, compare=False)

    def __len__(self) -> int:
        return self.card.count

    @property
    def size(self) -> int:
        """H and W, the side of a picture in pixels."""
        return self.card.size

    @property
    def channels(self) -> int:
        """1 for grey pictures, 3 for colour."""
        return self.card.channels

    @property
    def eyes(self) -> Eyes | None:
        """Where the eyes lie: that on the picture's left first, in fractions of the side.

        None for a set whose photographs were aligned already, by somebody else.
        """
        return self.card.eyes

    def split(self, which: Which) -> NDArray[np.int64]:
        """The places of the pictures of one split, or of all of them.

        Args:
            which: "train", "valid", "test" or "all".

        Returns:
            int64 [K], rising.

        Raises:
            FaceSetError: There is no such split.
        """
        if which not in get_args(Literal["all"]) + SPLITS:
            raise FaceSetError(
                f"a face set has no split {which!r}; it has {', '.join(SPLITS)} and all"
            )
        if which == "all":
            return np.arange(len(self), dtype=np.int64)
        return np.flatnonzero(self._splits == SPLITS.index(which)).astype(np.int64)

    @property
    def index(self) -> Any:
        """One row a picture, in the same order, with the columns of SCHEMA: a pyarrow table.

        Read from disk each time; of a large set ask for single columns.

        Raises:
            FaceSetError: The index is damaged.
        """
        return pa.table({name: self.column(name) for name in SCHEMA.names}, schema=SCHEMA)

    def column(self, name: str) -> Any:
        """One column of the index, read from disk each time: a pyarrow array of N values.

        Args:
            name: One of SCHEMA.

        Raises:
            FaceSetError: There is no such column, or the index is damaged.
        """
        if name not in SCHEMA.names:
            raise FaceSetError(
                f"the index of a face set has no column {name!r}; it has {', '.join(SCHEMA.names)}"
            )
        with _reading(self.folder / INDEX) as index:
            if name not in index.schema_arrow.names:  # groups are unknown to format 1
                return pa.chunked_array([pa.nulls(len(self), SCHEMA.field(name).type)])
            return index.read([name]).column(name)


def load_faces(folder: str | os.PathLike[str]) -> FaceSet:
    """Open a face set; its pictures stay on disk until they are used.

    Args:
        folder: What ``morphing-faces prepare`` wrote.

    Raises:
        FaceSetError: The folder is missing or incomplete, of another version, or its files do
            not fit together.
    """
    root = Path(folder)
    if not is_folder(root):
        raise FaceSetError(f"there is no face set {str(root)!r}; make one: morphing-faces prepare")
    card = _read_card(root / CARD)
    pictures = map_pictures(root, card.shape, card.shard)
    return FaceSet(root, pictures, card, _read_splits(root / INDEX, card))


def _read_card(path: Path) -> Card:
    card = read_document(path, Card, FORMATS, FaceSetError, "face set")
    if card.size < 1 or card.channels not in (1, 3) or card.count < 1:
        raise FaceSetError(
            f"{path}: a face set has at least one picture, of at least one pixel "
            f"and of 1 or 3 channels"
        )
    if card.shard is not None and card.shard < 1:
        raise FaceSetError(f"{path}: a file of a face set has at least one picture")
    return card


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    """Open an index, and say what is wrong with it."""
    try:
        with path.open("rb") as file, pq.ParquetFile(file) as index:
            yield index
    except OSError as error:
        # Arrow raises errors of this kind, too, for data that it cannot make sense of.
        what = f"cannot be read: {error.strerror}" if error.strerror else f"is damaged: {error}"
        raise FaceSetError(f"{path} {what}") from error
    except pa.ArrowException as error:
        raise FaceSetError(f"{path} is damaged: {error}") from error


def _read_splits(path: Path, card: Card) -> NDArray[np.uint8]:
    """Check the index, and read the place in SPLITS of every picture: uint8 [N]."""
    with _reading(path) as index:
        names = (
            SCHEMA.names if card.format > 1 else [name for name in SCHEMA.names if name != GROUP]
        )
        found = _columns(index.schema_arrow)
        if found != [(name, str(SCHEMA.field(name).type)) for name in names]:
            lacking = [name for name in names if name not in index.schema_arrow.names]
            detail = f"lacks {', '.join(lacking)}" if lacking else "has columns of other types"
            raise FaceSetError(f"{path} is not the index of a face set: it {detail}")
        if index.metadata.num_rows != card.count:
            raise FaceSetError(
                f"{path} has {counted(index.metadata.num_rows, 'row')} for "
                f"{counted(card.count, 'picture')} of {CARD}"
            )
        parts = []
        for batch in index.iter_batches(columns=["split"]):
            places = pc.index_in(batch.column(0), pa.array(SPLITS))
            if places.null_count:
                strange = set(batch.column(0).unique().to_pylist()) - set(SPLITS)
                raise FaceSetError(
                    f"{path} names the split {strange.pop()!r}, which does not exist"
                )
            parts.append(places.to_numpy().astype(np.uint8))
        return np.concatenate(parts)


def _columns(schema: Any) -> list[tuple[str, str]]:
    """Names and types; whether a column can be empty has changed and does not matter."""
    return [(column.name, str(column.type)) for column in schema]
