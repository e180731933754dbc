"""Morphing Faces: move through the latent space of a variational autoencoder; a face morphs.

Example:
    >>> from morphing_faces import Morpher, load_model
    >>> model = load_model("heads64")
    >>> morpher = Morpher(model, seed=1)
    >>> morpher.move(0.5, -0.25)
    >>> morpher.face().shape
    (64, 64, 3)

Importing the package is cheap: numpy and ONNX Runtime come with the first name that needs them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from morphing_faces.errors import (
    CommandError,
    DisplayError,
    FaceSetError,
    FileError,
    MissingExtraError,
    ModelError,
    MorphingFacesError,
    OtherModelError,
    SiteError,
    SourceError,
    TrainingError,
)
from morphing_faces.version import __version__

if TYPE_CHECKING:
    from morphing_faces.model.protocol import Model
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.morpher.morpher import Morpher
    from morphing_faces.views.explore import explore
    from morphing_faces.views.explorer import Explorer

__all__ = [
    "CommandError",
    "DisplayError",
    "Explorer",
    "FaceSetError",
    "FileError",
    "MissingExtraError",
    "Model",
    "ModelError",
    "Morpher",
    "MorphingFacesError",
    "OtherModelError",
    "SiteError",
    "SourceError",
    "TrainingError",
    "__version__",
    "explore",
    "load_model",
]

_HOMES = {
    "Explorer": "morphing_faces.views.explorer",
    "Model": "morphing_faces.model.protocol",
    "Morpher": "morphing_faces.morpher.morpher",
    "explore": "morphing_faces.views.explore",
    "load_model": "morphing_faces.model.sources.load",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module when it is asked for the first time."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(_HOMES[name]), name)
    return globals()[name]


def __dir__() -> list[str]:
    """The public names, among them those not imported yet."""
    return sorted({*globals(), *__all__})
