"""A decoder in the form that travels: a third of the bytes, and no difference that an eye sees."""

import numpy as np

from morphing_faces.errors import MissingExtraError
from morphing_faces.model.folder import DECODER, ModelFolder

CALIBRATION = 3000
TRIED = 64
LARGEST = 6 / 255
"""The most by which a pixel of a random face may move; what moves further travels as it is."""


def light_decoder(model: ModelFolder, seed: int = 0) -> bytes | None:
    """Make a decoder that gzip makes small.

    Args:
        model: Whose decoder; it is not changed.
        seed: Of the latent points that say where precision is needed.

    Returns:
        An ONNX file with the same inputs and outputs; None where the decoder is no perceptron of
        this package's, or one that suffers.

    Raises:
        MissingExtraError: The package onnx is not installed.
    """
    try:
        from morphing_faces.model.onnx.graphs import decoder_graph, read_decoder
        from morphing_faces.model.onnx.quantise import coarsen
    except ModuleNotFoundError as error:
        if error.name != "onnx":
            raise
        raise MissingExtraError("A lighter decoder", "site", "onnx") from error
    import onnxruntime as ort

    layers = read_decoder((model.folder / DECODER).read_bytes())
    if layers is None:
        return None
    rng = np.random.default_rng(seed)
    hidden, mean = coarsen(*layers, model.sample(rng, CALIBRATION))
    content: bytes = decoder_graph(hidden, mean, model.image_shape).SerializeToString()
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    tried = model.sample(rng, TRIED)
    [faces] = session.run(["mean"], {"z": tried})
    return content if float(np.abs(faces - model.decode(tried)).max()) <= LARGEST else None
