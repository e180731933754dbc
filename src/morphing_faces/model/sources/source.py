"""What a source of models is."""

import os
from typing import Protocol

from morphing_faces.model.folder import ModelFolder

ModelName = str | os.PathLike[str]
"""How a user names a model: a word such as faces48, or a path."""


class ModelSource(Protocol):
    """Somewhere models come from. Each is one file of this folder, and one line of `load.py`."""

    def offers(self) -> str:
        """What a user may name here, after "neither" and "nor": "a folder"."""

    def recognises(self, model: ModelName) -> bool:
        """Whether a user who says this means this source; cheap, and without an error."""

    def open(self, model: ModelName) -> ModelFolder:
        """Open the model that was recognised.

        Whatever is no model folder yet is made one first.

        Raises:
            ModelError: It is damaged, or cannot be fetched or read.
        """
