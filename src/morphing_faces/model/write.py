"""A new model folder, written whole or not at all."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from morphing_faces.errors import ModelError
from morphing_faces.model.config import FileRecord, ModelConfig
from morphing_faces.model.folder_layout import CARD, CONFIG
from morphing_faces.storage.folders import write_folder


def refuse_existing(folder: Path) -> None:
    """Raise ModelError if something is in a new model's place."""
    if os.path.lexists(folder):
        raise ModelError(f"{folder} exists already; name a folder that does not")


def write_model(
    folder: str | os.PathLike[str],
    config: ModelConfig,
    contents: Mapping[str, bytes],
    card: str,
) -> None:
    """Write a model folder whole: beside its place first, then renamed into it.

    Args:
        folder: Where the model will be; must not exist yet.
        config: Everything for config.json but the files, which are recorded here.
        contents: The bytes of each file, by its path in the folder.
        card: The text of the model card.

    Raises:
        ModelError: The folder exists already.
        FileError: It cannot be written.
    """
    target = Path(folder)
    refuse_existing(target)
    files = {
        name: FileRecord(hashlib.sha256(content).hexdigest(), len(content))
        for name, content in contents.items()
    }
    config = msgspec.structs.replace(config, files=files)
    document = msgspec.json.format(msgspec.json.encode(config), indent=2)
    write_folder(target, {**contents, CONFIG: document, CARD: card.encode()})
