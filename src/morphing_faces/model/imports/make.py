"""An ONNX decoder of any make to a model folder, which everything here plays."""

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from morphing_faces.errors import ModelError
from morphing_faces.model.config import FORMAT, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.folder_layout import DECODER, GOLDEN
from morphing_faces.model.function.function import UserFunction
from morphing_faces.model.function.model import LARGEST_LATENT
from morphing_faces.model.function.picture_layout import find_layout
from morphing_faces.model.function.probe import Given, probe
from morphing_faces.model.function.ranking import AxisRanking
from morphing_faces.model.imports.onnx_file import read_onnx, serialised
from morphing_faces.model.imports.refused import refuse
from morphing_faces.model.imports.wrap import decoder
from morphing_faces.model.write import refuse_existing, write_model
from morphing_faces.types import Floats
from morphing_faces.version import __version__

PAIRS = 4
FLOATS = ("tensor(float)", "tensor(float16)", "tensor(double)")


@dataclass(frozen=True)
class Imported:
    """What was made.

    Attributes:
        folder: The model folder.
        found: What was found out of the decoder, in words.
        latent_size: L.
    """

    folder: Path
    found: str
    latent_size: int


def import_onnx(path: Path, folder: Path, given: Given, licence: str | None = None) -> Imported:
    """Make a model folder of an ONNX file whose input is a latent point.

    Args:
        path: The file.
        folder: The model folder to make; must not exist yet.
        given: What the user says of the pictures.
        licence: Of the weights, for the card.

    Raises:
        ModelError: The file is refused, damaged or ambiguous; or the folder exists.
        FileError: The folder cannot be written.
    """
    refuse_existing(folder)
    refuse(path)
    model = read_onnx(path)
    content = serialised(model)
    session = opened(content, str(path))
    source, latent = _latent(session, path)
    size = math.prod(latent)
    output = _pictures(session, path, given)

    def run(z: Floats) -> Any:
        kinds = {"tensor(float16)": np.float16, "tensor(double)": np.float64}
        kind = kinds.get(source.type, np.float32)
        (answer,) = session.run([output], {source.name: z.reshape(-1, *latent).astype(kind)})
        return answer

    rng = np.random.default_rng(0)
    try:
        found, _ = probe(UserFunction(run, "the network"), size, given, rng)
    except ModelError:
        raise
    except Exception as error:  # noqa: BLE001 - a runtime's errors have no common ancestor
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"{path} cannot be run: {reason}") from None
    made = serialised(decoder(model, source.name, output, latent, found.format))
    played = opened(made, str(path))

    def decode(z: Floats) -> Floats:
        rows = [played.run(["mean"], {"z": row[None]})[0] for row in z]
        return np.concatenate(rows)

    ranking = AxisRanking(decode, size, rng)
    while ranking.go_on():
        pass
    z = rng.standard_normal((PAIRS, size), np.float32)
    image = found.format.image_shape
    pairs = {
        "z": z,
        "face": decode(z),
        "image": np.empty((0, *image), np.float32),
        "mean": np.empty((0, size), np.float32),
    }
    config = ModelConfig(
        format=FORMAT,
        name=folder.name,
        image=ImageConfig(image[0], image[1], found.format.channels),
        latent_size=size,
        interesting=_ranked(ranking),
        files={},
        provenance={
            "made_by": f"morphing-faces {__version__}",
            "imported_from": path.name,
            "ranking": "the change of the picture from -1 to 1, as kl is not known",
        },
    )
    write_model(
        folder, config, {DECODER: made, GOLDEN: _bytes(pairs)}, _card(folder, path, licence)
    )
    return Imported(folder, str(found), size)


def opened(content: bytes, name: str) -> Any:
    """A session of ONNX Runtime for the bytes of a network.

    Raises:
        ModelError: They cannot be run.
    """
    options = ort.SessionOptions()
    options.log_severity_level = 4
    try:
        return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - as above
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"{name} cannot be run: {reason}") from None


def _latent(session: Any, path: Path) -> tuple[Any, tuple[int, ...]]:
    """The network's input, and the shape of a latent point there."""
    inputs = session.get_inputs()
    if len(inputs) != 1 or inputs[0].type not in FLOATS:
        names = ", ".join(f"{each.name} {each.shape}" for each in inputs)
        raise ModelError(
            f"{path} takes {names}; a decoder takes one latent point [N, L] and nothing else: "
            f"export that part alone"
        )
    row = inputs[0].shape[1:]
    if len(row) not in (1, 3) or not all(isinstance(each, int) and each > 0 for each in row):
        raise ModelError(
            f"{path} takes {inputs[0].shape}; a decoder takes latent points [N, L] or [N, C, h, w] "
            f"of a size that the file says"
        )
    if not 2 <= math.prod(row) <= LARGEST_LATENT:
        raise ModelError(
            f"{path} takes {math.prod(row):,} numbers, from 2 to {LARGEST_LATENT:,} are played"
        )
    if len(row) == 3 and (row[0] in (1, 3) or row[-1] in (1, 3)):
        raise ModelError(
            f"{path} takes pictures {inputs[0].shape}: it is an encoder or a whole autoencoder; "
            f"export its decoder alone"
        )
    return inputs[0], tuple(row)


def _pictures(session: Any, path: Path, given: Given) -> str:
    """Which of the network's outputs are the pictures."""
    outputs: dict[str, Any] = {each.name: each for each in session.get_outputs()}
    if given.output is not None:
        if given.output in outputs:
            return str(given.output)
        raise ModelError(f"{path} has no output {given.output!r}; it gives {', '.join(outputs)}")
    fits = [name for name, each in outputs.items() if _fits(each.shape, given)]
    if len(outputs) == 1 or len(fits) == 1:
        return (fits or list(outputs))[0]
    raise ModelError(
        f"{path} gives {', '.join(outputs)}; say which are the pictures, as in --output "
        f"{(fits or list(outputs))[0]}"
    )


def _fits(shape: list[Any], given: Given) -> bool:
    row = tuple(each for each in shape[1:] if isinstance(each, int))
    try:
        find_layout(row, given.shape, given.layout)
    except ModelError:
        return False
    return len(row) == len(shape) - 1


def _ranked(ranking: AxisRanking) -> tuple[RankedDimension, ...]:
    changes = ranking.changes
    busy = [i for i in ranking.order if changes[i] > 0.01 * changes.max()]
    kept = busy if len(busy) >= 2 else ranking.order[:2]
    return tuple(RankedDimension(i, 0.0, 0.0, 1.0) for i in kept)


def _bytes(arrays: dict[str, Floats]) -> bytes:
    buffer = io.BytesIO()
    named: dict[str, Any] = dict(arrays)
    np.savez_compressed(buffer, **named)
    return buffer.getvalue()


def _card(folder: Path, path: Path, licence: str | None) -> str:
    head = f"---\nlibrary_name: morphing-faces\n{f'license: {licence}' if licence else ''}\n---\n"
    return (
        f"{head}\n# {folder.name}\n\nMade of `{path.name}` by `morphing-faces import`.\n\n"
        f"{'' if licence else 'Nobody has said which licence it is under.'}\n"
    )
