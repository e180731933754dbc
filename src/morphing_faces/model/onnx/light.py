"""A decoder in the form that travels: a third of the bytes, and no difference that an eye sees."""

from collections.abc import Iterator

import numpy as np
import onnxruntime as ort

from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.onnx.installed import onnx_needed_for
from morphing_faces.types import Floats

CALIBRATION = 16_000
TRIED = 64
STEPS = 0.07, 0.05, 0.03, 0.02
"""For networks of other makes, the first that does no harm."""
LARGEST = 6 / 255
"""The most by which a pixel of a random face may move; what moves further travels as it is."""


def light_decoder(model: ModelFolder, seed: int = 0) -> bytes | None:
    """Make a decoder that gzip makes small.

    Args:
        model: Whose decoder; it is not changed.
        seed: Of the latent points that say where precision is needed.

    Returns:
        An ONNX file with the same inputs and outputs; None where it would show.

    Raises:
        MissingExtraError: The package onnx is not installed.
    """
    with onnx_needed_for("A lighter decoder"):
        from morphing_faces.model.onnx.graphs import coarsened, decoder_graph, read_decoder
        from morphing_faces.model.onnx.quantise import coarsen

    whole = (model.folder / DECODER).read_bytes()
    layers = read_decoder(whole)
    rng = np.random.default_rng(seed)
    trials: Iterator[bytes]
    if layers is None:
        trials = (coarsened(whole, step) for step in STEPS)
    else:
        # This package's own perceptron: later weights make good the errors of earlier ones.
        # From N(0, I), where a hover leads, and not only where random faces are drawn.
        z = rng.standard_normal((CALIBRATION, model.latent_size)).astype(np.float32)
        hidden, mean = coarsen(*layers, z)
        trials = iter([decoder_graph(hidden, mean, model.image_shape).SerializeToString()])
    tried = model.sample(rng, TRIED)
    faces = model.decode(tried)
    return next((content for content in trials if _moves(content, tried, faces) <= LARGEST), None)


def _moves(content: bytes, z: Floats, faces: Floats) -> float:
    """The most by which a pixel is moved in a decoder's other form."""
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    [others] = session.run(["mean"], {"z": z})
    return float(np.abs(others - faces).max())
