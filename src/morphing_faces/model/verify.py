"""Whether a model folder has the files that its config.json lists, byte for byte."""

import hashlib
from pathlib import Path

from morphing_faces.errors import ModelError
from morphing_faces.model.config import FileRecord, ModelConfig, read_config
from morphing_faces.model.directions import Direction, read_directions
from morphing_faces.model.folder_layout import CONFIG, DIRECTIONS


def read_verified(folder: Path) -> tuple[ModelConfig, tuple[Direction, ...]]:
    """The configuration of a model folder, and the directions that belong to it.

    Another process may be writing directions: what does not fit together is read again, as
    long as the configuration is another one each time.

    Raises:
        ModelError: A file is missing or damaged, or the configuration cannot be read.
    """
    config = read_config(folder)
    while True:
        try:
            for name, record in config.files.items():
                _verify(folder / name, record)
            if DIRECTIONS not in config.files:
                return config, ()
            found = read_directions(folder / DIRECTIONS, config.latent_size)
        except ModelError:
            before, config = config, read_config(folder)
            if config == before:
                raise
        else:
            return config, found


def _verify(path: Path, record: FileRecord) -> None:
    """Compare a file's length and hash with what config.json says."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror}); {CONFIG} lists it, "
            f"so the model folder is incomplete"
        ) from error
    if len(content) != record.size or hashlib.sha256(content).hexdigest() != record.sha256:
        raise ModelError(
            f"{path} is damaged: its SHA-256 is not the one in {CONFIG}; fetch the model again"
        )
