"""Small ONNX files of other makes: one linear layer, whose answer is known in closed form."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

L, SIDE = 4, 6
RNG = np.random.default_rng(2)
WEIGHT = (0.02 * RNG.standard_normal((L, 3 * SIDE * SIDE))).astype(np.float32)


def faces(z: NDArray[np.floating[Any]], channels: int = 1) -> NDArray[np.floating[Any]]:
    """Pictures in [0, 1], [N, C, H, W]."""
    size = channels * SIDE * SIDE
    return (0.5 + z @ WEIGHT[:, :size]).reshape(-1, channels, SIDE, SIDE)


def network(
    row: Sequence[int],
    *,
    channels: int = 1,
    low: float = 0.0,
    high: float = 1.0,
    latent: Sequence[int | str] = ("N", L),
    kind: TensorProto.DataType = TensorProto.FLOAT,
    domain: str = "",
    version: int = 18,
) -> onnx.ModelProto:
    """z -> low + (high - low) faces, as [N, *row]; with three of them, channels come first."""
    size = channels * SIDE * SIDE
    number = np.float16 if kind == TensorProto.FLOAT16 else np.float32
    weight = WEIGHT[:, :size] * (high - low)
    if len(row) == 3 and row[-1] == channels and row[0] != channels:
        weight = np.moveaxis(weight.reshape(L, channels, SIDE, SIDE), 1, -1).reshape(L, size)
    middle = np.full(size, low + 0.5 * (high - low))
    constants = [
        numpy_helper.from_array(weight.astype(number), "weight"),
        numpy_helper.from_array(middle.astype(number), "middle"),
        numpy_helper.from_array(np.array([-1, L]), "flat"),
        numpy_helper.from_array(np.array([-1, *row]), "row"),
    ]
    nodes = [
        helper.make_node("Reshape", ["z", "flat"], ["point"]),
        helper.make_node("MatMul", ["point", "weight"], ["product"]),
        helper.make_node("Add", ["product", "middle"], ["sum"]),
        helper.make_node("Reshape", ["sum", "row"], ["mean"], domain=domain),
    ]
    graph = helper.make_graph(
        nodes,
        "decoder",
        [helper.make_tensor_value_info("z", kind, latent)],
        [helper.make_tensor_value_info("mean", kind, ["N", *row])],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)], ir_version=10)


def written(path: Path, model: onnx.ModelProto) -> Path:
    path.write_bytes(model.SerializeToString())
    return path


def pointing(model: onnx.ModelProto, **said: str) -> onnx.ModelProto:
    """The same network with its weights in a second file, as it says."""
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in said.items():
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    return model
