"""What a source of `morphing-faces import` is, by its looks: one reader for each kind."""

from pathlib import Path

from morphing_faces.errors import ModelError
from morphing_faces.model.imports.diffusers_folder import is_diffusers, read_diffusers
from morphing_faces.model.imports.foreign import Asked, ForeignModel
from morphing_faces.model.imports.make import Imported, make_folder
from morphing_faces.model.imports.onnx_model import read_onnx_model
from morphing_faces.model.imports.original_files import parameters_in, read_original
from morphing_faces.model.imports.perceptron_graph import Activation
from morphing_faces.model.imports.perceptron_weights import read_checkpoint
from morphing_faces.model.imports.ppca_file import is_ppca, read_ppca_model
from morphing_faces.model.imports.pythae_folder import CONFIG, is_pythae, read_pythae
from morphing_faces.model.imports.refused import WEIGHTS, refuse
from morphing_faces.model.write import refuse_existing


def import_model(
    source: Path,
    folder: Path,
    asked: Asked | None = None,
    encoder: Path | None = None,
    functions: tuple[Activation | None, Activation | None] = (None, None),
) -> Imported:
    """Make a model folder of a model of another make.

    Args:
        source: The file or folder.
        folder: The model folder to make; must not exist yet.
        asked: What the user says of it.
        encoder: An ONNX file with the encoder, where it is one of its own.
        functions: Of a checkpoint: those after every layer and after the last.

    Raises:
        ModelError: The source is refused, damaged or ambiguous; or the folder exists.
        FileError: The folder cannot be written.
    """
    refuse_existing(folder)
    asked = asked or Asked()
    if encoder is not None:
        refuse(encoder)
    foreign, asked = _read(source, encoder, asked, functions)
    return make_folder(foreign, folder, asked)


def _read(
    source: Path,
    encoder: Path | None,
    asked: Asked,
    functions: tuple[Activation | None, Activation | None],
) -> tuple[ForeignModel, Asked]:
    weights = source.suffix.lower() in WEIGHTS
    if encoder is not None and (weights or source.is_dir()):
        raise ModelError(f"--encoder goes with an ONNX file, which {source} is not")
    if source.is_dir():
        if is_pythae(source):
            return read_pythae(source, asked)
        if (place := parameters_in(source)) is not None:
            return read_original(place, asked)
        if is_diffusers(source):
            return read_diffusers(source, asked)
        raise ModelError(
            f"{source} is a folder of no kind that is read: pythae's have {CONFIG}, those of "
            f"diffusers config.json, and those of the first Morphing Faces d_W_0.npy or d_W_0.bin"
        )
    if is_ppca(source):
        return read_ppca_model(source, asked)
    refuse(source)
    if weights:
        return read_checkpoint(source, asked, *functions)
    return read_onnx_model(source, encoder, asked), asked
