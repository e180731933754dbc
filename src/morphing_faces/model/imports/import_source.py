"""What a source of `morphing-faces import` is, by its looks: one reader for each kind."""

from pathlib import Path

from morphing_faces.errors import ModelError
from morphing_faces.model.imports.foreign import Asked, ForeignModel
from morphing_faces.model.imports.make import Imported, make_folder
from morphing_faces.model.imports.onnx_model import read_onnx_model
from morphing_faces.model.imports.pythae_folder import CONFIG, is_pythae, read_pythae
from morphing_faces.model.imports.refused import refuse
from morphing_faces.model.write import refuse_existing


def import_model(
    source: Path, folder: Path, asked: Asked | None = None, encoder: Path | None = None
) -> Imported:
    """Make a model folder of a model of another make.

    Args:
        source: The file or folder.
        folder: The model folder to make; must not exist yet.
        asked: What the user says of it.
        encoder: An ONNX file with the encoder, where it is one of its own.

    Raises:
        ModelError: The source is refused, damaged or ambiguous; or the folder exists.
        FileError: The folder cannot be written.
    """
    refuse_existing(folder)
    asked = asked or Asked()
    if encoder is not None:
        refuse(encoder)
    foreign, asked = _read(source, encoder, asked)
    return make_folder(foreign, folder, asked)


def _read(source: Path, encoder: Path | None, asked: Asked) -> tuple[ForeignModel, Asked]:
    if source.is_dir():
        if encoder is not None:
            raise ModelError(f"--encoder goes with an ONNX file, and {source} is a folder")
        if is_pythae(source):
            return read_pythae(source, asked)
        raise ModelError(f"{source} is a folder of no kind that is read: pythae's have {CONFIG}")
    refuse(source)
    return read_onnx_model(source, encoder, asked), asked
