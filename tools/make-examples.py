"""Write the example files that can be dropped on the page: `python tools/make-examples.py`.

waves.onnx      z [N, 6] -> [N, 1, 24, 24] in [0, 1], a sigmoid of six standing waves
colours.onnx    z [N, 4] -> [N, 1440] in [-1, 1], rows of 3 x 20 x 24 numbers, a tanh of soft spots
endless.onnx    never answers: what the page's tests end (web/tests)
"""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "examples"


def linear(weight: NDArray[np.float32], function: str, row: list[int]) -> onnx.ModelProto:
    """Build z -> function(z @ weight), as [N, *row]."""
    constants = [
        numpy_helper.from_array(weight, "weight"),
        numpy_helper.from_array(np.array([-1, *row]), "row"),
    ]
    nodes = [
        helper.make_node("MatMul", ["z", "weight"], ["sum"]),
        helper.make_node(function, ["sum"], ["flat"]),
        helper.make_node("Reshape", ["flat", "row"], ["picture"]),
    ]
    return model(nodes, constants, len(weight), row)


def model(
    nodes: list[onnx.NodeProto], constants: list[onnx.TensorProto], size: int, row: list[int]
) -> onnx.ModelProto:
    """A network from z [N, size] to picture [N, *row]."""
    graph = helper.make_graph(
        nodes,
        "example",
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, ["N", size])],
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["N", *row])],
        constants,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    onnx.checker.check_model(made)
    return made


def waves() -> onnx.ModelProto:
    """Six standing waves, the slower the stronger."""
    y, x = np.meshgrid(np.linspace(0, np.pi, 24), np.linspace(0, np.pi, 24), indexing="ij")
    pairs = [(0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (2, 2)]
    rows = [3 / (1 + a + b) * np.cos(a * y) * np.cos(b * x) for a, b in pairs]
    return linear(np.stack(rows).reshape(6, -1).astype(np.float32), "Sigmoid", [1, 24, 24])


def colours() -> onnx.ModelProto:
    """Four soft spots, each of another colour."""
    y, x = np.meshgrid(np.linspace(-1, 1, 20), np.linspace(-1, 1, 24), indexing="ij")
    spots = []
    for k, (down, right) in enumerate([(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)]):
        spot = np.exp(-3 * ((y - down) ** 2 + (x - right) ** 2)) * (2.2 - 0.3 * k)
        shade = [1.0 if k in (0, 3) else -0.6, 1.0 if k == 1 else 0.3, 1.0 if k == 2 else -0.4]
        spots.append(np.stack([value * spot for value in shade]))
    return linear(np.stack(spots).reshape(4, -1).astype(np.float32), "Tanh", [3 * 20 * 24])


def endless() -> onnx.ModelProto:
    """A loop of 2^60 rounds around a picture."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["going"], ["goes_on"]),
            helper.make_node("Cos", ["before"], ["after"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("round", TensorProto.INT64, []),
            helper.make_tensor_value_info("going", TensorProto.BOOL, []),
            helper.make_tensor_value_info("before", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("goes_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("after", TensorProto.FLOAT, None),
        ],
    )
    constants = [
        numpy_helper.from_array(np.array(1 << 60), "rounds"),
        numpy_helper.from_array(np.array(True), "true"),
        numpy_helper.from_array(np.array([-1, 2, 2]), "row"),
    ]
    nodes = [
        helper.make_node("Loop", ["rounds", "true", "z"], ["last"], body=body),
        helper.make_node("Reshape", ["last", "row"], ["picture"]),
    ]
    return model(nodes, constants, 4, [2, 2])


FILES = {
    EXAMPLES / "waves.onnx": waves,
    EXAMPLES / "colours.onnx": colours,
    ROOT / "web" / "tests" / "endless.onnx": endless,
}

if __name__ == "__main__":
    for path, made in FILES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made().SerializeToString())
