"""A latent point as a document of its own, and as a text inside of a picture.

    {"format": "morphing-faces point 1", "model": NAME, "decoder": SHA-256 of its onnx/decoder.onnx,
     "z": [L numbers], "selected": [a, b], "reach": R, "made_by": ..., "note": ...}

A PNG file carries it in an iTXt chunk with the keyword `morphing-faces`. Only the format, the
decoder and z are needed; keys that are not known are passed over. Of a model without files it has
"latent_size" in place of "decoder"; see owner.py.
"""

import stat
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np

from morphing_faces.errors import FileError, OtherModelError
from morphing_faces.faces.formats.signatures import PNG, kind_of
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.morpher import LARGEST_REACH
from morphing_faces.morpher.point import Point
from morphing_faces.points.owner import owner_of, refuse_other_model
from morphing_faces.points.png import SIGNATURE, read_text
from morphing_faces.storage.documents import parsed
from morphing_faces.version import __version__

FORMAT = "morphing-faces point 1"
KEYWORD = "morphing-faces"
NOTE = "This face was made by a model; it is not a photograph."
LARGEST = 1 << 20
LARGEST_PICTURE = 64_000_000


def describe(point: Point, model: Model) -> str:
    """Write a point's document.

    Args:
        point: The point.
        model: Whose point it is.
    """
    document = {
        "format": FORMAT,
        **owner_of(model),
        # The shortest decimals that are this float32 again, a third as long as the exact ones.
        "z": [float(str(value)) for value in np.asarray(point.z, np.float32)],
        **({} if point.selected is None else {"selected": list(point.selected)}),
        **({} if point.reach is None else {"reach": point.reach}),
        "made_by": f"morphing-faces {__version__}",
        "note": NOTE,
    }
    return msgspec.json.encode(document).decode()


def read_point(text: str | bytes, model: Model) -> Point:
    """Read a point's document.

    Args:
        text: The document.
        model: Whose point it has to be.

    Raises:
        FileError: It is damaged, or a point of another model.
    """
    if len(text) > LARGEST:
        raise FileError(f"the point is longer than {LARGEST} bytes")
    found = parsed(text)
    if found is None:
        raise FileError("the point is damaged: it is no JSON")
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise FileError(f"this is no point: its format is not {FORMAT!r}")
    document = cast("dict[str, Any]", found)
    refuse_other_model(document, model, "point")
    z = numbers(document.get("z"))
    if z is None or z.shape != (model.latent_size,) or not np.isfinite(z).all():
        raise FileError(f"the point is damaged: z must be {model.latent_size} finite numbers")
    return Point(z, _ranks(document.get("selected"), len(model.interesting)), _reach(document))


def read_point_file(path: Path, model: Model) -> Point:
    """Read a point from a file: a document of its own, or a PNG file that carries one.

    Raises:
        FileError: It cannot be read, or holds no point of this model.
    """
    content = read_limited(path)
    try:
        point = point_in(content, model) if kind_of(content) in (None, PNG) else None
    except FileError as error:
        raise located(path, error) from None
    if point is None:
        raise FileError(
            f"{path} carries no point: only pictures that this program wrote do; "
            f"'photo' takes a photograph"
        )
    return point


def point_in(content: bytes, model: Model) -> Point | None:
    """The point that a file's contents hold; None for a PNG file without one.

    Raises:
        FileError: It is damaged, or a point of another model.
    """
    if not content.startswith(SIGNATURE):
        return read_point(content, model)
    text = read_text(content, KEYWORD)
    if text is None:
        return None
    try:
        return read_point(text, model)
    except OtherModelError as error:
        if not ENCODING.of(model):
            raise
        said = f"{error}; 'photo' encodes its picture anew"
        raise OtherModelError(said, error.decoder) from None


def located(path: Path, error: FileError) -> FileError:
    """An error of a file's contents, with the file before it."""
    said = f"{path}: {error}"
    if isinstance(error, OtherModelError):
        return OtherModelError(said, error.decoder)
    return FileError(said)


def drawn_by(content: bytes) -> str | None:
    """The name of the model that a PNG file of this program says it was drawn by.

    Returns:
        The name; None for another file, and for one that says nothing readable.
    """
    if not content.startswith(SIGNATURE):
        return None
    try:
        document = parsed(read_text(content, KEYWORD) or "")
    except FileError:
        return None
    name = document.get("model") if isinstance(document, dict) else None
    return name if isinstance(name, str) else None


def read_limited(path: Path) -> bytes:
    """Read a file that may be a point or a picture.

    Raises:
        FileError: It cannot be read, or is longer than any picture here.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileError(f"{path} is a folder; name a file")
        if not stat.S_ISREG(status.st_mode):
            raise FileError(f"{path} is no ordinary file")
        if status.st_size > LARGEST_PICTURE:
            raise FileError(f"{path} is longer than {LARGEST_PICTURE:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error


def numbers(value: object) -> np.ndarray[Any, np.dtype[np.float32]] | None:
    """A list of numbers as float32; None for anything else."""
    if not isinstance(value, list):
        return None
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in value):
        return None
    with np.errstate(over="ignore"):
        try:
            return np.array(value, np.float64).astype(np.float32)
        except OverflowError:  # a whole number beyond every float
            return None


def _ranks(value: object, dimensions: int) -> tuple[int, int] | None:
    """Two different ranks; None where the document does not say."""
    match value:
        case [bool(), _] | [_, bool()]:  # which are numbers in Python, and in no other language
            pass
        case [int(first), int(second)] if (
            first != second and min(first, second) >= 0 and max(first, second) < dimensions
        ):
            return int(first), int(second)
        case None:
            return None
    raise FileError(
        f"the point is damaged: 'selected' must be two different dimensions from 0 to "
        f"{dimensions - 1}"
    )


def _reach(document: dict[str, Any]) -> float | None:
    if "reach" not in document:
        return None
    value = document["reach"]
    allowed = isinstance(value, int | float) and not isinstance(value, bool)
    if not (allowed and 0 < value <= LARGEST_REACH):
        raise FileError(
            f"the point is damaged: 'reach' must be above 0 and at most {LARGEST_REACH:,.0f}"
        )
    return float(value)
