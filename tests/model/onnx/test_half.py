"""Matrices that travel in 16 bits."""

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, numpy_helper

from morphing_faces.model.onnx.graphs import decoder_graph
from morphing_faces.model.onnx.half import halved
from morphing_faces.model.onnx.quantise import Layer


def small_decoder(scale: float = 0.1) -> bytes:
    rng = np.random.default_rng(0)
    hidden = Layer(
        (scale * rng.standard_normal((20, 64))).astype(np.float32), np.zeros(64, np.float32)
    )
    mean = Layer(
        (0.1 * rng.standard_normal((64, 64))).astype(np.float32), np.full(64, 0.5, np.float32)
    )
    content: bytes = decoder_graph([hidden], mean, (8, 8)).SerializeToString()
    return content


def decoded(content: bytes, z: np.ndarray) -> np.ndarray:
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    [mean] = session.run(["mean"], {"z": z})
    return np.asarray(mean)


def matrices(content: bytes) -> list[onnx.TensorProto]:
    tensors = onnx.load_model_from_string(content).graph.initializer
    return [each for each in tensors if numpy_helper.to_array(each).size >= 256]


def test_matrices_lie_in_16_bits_and_the_rest_in_32() -> None:
    whole = small_decoder()
    half = halved(whole)
    assert {each.data_type for each in matrices(whole)} == {TensorProto.FLOAT}
    assert {each.data_type for each in matrices(half)} == {TensorProto.FLOAT16}
    assert len(half) < 0.7 * len(whole)
    onnx.checker.check_model(onnx.load_model_from_string(half))


def test_it_computes_what_rounded_matrices_compute() -> None:
    """Not in 16 bits: the products are those of float32 with the rounded values."""
    whole = onnx.load_model_from_string(small_decoder())
    z = np.random.default_rng(1).standard_normal((4, 20)).astype(np.float32)
    half = decoded(halved(whole.SerializeToString()), z)
    for tensor in whole.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size >= 256:
            rounded = values.astype(np.float16).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(rounded, tensor.name))
    np.testing.assert_allclose(half, decoded(whole.SerializeToString(), z), atol=1e-6)


def test_what_16_bits_do_not_reach_stays() -> None:
    kinds = [each.data_type for each in matrices(halved(small_decoder(scale=1e6)))]
    assert sorted(kinds) == sorted([TensorProto.FLOAT, TensorProto.FLOAT16])
