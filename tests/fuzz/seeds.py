"""A whole file of every kind that is read, to be mutated: small, and drawn by programs."""

import csv
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.point import Point
from morphing_faces.points.document import describe
from tests.faces.drawing import encoded
from tests.tiny import tiny_model

PICTURE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 48, 3), np.uint8))
PNG = encoded(PICTURE)


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.png", "b/c.png", "d.txt"):
            archive.writestr(name, PNG)
    return stream.getvalue()


def _tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name in ("a.png", "b/c.png", "d.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(PNG)
            archive.addfile(member, io.BytesIO(PNG))
    return stream.getvalue()


def _npy() -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.zeros((3, 30, 30), np.uint8))
    return stream.getvalue()


def _mat() -> bytes:
    from scipy.io import savemat

    stream = io.BytesIO()
    arrays: dict[str, Any] = {
        "images": np.zeros((4, 48, 48), np.uint8),
        "folds": np.ones((4, 5), np.uint8),
        "labs_ex": np.ones((4, 1), np.int16),
        "labs_id": np.ones((4, 1), np.int16),
    }
    savemat(stream, arrays)  # type: ignore[arg-type]  # its stubs know no files but those of the system
    return stream.getvalue()


def _csv() -> bytes:
    stream = io.StringIO()
    rows = csv.writer(stream)
    rows.writerow(["emotion", "pixels", "Usage"])
    for number in range(4):
        rows.writerow([number, " ".join(["100"] * 2304), "Training"])
    return stream.getvalue().encode()


def _parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table({"image": [PNG, PNG], "age": [30, 40]}), stream)
    return stream.getvalue()


def _model(folder: Path) -> Mapping[str, bytes]:
    """The documents and the network of a model folder, as kinds of their own."""
    tiny_model(folder)
    return {
        f"model:{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".json", ".onnx")
    }


FILES: dict[str, Callable[[], bytes]] = {
    "picture.png": lambda: PNG,
    "picture.jpg": lambda: encoded(PICTURE, "JPEG"),
    "picture.webp": lambda: encoded(PICTURE, "WEBP"),
    "picture.avif": lambda: encoded(PICTURE, "AVIF"),
    "picture.gif": lambda: encoded(PICTURE, "GIF"),
    "picture.tif": lambda: encoded(PICTURE, "TIFF"),
    "source.zip": _zip,
    "source.tar": _tar,
    "source.npy": _npy,
    "source.mat": _mat,
    "source.csv": _csv,
    "source.parquet": _parquet,
}


def seeds(folder: Path) -> dict[str, bytes]:
    """Whole files by kind; a model folder is made in the folder given, and its files are kinds."""
    found = {name: make() for name, make in FILES.items()}
    found |= _model(folder)
    model = ModelFolder(folder)
    point = Point(np.linspace(-1, 1, model.latent_size, dtype=np.float32), (1, 0), 1.5)
    found["point.json"] = describe(point, model).encode()
    return found
