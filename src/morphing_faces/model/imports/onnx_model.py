"""Somebody's ONNX files: a decoder, perhaps an encoder, or a whole autoencoder in one file."""

from pathlib import Path

from onnx import ModelProto

from morphing_faces.errors import ModelError
from morphing_faces.model.imports.foreign import Asked, ForeignModel
from morphing_faces.model.imports.foreign_network import (
    ForeignNetwork,
    pictures_output,
    takes_pictures,
)
from morphing_faces.model.imports.onnx_file import read_onnx
from morphing_faces.model.imports.split import is_autoencoder, split


def read_onnx_model(path: Path, encoder: Path | None, asked: Asked) -> ForeignModel:
    """Read a decoder [N, L] or [N, C, h, w] to pictures, or an autoencoder, which is cut in two.

    Args:
        path: The file.
        encoder: Another file, with the encoder.
        asked: What the user says of it.

    Raises:
        ModelError: A file is refused or damaged, or it is neither.
    """
    model = read_onnx(path)
    apart = read_onnx(encoder) if encoder is not None else None
    whole = _autoencoder(model, path, asked)
    if whole is None:
        return ForeignModel(path.name, model, apart)
    source, picture = whole
    halves = split(model, str(path), source, picture)
    notes = [f"it is an autoencoder, cut at {halves.latent!r}"]
    if halves.encoder is None and apart is None:
        notes.append("what it says of a picture is drawn at random, so it has no encoder here")
    return ForeignModel(
        path.name, halves.decoder, apart or halves.encoder, output=picture, notes=tuple(notes)
    )


def _autoencoder(model: ModelProto, path: Path, asked: Asked) -> tuple[str, str] | None:
    """Its input and which output has the pictures; None where it takes latent points."""
    try:
        network = ForeignNetwork(model, str(path))
    except ModelError:
        return None  # the decoder's own sentence is better
    wide = takes_pictures(network.row) or len(network.row) == 2
    if not (wide or len(network.row) == 1) or not is_autoencoder(network.row, network.outputs):
        return None
    return network.source, pictures_output(network, asked.pictures.output, asked.pictures)
