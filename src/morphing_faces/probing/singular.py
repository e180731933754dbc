"""Directions that need no faces: the latent steps to which the decoder's first layer answers most.

The singular vectors of its weights, by falling singular value (Shen & Zhou, "Closed-form
factorization of latent semantics in GANs", 2021).
"""

import numpy as np

from morphing_faces.model.capabilities import FILES
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.onnx.installed import onnx_needed_for
from morphing_faces.model.protocol import Model
from morphing_faces.types import Doubles


def first_layer(model: Model) -> Doubles | None:
    """The weights of the decoder's first layer, [L, units]; None where it is of another make.

    A rectified unit can be scaled up and what follows it down, and nothing changes; 8-bit matrices
    are scaled so. Each unit is therefore weighed by the length of the weights that leave it.

    Raises:
        MissingExtraError: The package onnx is not installed.
    """
    with onnx_needed_for("Reading the decoder's weights"):
        from morphing_faces.model.onnx.graphs import read_decoder
    layers = read_decoder((FILES.needed(model).folder / DECODER).read_bytes())
    if layers is None or not layers[0]:
        return None
    first, after, *_ = [*layers[0], layers[1]]
    weight = np.asarray(first.weight, np.float64)
    if first.skip is not None:
        weight = weight + np.diag(first.skip)
    weighed: Doubles = weight * np.linalg.norm(np.asarray(after.weight, np.float64), axis=1)
    return weighed


def singular_directions(weight: Doubles, count: int) -> Doubles:
    """The first left singular vectors, [K, L], each with its largest coordinate above 0."""
    vectors = np.linalg.svd(weight, full_matrices=False)[0][:, :count].T
    largest = vectors[np.arange(len(vectors)), np.abs(vectors).argmax(axis=1)]
    signed: Doubles = vectors * np.where(largest < 0, -1, 1)[:, None]
    return signed
