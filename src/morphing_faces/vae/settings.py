"""Training settings from a JSON file."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from morphing_faces.errors import TrainingError
from morphing_faces.vae.config import TrainingConfig


def read_settings(path: Path) -> dict[str, Any]:
    """The training settings in a file: a run's config.json, or an object of settings alone.

    Raises:
        TrainingError: It cannot be read, has a key that is no setting, or an impossible value.
    """
    try:
        document = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except OSError as error:
        raise TrainingError(f"{path} cannot be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise TrainingError(f"{path} is no JSON object: {error}") from error
    settings = document.get("training", document)
    try:
        checked(settings)
    except TrainingError as error:
        raise TrainingError(f"{path}: {error}") from error
    return dict(settings)


def checked(settings: object) -> TrainingConfig:
    """A configuration from the object that a file has of it.

    Raises:
        TrainingError: It has a key that is no setting, or an impossible value.
    """
    if not isinstance(settings, Mapping):
        raise TrainingError(f"training settings must be an object, got {settings!r}")
    known = [field.name for field in fields(TrainingConfig)]
    for key in settings:
        if key not in known:
            raise TrainingError(f"{key!r} is no setting; there are {', '.join(known)}")
    return TrainingConfig(**settings)
