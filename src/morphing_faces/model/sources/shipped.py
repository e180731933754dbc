"""The models that ship with the package."""

from importlib import resources
from pathlib import Path

from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import CONFIG
from morphing_faces.model.sources.source import ModelName


def shipped_models() -> dict[str, Path]:
    """The folders of the models that ship with the package, by name."""
    root = Path(str(resources.files("morphing_faces"))) / "models"
    return {path.parent.name: path.parent for path in sorted(root.glob(f"*/{CONFIG}"))}


class ShippedModels:
    """Models of the package, by their names; see ModelSource."""

    def offers(self) -> str:
        """The names, for a sentence."""
        names = ", ".join(shipped_models()) or "none"
        return f"the name of a model that ships with the package ({names})"

    def recognises(self, model: ModelName) -> bool:
        """Whether it is one of the names. A path is not, even if it reads the same."""
        return isinstance(model, str) and model in shipped_models()

    def open(self, model: ModelName) -> ModelFolder:
        """Open it."""
        return ModelFolder(shipped_models()[str(model)])
