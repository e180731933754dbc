"""A model folder to the files that the page reads, small enough for a telephone.

model/model.json names the others, which are gzip data whatever the host does, with eight digits of
their hash in their names, so that a browser may keep them for ever.
"""

import base64
import gzip
import hashlib
import io
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import onnxruntime as ort
from PIL import Image

from morphing_faces.errors import ModelError
from morphing_faces.model.capabilities import DEVIATION
from morphing_faces.model.card import ModelCard
from morphing_faces.model.directions import FORMAT as DIRECTIONS_FORMAT
from morphing_faces.model.directions import described
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER, ENCODER, PRIOR, STD
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.site.article import said
from morphing_faces.site.early_faces import early_faces
from morphing_faces.site.map_faces import map_file
from morphing_faces.site.preview import preview_picture
from morphing_faces.types import Floats

FORMAT = 1
START_SEEDS = range(5, 20)
"""The first of them whose face lies within the picture's edges, where the mouse can reach it."""
START_SIDE = 240
"""Of the longer side of the first face, in pixels."""
GOLDEN = 4
GOLDEN_SEED = 48
TABLES = ("directions", "map")
PARTS = {"decoder": DECODER, "std": STD, "encoder": ENCODER, "prior": PRIOR}


@dataclass(frozen=True)
class WebModel:
    """What the page reads.

    Attributes:
        files: Contents by path, relative to the page.
        start: A picture of the face that is shown before anything has arrived, as a data URL.
        start_size: Its width and height.
        said: What the article says of the model, as HTML, by the names of its places.
        sizes: Bytes on the wire of each part.
        preview: What links to the site show, as a JPEG file.
    """

    files: dict[str, bytes]
    start: str
    start_size: tuple[int, int]
    said: dict[str, str]
    sizes: dict[str, int]
    preview: bytes


def web_model(
    model: ModelFolder,
    decoder: bytes | None = None,
    finder: bytes | None = None,
    *,
    level: int = 9,
    begin: Point | None = None,
    codes: Floats | None = None,
    early: bool = False,
) -> WebModel:
    """Make the page's files of a model.

    Args:
        model: The model.
        decoder: An ONNX file to take the place of its decoder, such as a lighter form of it.
        finder: The network that finds the faces of photographs; without it, the page asks for
            their eyes.
        level: Of gzip: 9 for a site that is sent far, 0 to be done at once.
        begin: Where the page begins; at a face drawn by one of START_SEEDS by default.
        codes: Of the faces that its map shows, [N, L]; random ones by default.
        early: Whether something answers the pointer before the decoder has arrived, for a site that
            is sent far.

    Raises:
        ModelError: The page could not run it; the sentence says why.
    """
    folder = model.folder
    contents = {
        part: (folder / name).read_bytes() for part, name in PARTS.items() if name in model.files
    }
    if decoder is not None:
        contents["decoder"] = decoder
    if finder is not None:
        contents["finder"] = finder
    _check(contents["decoder"], model)
    if model.directions:
        contents["directions"] = _directions(model)
    if codes is not None:
        contents["map"] = map_file(codes)
    files: dict[str, bytes] = {}
    records: dict[str, Any] = {}
    for part, content in contents.items():
        sha256 = hashlib.sha256(content).hexdigest()
        packed = gzip.compress(content, level, mtime=0)
        name = f"{part}.{sha256[:8]}.{'json' if part in TABLES else 'onnx'}.gz"
        files[f"model/{name}"] = packed
        records[part] = {
            "path": name,
            "size": len(packed),
            "unpacked": len(content),
            "sha256": sha256,
        }
    if "prior" in records:
        records["prior"]["noise_size"] = model.noise_size
    begin = begin or _first_face(model)
    size = _start_size(model.image_shape)
    picture = _webp(model.decode(begin.z[None])[0], *size)
    golden = _golden(model)
    start, pairs = f"start.{_digits(picture)}.webp", f"golden.{_digits(golden)}.json"
    files |= {f"model/{start}": picture, f"model/{pairs}": golden}
    opening = begin.selected or model.config.opening
    reach = begin.reach or model.config.reach
    first: dict[str, Any] = {"z": begin.z.tolist(), "face": start}
    if early:
        across, up = (model.interesting[rank].index for rank in opening)
        grid = early_faces(contents["decoder"], begin.z, (across, up), reach)
        if grid:
            side, content = grid
            name = f"grid.{_digits(content)}.webp"
            files[f"model/{name}"] = content
            first["grid"] = {"faces": name, "side": side, "size": len(content)}
    files["model/model.json"] = msgspec.json.encode(
        {
            "format": FORMAT,
            "name": model.name,
            "image": model.config.image,
            "latent_size": model.latent_size,
            "interesting": model.interesting,
            "opening": opening,
            "reach": reach,
            "decoder": model.identity.digits,
            "files": records,
            "start": first,
            "golden": pairs,
            "credit": _credit(model),
        }
    )
    data = base64.b64encode(picture).decode()
    sizes = {part: record["size"] for part, record in records.items()}
    words = said(model, f"model/{start}")
    preview = preview_picture(model)
    return WebModel(files, f"data:image/webp;base64,{data}", size, words, sizes, preview)


def _check(decoder: bytes, model: ModelFolder) -> None:
    """Refuse a decoder that the page could not use."""
    session = ort.InferenceSession(decoder, providers=["CPUExecutionProvider"])
    outputs = [node.name for node in session.get_outputs()]
    needed = ["mean", "hidden"] if DEVIATION.of(model) else ["mean"]
    missing = [name for name in needed if name not in outputs]
    if missing:
        raise ModelError(
            f"the page cannot run {model.folder / DECODER}: it has no output "
            f"{' and '.join(map(repr, missing))}"
        )
    [mean] = session.run(["mean"], {"z": np.zeros((1, model.latent_size), np.float32)})
    if mean.shape != (1, *model.image_shape) or not np.isfinite(mean).all():
        raise ModelError(f"the page cannot run {model.folder / DECODER}: it gives no picture")


def _directions(model: ModelFolder) -> bytes:
    """The directions as in directions.json, but each step as base64 of little-endian float32."""
    directions = [
        described(each) | {"step": base64.b64encode(each.step.astype("<f4").tobytes()).decode()}
        for each in model.directions
    ]
    return msgspec.json.encode({"format": DIRECTIONS_FORMAT, "directions": directions})


def _golden(model: ModelFolder) -> bytes:
    """A few latent points and the faces that Python decodes them to, in 8 bits, to compare with."""
    z = model.sample(np.random.default_rng(GOLDEN_SEED), GOLDEN)
    faces = np.rint(model.decode(z) * 255).astype(np.uint8)
    return msgspec.json.encode(
        [
            {"z": point.tolist(), "face": base64.b64encode(face.tobytes()).decode()}
            for point, face in zip(z, faces, strict=True)
        ]
    )


def _credit(model: ModelFolder) -> str:
    """The licence that the model card states at its head, for people."""
    licence = ModelCard(model.folder).licence
    return f"Faces by the model {model.name}" + (f" ({licence})" if licence else "")


def _first_face(model: ModelFolder) -> Point:
    """Where the page begins."""
    drawn = [model.sample(np.random.default_rng(seed), 1)[0] for seed in START_SEEDS]
    places = [model.interesting[rank].index for rank in model.config.opening]
    within = (z for z in drawn if np.abs(z[places]).max() <= model.config.reach)
    return Point(next(within, drawn[0]))


def _start_size(shape: tuple[int, ...]) -> tuple[int, int]:
    """Width and height of the first face's picture, for faces [H, W] or [H, W, 3]."""
    height, width = shape[:2]
    side = START_SIDE / max(height, width)
    return max(1, round(width * side)), max(1, round(height * side))


def _webp(face: Floats, width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    picture = Image.fromarray(enlarge(face, width, height))
    picture.save(buffer, "WEBP", quality=80, method=6)
    return buffer.getvalue()


def _digits(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
