"""Tables with a column of pictures: of the Hugging Face Hub, Parquet, and Arrow.

They are read row by row through the ``datasets`` library, which fetches no more of a data set of
the Hub than it needs for that.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from morphing_faces.errors import SourceError
from morphing_faces.faces.decode import MAX_BYTES
from morphing_faces.faces.labels import ANY_FIELD, FIELDS, Labels, labels_from
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.readers.passed_over import COLUMNS, PassedOver
from morphing_faces.faces.readers.photograph import Photograph, printable
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.faces.splits import Split

PICTURE_COLUMNS = ("image", "img", "picture", "photo", "jpg", "png", "image_bytes", "img_bytes")
SPLIT_OF: dict[str, Split] = {
    "train": "train",
    "validation": "valid",
    "valid": "valid",
    "val": "valid",
    "dev": "valid",
    "test": "test",
}
BATCH = 100
"""Rows of a Parquet file that are read at once; without it, one that has none is an error."""
SAID = {name for names in FIELDS.values() for name in names} | set(ANY_FIELD)


class Table:
    """The pictures of a data set, called by the name of their part and their number in it.

    What a part is called ("train", "validation", "test") says where its pictures belong, if there
    are several parts; one part alone is split like any other source.

    Args:
        parts: Data sets of the ``datasets`` library, by name.
        name: What to call it.
        where: What the user called it, for errors.

    Raises:
        SourceError: It has no column of pictures.
    """

    aligned = False

    def __init__(self, parts: dict[str, Any], name: str, where: str) -> None:
        self.name = name
        self._where = where
        self._parts = {part: _columns(rows, where) for part, rows in parts.items()}
        counts = [len(rows) if hasattr(rows, "__len__") else None for rows in parts.values()]
        further = sum(columns.further for columns in self._parts.values())
        self.passed_over = PassedOver({COLUMNS: further} if further else {})
        known = [count for count in counts if count is not None]
        self.count: int | None = sum(known) if len(known) == len(counts) else None

    def __iter__(self) -> Iterator[Photograph]:
        for part, columns in self._parts.items():
            split = SPLIT_OF.get(part.lower()) if len(self._parts) > 1 else None
            for number, row in enumerate(_rows(columns.rows, self._where)):
                contents = _Contents(row[columns.picture])
                labels = columns.labels(row)
                name = printable(f"{part}/{number:06d}")
                yield Photograph(self.name, name, contents.size, contents.read, labels, split)


@dataclass(frozen=True)
class Columns:
    """A data set and what its columns are.

    Attributes:
        rows: The data set, its pictures as bytes or paths.
        picture: The name of the column of pictures.
        classes: The words for the numbers of a column of classes, by its name.
        further: How many more columns of pictures there are.
    """

    rows: Any
    picture: str
    classes: dict[str, list[str]]
    further: int

    def labels(self, row: dict[str, Any]) -> Labels:
        """What a row says about its picture."""
        said = {name: value for name, value in row.items() if name.strip().lower() in SAID}
        for name, words in self.classes.items():
            number = row[name]
            if isinstance(number, int) and 0 <= number < len(words):
                said[name] = words[number]
            else:
                said.pop(name, None)
        return labels_from(said)


class _Contents:
    """A picture as the library hands it out: bytes, or an address where there are none."""

    def __init__(self, value: Any) -> None:
        held = value if isinstance(value, dict) else {"bytes": value}
        data, path = held.get("bytes"), held.get("path")
        self._data = data if isinstance(data, bytes) else None
        self._path = path if isinstance(path, str) else None
        self.size = len(self._data or b"")

    def read(self) -> bytes:
        if self._data is not None:
            return self._data
        if self._path is None:
            raise RejectedError(Reason.UNREADABLE, "the row has no picture")
        return _read(self._path)


def _read(path: str) -> bytes:
    """Read a picture of which the table only has the address."""
    import fsspec

    if "://" in path and "hf://" not in path:
        raise RejectedError(Reason.UNREADABLE, "the picture lies at an address elsewhere")
    if "://" not in path and not Path(path).is_file():
        raise RejectedError(Reason.UNREADABLE, "the row names a file that is not there")
    with fsspec.open(path, "rb") as file:
        data: bytes = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RejectedError(Reason.TOO_LARGE, f"over the {MAX_BYTES} bytes that are allowed")
    return data


def open_hub(address: str, name: str) -> Table:
    """Open a data set of the Hugging Face Hub.

    Args:
        address: ``owner/name``, or ``owner/name@part`` for one part such as train; a
            configuration stands before the part: ``owner/name@configuration:part``.
        name: What to call it.

    Raises:
        SourceError: It cannot be reached, does not exist, or has no column of pictures.
    """
    path, _, rest = address.partition("@")
    configuration, colon, part = rest.rpartition(":")
    if not path or (colon and not configuration):
        raise SourceError(
            f"a data set of the Hub is named hf:owner/name, hf:owner/name@part or "
            f"hf:owner/name@configuration:part, not {'hf:' + address!r}"
        )

    def load(datasets: Any) -> Any:
        return datasets.load_dataset(path, configuration or None, streaming=True)

    return Table(_chosen(_loaded(load, f"hf:{address}"), part, address), name, f"hf:{address}")


def open_parquet(path: Path, name: str) -> Table:
    """Open a Parquet file, or a folder of them whose names may tell train from test.

    Raises:
        SourceError: It is damaged, or has no column of pictures.
    """

    def load(datasets: Any) -> Any:
        if path.is_dir():
            return datasets.load_dataset(str(path.resolve()), streaming=True, batch_size=BATCH)
        files = {"train": [str(path.resolve())]}
        return datasets.load_dataset("parquet", data_files=files, streaming=True, batch_size=BATCH)

    return Table(dict(_loaded(load, str(path))), name, str(path))


def open_arrow(path: Path, name: str) -> Table:
    """Open a folder that ``save_to_disk`` of the ``datasets`` library wrote, or an Arrow file.

    Raises:
        SourceError: It is damaged, or has no column of pictures.
    """

    def load(datasets: Any) -> Any:
        if path.is_dir():
            return datasets.load_from_disk(str(path))
        return datasets.Dataset.from_file(str(path))

    loaded = _loaded(load, str(path))
    return Table(loaded if isinstance(loaded, dict) else {"train": loaded}, name, str(path))


def _loaded(load: Callable[[Any], Any], where: str) -> Any:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    with needed_for("Reading a data set"):
        import datasets
    datasets.disable_progress_bars()
    datasets.logging.set_verbosity(datasets.logging.CRITICAL)
    try:
        return load(datasets)
    except Exception as error:  # the library lets through whatever its many parts raise
        raise SourceError(_failure(error, where)) from error


def _failure(error: Exception, where: str) -> str:
    detail = (" ".join(str(error).split()) or type(error).__name__)[:200]
    if where.startswith("hf:"):
        return (
            f"{where} cannot be read from the Hugging Face Hub ({detail}); is there a connection, "
            f"and does the data set exist? A copy on this computer can be named by its path"
        )
    return f"{where} is no data set that can be read ({detail})"


def _chosen(parts: dict[str, Any], part: str, address: str) -> dict[str, Any]:
    if not part:
        return dict(parts)
    if part not in parts:
        raise SourceError(f"hf:{address}: there is no part {part!r}; there are {', '.join(parts)}")
    return {part: parts[part]}


def _columns(rows: Any, where: str) -> Columns:
    import datasets

    features = rows.features or dict.fromkeys(next(_rows(rows, where), {}))
    pictures = [name for name, kind in features.items() if isinstance(kind, datasets.Image)]
    if pictures:
        rows = rows.cast_column(pictures[0], datasets.Image(decode=False))
    else:
        pictures = [name for name in features if _may_be_picture(name, features[name])]
    if not pictures:
        raise SourceError(
            f"{where} has no column of pictures; its columns are {', '.join(map(str, features))}"
        )
    classes = {
        name: list(kind.names)
        for name, kind in features.items()
        if isinstance(kind, datasets.ClassLabel) and name.strip().lower() in SAID
    }
    return Columns(rows, pictures[0], classes, len(pictures) - 1)


def _may_be_picture(name: str, kind: Any) -> bool:
    """Whether a column holds the bytes of files and is called what pictures are called."""
    fields = kind if isinstance(kind, dict) else {"bytes": kind}
    binary = getattr(fields.get("bytes"), "dtype", "") in ("binary", "large_binary")
    return binary and (isinstance(kind, dict) or name.strip().lower() in PICTURE_COLUMNS)


def _rows(rows: Any, where: str) -> Iterator[dict[str, Any]]:
    try:
        yield from rows
    except GeneratorExit:
        raise
    except Exception as error:  # as in _loaded
        raise SourceError(_failure(error, where)) from error
