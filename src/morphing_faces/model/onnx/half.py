"""Networks that travel in 16 bits and compute in 32: half the bytes, and the same products.

Only the file is rounded. Every large matrix lies in it as float16 and is cast once, when a runtime
opens it: ONNX Runtime folds a cast of what is constant, in Python and in a browser.
"""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LEAST = 256
"""Values; smaller ones are left in float32."""
LARGEST = float(np.finfo(np.float16).max)


def halved(content: bytes) -> bytes:
    """An ONNX file with its large float32 matrices in float16.

    Args:
        content: Of the file, without external data.

    Returns:
        A file that computes the same but for the rounding of these matrices, to 11 bits; one whose
        values float16 does not reach is left in float32.
    """
    model = onnx.load_model_from_string(content)
    graph = model.graph
    tensors, casts = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor) if tensor.data_type == TensorProto.FLOAT else None
        if values is None or values.size < LEAST or np.abs(values).max() > LARGEST:
            tensors.append(_copy(tensor))
            continue
        short = f"{tensor.name}_half"
        tensors.append(numpy_helper.from_array(values.astype(np.float16), short))
        casts.append(helper.make_node("Cast", [short], [tensor.name], to=TensorProto.FLOAT))
    nodes = [*casts, *map(_copy, graph.node)]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(tensors)
    graph.node.extend(nodes)
    result: bytes = model.SerializeToString()
    return result


def _copy(part: Any) -> Any:
    """Of a part of a model, which is gone when its list is emptied."""
    return type(part).FromString(part.SerializeToString())
