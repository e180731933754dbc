"""What a source of `morphing-faces import` is, by its looks: one reader for each kind."""

from pathlib import Path

from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.make import Imported, make_folder
from morphing_faces.model.imports.onnx_model import read_onnx_model
from morphing_faces.model.imports.refused import refuse
from morphing_faces.model.write import refuse_existing


def import_model(
    source: Path, folder: Path, asked: Asked | None = None, encoder: Path | None = None
) -> Imported:
    """Make a model folder of a model of another make.

    Args:
        source: The file.
        folder: The model folder to make; must not exist yet.
        asked: What the user says of it.
        encoder: An ONNX file with the encoder, where it is one of its own.

    Raises:
        ModelError: The source is refused, damaged or ambiguous; or the folder exists.
        FileError: The folder cannot be written.
    """
    refuse_existing(folder)
    asked = asked or Asked()
    for path in (source, *([encoder] if encoder is not None else [])):
        refuse(path)
    return make_folder(read_onnx_model(source, encoder, asked), folder, asked)
