"""Model folders on this machine, by their paths."""

from pathlib import Path

from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.sources.source import ModelName
from morphing_faces.storage.paths import is_folder


class LocalFolders:
    """Model folders, by their paths; see ModelSource."""

    def offers(self) -> str:
        """What is meant, for a sentence."""
        return "a folder"

    def recognises(self, model: ModelName) -> bool:
        """Whether a folder is there, of whatever kind."""
        return is_folder(Path(model))

    def open(self, model: ModelName) -> ModelFolder:
        """Open it."""
        return ModelFolder(model)
