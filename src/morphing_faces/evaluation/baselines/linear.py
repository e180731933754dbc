"""The linear baseline that travels in a model folder."""

import io
import math

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.evaluation.baselines.ppca import PPCA, fit_ppca
from morphing_faces.evaluation.metrics.density import training_images
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import FILES
from morphing_faces.model.folder_layout import PPCA as PPCA_FILE
from morphing_faces.model.protocol import Model

NO_PPCA = "ppca_left_out"
"""In a model's provenance: why its folder has no baseline."""


def fit_baseline(faces: FaceSet, latent: int, seed: int) -> PPCA:
    """Probabilistic PCA of the training faces, with as many components as a model has dimensions.

    Raises:
        FaceSetError: There are too few faces for so many components.
    """
    components = min(latent, math.prod(faces.card.shape[1:]) - 1)
    return fit_ppca(lambda: training_images(faces, seed), components)


def read_ppca(model: Model) -> PPCA | None:
    """The linear baseline that a model folder carries, if it does.

    Raises:
        ModelError: The file is damaged.
    """
    files = FILES.of(model)
    if files is None or PPCA_FILE not in files.files:
        return None
    arrays = files.arrays(PPCA_FILE)
    try:
        mean, loadings, variance = (arrays[key] for key in ("mean", "loadings", "variance"))
    except KeyError as error:
        raise ModelError(f"{PPCA_FILE} of model {model.name!r} lacks the array {error}") from None
    return PPCA(mean.astype(np.float64), loadings.astype(np.float64), float(variance))


def why_no_ppca(model: Model) -> str:
    """Why a model has no linear baseline, for a sentence."""
    files = FILES.of(model)
    if files is None:
        return f"model {model.name!r} has no files"
    return str(files.provenance.get(NO_PPCA, f"the model folder has no {PPCA_FILE}"))


def ppca_bytes(ppca: PPCA) -> bytes:
    """A linear baseline as a file for the model folder; its loadings rounded to 16 bits."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        mean=ppca.mean.astype(np.float32),
        loadings=ppca.loadings.astype(np.float16),
        variance=np.float64(ppca.variance),
    )
    return buffer.getvalue()
