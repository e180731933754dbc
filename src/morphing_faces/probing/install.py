"""Directions into a model folder: the folder itself, which stays whole throughout, or a copy."""

import hashlib
import os
from pathlib import Path
from typing import Any

import msgspec

from morphing_faces.errors import ModelError
from morphing_faces.model.config import FileRecord, ModelConfig
from morphing_faces.model.directions import write_directions
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import CARD, CONFIG, DIRECTIONS
from morphing_faces.model.sources.hub_client import PREFIX
from morphing_faces.model.sources.shipped import shipped_models
from morphing_faces.model.write import refuse_existing
from morphing_faces.probing.card import with_directions
from morphing_faces.probing.find import FoundDirections
from morphing_faces.storage.files import write_whole
from morphing_faces.storage.folders import lock_folder, write_folder
from morphing_faces.storage.paths import is_folder, is_there


def check_place(name: str, model: ModelFolder, out: Path | None) -> None:
    """Raise ModelError, before any work is done, where the directions could not be written.

    The card is read once, too, because it will be written again with a part about them.

    Args:
        name: What the user called the model.
        model: The model.
        out: The folder of a copy to be; None for the model's own.
    """
    if out is not None:
        refuse_existing(out)
        above = next(path for path in out.absolute().parents if is_there(path))
        if not (is_folder(above) and os.access(above, os.W_OK)):
            raise ModelError(f"{out} cannot be written: {above} is no folder to write to")
    elif name.startswith(PREFIX):
        raise ModelError(
            f"{name} is kept as it was fetched; name a folder for a copy of it with --out"
        )
    elif name in shipped_models():
        raise ModelError(
            f"{name} ships with the package and is left as it is; name a folder for a copy of it "
            f"with --out"
        )
    elif not os.access(model.folder, os.W_OK):
        raise ModelError(
            f"{model.folder} cannot be written to; name a folder for a copy with --out"
        )
    _card(model)


def update(model: ModelFolder, found: FoundDirections, out: Path | None = None) -> Path:
    """Write directions, names of dimensions and their part of the card.

    In the model's own folder, config.json first forgets the old directions and then learns of the
    new ones, and each file is replaced whole; so whoever reads it meanwhile, or after a crash,
    finds a model that is complete. Of two processes, the second one waits for the first.

    Args:
        model: The model.
        found: Its directions.
        out: The folder of a copy to write; None for the model's own.

    Returns:
        The folder.

    Raises:
        FileError: It cannot be written.
        ModelError: The model, of which a copy is to be made, cannot be read any more.
    """
    folder = out or model.folder
    content = write_directions(found.directions)
    config = updated(model.config, found, content)
    if out is not None:
        config = msgspec.structs.replace(config, name=out.name)
    text = _card(model) or f"# {config.name}\n"
    files = {
        DIRECTIONS: content,
        CONFIG: _document(config),
        CARD: with_directions(text, config, found).encode(),
    }
    if out is not None:
        names = [name for name in model.files if name != DIRECTIONS]
        write_folder(out, {name: _contents(model, name) for name in names} | files)
        return folder
    with lock_folder(folder):
        if is_there(folder / DIRECTIONS):
            write_whole(folder / CONFIG, _document(_without(model.config)))
        for name, new in files.items():
            write_whole(folder / name, new)
    return folder


def _contents(model: ModelFolder, name: str) -> bytes:
    try:
        return (model.folder / name).read_bytes()
    except OSError as error:
        raise ModelError(f"{model.folder / name} cannot be read: {error.strerror}") from error


def _card(model: ModelFolder) -> str:
    """The text of the model's card; empty where there is none.

    Raises:
        ModelError: It cannot be read.
    """
    path = model.folder / CARD
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except UnicodeDecodeError:
        raise ModelError(f"{path} cannot be read: it is no UTF-8 text") from None
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error


def updated(config: ModelConfig, found: FoundDirections, content: bytes) -> ModelConfig:
    """The configuration of a model that has these directions.

    Args:
        config: Before.
        found: The directions.
        content: Of directions.json.
    """
    interesting = tuple(
        msgspec.structs.replace(
            dimension,
            name=found.names[dimension.index].name if dimension.index in found.names else None,
        )
        for dimension in config.interesting
    )
    record = FileRecord(hashlib.sha256(content).hexdigest(), len(content))
    return msgspec.structs.replace(
        config,
        interesting=interesting,
        files=config.files | {DIRECTIONS: record},
        provenance=config.provenance | {"directions": _provenance(found)},
    )


def _provenance(found: FoundDirections) -> dict[str, Any]:
    return {
        "learnt_from": found.learnt_from,
        "held_out": found.held_out,
        "judged": found.judged,
        "kept": {name: round(value, 3) for name, value in found.kept.items()},
        "penalties": found.penalties,
        "left_out": {each.name: each.why for each in found.left_out},
        "named_dimensions": {str(index): each._asdict() for index, each in found.names.items()},
    }


def _without(config: ModelConfig) -> ModelConfig:
    files = {name: record for name, record in config.files.items() if name != DIRECTIONS}
    return msgspec.structs.replace(config, files=files)


def _document(config: ModelConfig) -> bytes:
    return msgspec.json.format(msgspec.json.encode(config), indent=2)
