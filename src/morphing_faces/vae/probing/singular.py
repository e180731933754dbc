"""Directions that need no faces: the latent steps to which the decoder's first layer answers most.

The singular vectors of its weights, by falling singular value (Shen & Zhou, "Closed-form
factorization of latent semantics in GANs", 2021).
"""

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import MissingExtraError
from morphing_faces.model import DECODER, Model

Doubles = NDArray[np.float64]


def first_layer(model: Model) -> Doubles | None:
    """The weights of the decoder's first layer, [L, units]; None where it is of another make.

    Raises:
        MissingExtraError: The package onnx is not installed.
    """
    try:
        from morphing_faces.vae.graphs import read_decoder
    except ModuleNotFoundError as error:
        if error.name != "onnx":
            raise
        raise MissingExtraError("Reading the decoder's weights", "site", "onnx") from error
    layers = read_decoder((model.folder / DECODER).read_bytes())
    if layers is None:
        return None
    hidden, mean = layers
    return np.asarray([*hidden, mean][0].weight, np.float64)


def singular_directions(weight: Doubles, count: int) -> Doubles:
    """The first left singular vectors, [K, L], each with its largest coordinate above 0."""
    vectors = np.linalg.svd(weight, full_matrices=False)[0][:, :count].T
    largest = vectors[np.arange(len(vectors)), np.abs(vectors).argmax(axis=1)]
    signed: Doubles = vectors * np.where(largest < 0, -1, 1)[:, None]
    return signed
