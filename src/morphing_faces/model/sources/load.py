"""A model by its name: the sources are asked in turn, and the first that recognises it opens it."""

import os

from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.sources.default import DEFAULT_MODEL
from morphing_faces.model.sources.hub import HubModels
from morphing_faces.model.sources.local_folder import LocalFolders
from morphing_faces.model.sources.shipped import ShippedModels
from morphing_faces.model.sources.source import ModelName, ModelSource

SOURCES: tuple[ModelSource, ...] = (ShippedModels(), HubModels(), LocalFolders())
"""In the order in which they are asked."""


def load_model(model: ModelName = DEFAULT_MODEL) -> ModelFolder:
    """Load a model that ships with the package, one of the Hub, or a model folder.

    Args:
        model: A name from shipped_models(), hf:owner/name of the Hub, or the path of a folder.

    Raises:
        ModelError: There is no such model, or its folder is damaged.
    """
    for source in SOURCES:
        if source.recognises(model):
            return source.open(model)
    *others, last = (source.offers() for source in reversed(SOURCES))
    raise ModelError(
        f"there is no model {os.fspath(model)!r}: it is neither {', '.join(others)} nor {last}"
    )
