"""A face set on disk: what its files are, and how to read one.

The layout of the folder::

    images.npy       uint8 [N, H, W], or [N, H, W, 3] for colour
    index.parquet    one row a picture, in the same order: INDEX says which columns
    card.json        how it was made: what Card says
    rejected.csv     the photographs left out, each with the reason
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from morphing_faces.documents import read_document
from morphing_faces.errors import FaceSetError
from morphing_faces.faces.extra import needed_for
from morphing_faces.faces.splits import SPLITS, Split

with needed_for("Reading a face set"):
    import pyarrow as pa
    import pyarrow.parquet as pq

FORMAT = 1
IMAGES = "images.npy"
INDEX = "index.parquet"
CARD = "card.json"
REJECTED = "rejected.csv"

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
    ]
)

Which = Literal["all"] | Split
Eyes = tuple[tuple[float, float], tuple[float, float]]


class SourceRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of the photographs of one source.

    Attributes:
        name: The folder or archive.
        photographs: How many it has.
        kept: How many of them are in the face set.
        rejected: How many are not, by reason.
    """

    name: str
    photographs: int
    kept: int
    rejected: dict[str, int]


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of card.json.

    Attributes:
        format: Version of the layout; this package reads version 1.
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
        images: uint8 [N, H, W] or [N, H, W, 3], mapped from disk and read-only.
        index: One row a picture, in the same order, with the columns of SCHEMA.
        card: How it was made.
    """

    folder: Path
    images: NDArray[np.uint8]
    index: Any
    card: Card

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
        splits = self.index.column("split").to_numpy()
        return np.flatnonzero(splits == which).astype(np.int64)


def load_faces(folder: str | os.PathLike[str]) -> FaceSet:
    """Open a face set; its pictures stay on disk until they are used.

    Args:
        folder: What ``morphing-faces prepare`` wrote.

    Raises:
        FaceSetError: The folder is missing or incomplete, of another version, or its files do
            not fit together.
    """
    root = Path(folder)
    if not root.is_dir():
        raise FaceSetError(f"there is no face set {str(root)!r}; make one: morphing-faces prepare")
    card = _read_card(root / CARD)
    return FaceSet(root, _map_images(root / IMAGES, card), _read_index(root / INDEX, card), card)


def _read_card(path: Path) -> Card:
    card = read_document(path, Card, FORMAT, FaceSetError, "face set")
    if card.size < 1 or card.channels not in (1, 3) or card.count < 1:
        raise FaceSetError(
            f"{path}: a face set has at least one picture, of at least one pixel "
            f"and of 1 or 3 channels"
        )
    return card


def _map_images(path: Path, card: Card) -> NDArray[np.uint8]:
    try:
        images = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        raise FaceSetError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, EOFError) as error:
        raise FaceSetError(f"{path} is damaged: {error}") from error
    if not isinstance(images, np.ndarray) or images.dtype != np.uint8:
        raise FaceSetError(f"{path} must hold one array of bytes (uint8)")
    if images.shape != card.shape:
        raise FaceSetError(
            f"{path} holds an array of shape {list(images.shape)}, "
            f"but {CARD} says {list(card.shape)}"
        )
    return images


def _read_index(path: Path, card: Card) -> Any:
    try:
        with path.open("rb") as file:
            index = pq.read_table(file)
    except OSError as error:
        raise FaceSetError(f"{path} cannot be read: {error.strerror or error}") from error
    except pa.ArrowException as error:
        raise FaceSetError(f"{path} is damaged: {error}") from error
    if _columns(index.schema) != _columns(SCHEMA):
        lacking = [name for name in SCHEMA.names if name not in index.schema.names]
        detail = f"lacks {', '.join(lacking)}" if lacking else "has columns of other types"
        raise FaceSetError(f"{path} is not the index of a face set: it {detail}")
    if index.num_rows != card.count:
        raise FaceSetError(
            f"{path} has {index.num_rows} rows for the {card.count} pictures of {CARD}"
        )
    strange = set(index.column("split").unique().to_pylist()) - set(SPLITS)
    if strange:
        raise FaceSetError(f"{path} names the split {strange.pop()!r}, which does not exist")
    return index


def _columns(schema: Any) -> list[tuple[str, str]]:
    """Names and types; whether a column can be empty has changed and does not matter."""
    return [(field.name, str(field.type)) for field in schema]
