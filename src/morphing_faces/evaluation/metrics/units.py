"""What every latent dimension does: its KL, the variance of its posterior mean, its weights."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.evaluation.metrics.per_image import PerImage
from morphing_faces.model.capabilities import FILES
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.protocol import Model

ACTIVE_VARIANCE = 0.01
"""A unit is active when its posterior mean varies more than this over faces (Burda, Grosse &
Salakhutdinov, "Importance Weighted Autoencoders", 2016, section 5.2)."""


@dataclass(frozen=True)
class Units:
    """Figures of the L latent dimensions, in the model's order.

    Attributes:
        active: How many vary by more than ACTIVE_VARIANCE.
        kl: Mean KL(q(z|x) || N(0, I)) over faces, in nats.
        variance: Of the posterior mean over faces.
        norms: Lengths of the decoder's first weights, those that a dimension is multiplied with;
            None where the decoder is not of our making, or the package onnx is missing. Matrices
            in 8 bits had their hidden units rescaled, so compare dimensions, not models.
    """

    active: int
    kl: tuple[float, ...]
    variance: tuple[float, ...]
    norms: tuple[float, ...] | None


def units_of(model: Model, judged: PerImage) -> Units:
    """Collect the figures of a model's dimensions over the faces of a pass."""
    variance = judged.mean.var(axis=0)
    norms = first_layer_norms(model)
    return Units(
        active=int((variance > ACTIVE_VARIANCE).sum()),
        kl=tuple(judged.kl.mean(axis=0).tolist()),
        variance=tuple(variance.tolist()),
        norms=None if norms is None else tuple(norms.tolist()),
    )


def first_layer_norms(model: Model) -> NDArray[np.float64] | None:
    """Length of each row of the decoder's first matrix [L, hidden], read from the ONNX file.

    Returns:
        [L], or None where that matrix cannot be found.
    """
    try:
        import onnx
        from onnx import numpy_helper
    except ModuleNotFoundError:
        return None
    files = FILES.of(model)
    if files is None:
        return None
    graph = onnx.load(files.folder / DECODER).graph
    found = {tensor.name: tensor for tensor in graph.initializer}

    def array(name: str) -> NDArray[np.float64]:
        return np.asarray(numpy_helper.to_array(found[name]), np.float64)

    # The names that graphs.py gives: 16 bits, 8 bits with a scale a column, or 32 bits.
    if "layer0.half" in found:
        weight = array("layer0.half")
    elif "layer0.scale" in found:
        weight = (array("layer0.weight") - array("layer0.zero")) * array("layer0.scale")
    elif "layer0.weight" in found:
        weight = array("layer0.weight")
    else:
        return None
    if weight.ndim != 2 or len(weight) != model.latent_size:
        return None
    if "layer0.skip" in found:
        weight = weight + np.diag(array("layer0.skip"))
    norms: NDArray[np.float64] = np.linalg.norm(weight, axis=1)
    return norms
