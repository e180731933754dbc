"""Layers of a foreign perceptron to an ONNX network, with whatever functions lie between them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from morphing_faces.types import Floats

Activation = Literal[
    "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh", "sigmoid", "softplus", "none"
]
"""As torch names them, with its defaults."""
OPSET, IR_VERSION = 20, 10
OPERATORS = {
    "relu": "Relu",
    "leaky_relu": "LeakyRelu",
    "elu": "Elu",
    "selu": "Selu",
    "gelu": "Gelu",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
    "softplus": "Softplus",
    "none": "Identity",
}


@dataclass(frozen=True)
class DenseLayer:
    """x @ weight + bias, then a function.

    Attributes:
        weight: [inputs, outputs].
        bias: [outputs].
        then: The function.
    """

    weight: Floats
    bias: Floats
    then: Activation = "none"


def perceptron(
    layers: Sequence[DenseLayer],
    row: Sequence[int],
    heads: Mapping[str, DenseLayer] | None = None,
    shape: Sequence[int] | None = None,
) -> ModelProto:
    """Build x [N, *row] -> the last layer, or each of the heads on it.

    Args:
        layers: One after another, from the input on.
        row: The shape of one input.
        heads: Layers that each take what the last layer gives, by the names of the outputs; where
            there are none, the last layer's own output is "picture".
        shape: Of one picture; a row of numbers by default.
    """
    graph = _Dense()
    last = graph.reshaped("x", [math.prod(row)], "x_flat")
    for number, layer in enumerate(layers):
        last = graph.add(last, layer, f"layer{number}")
    outputs: dict[str, Sequence[int]] = {}
    for name, head in (heads or {}).items():
        graph.node("Identity", [graph.add(last, head, f"{name}_layer")], name)
        outputs[name] = [len(head.bias)]
    if not outputs:
        outputs["picture"] = shape or [len(layers[-1].bias)]
        graph.reshaped(last, outputs["picture"], "picture")
    return graph.model({"x": row}, outputs)


class _Dense:
    """A graph under construction."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def node(self, operator: str, inputs: Sequence[str], output: str) -> str:
        self._nodes.append(helper.make_node(operator, list(inputs), [output]))
        return output

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(value, name))
        return name

    def reshaped(self, source: str, row: Sequence[int], output: str) -> str:
        target = self.constant(f"{output}_shape", np.array([-1, *row], np.int64))
        return self.node("Reshape", [source, target], output)

    def add(self, source: str, layer: DenseLayer, name: str) -> str:
        weight = self.constant(f"{name}_weight", layer.weight.astype(np.float32))
        bias = self.constant(f"{name}_bias", layer.bias.astype(np.float32))
        total = self.node("Gemm", [source, weight, bias], f"{name}_sum")
        if layer.then == "silu":  # x * sigmoid(x)
            return self.node("Mul", [total, self.node("Sigmoid", [total], f"{name}_gate")], name)
        return self.node(OPERATORS[layer.then], [total], name)

    def model(
        self, inputs: Mapping[str, Sequence[int]], outputs: Mapping[str, Sequence[int]]
    ) -> ModelProto:
        def values(of: Mapping[str, Sequence[int]]) -> list[ValueInfoProto]:
            kind = TensorProto.FLOAT
            return [helper.make_tensor_value_info(key, kind, ["N", *of[key]]) for key in of]

        graph = helper.make_graph(
            self._nodes, "perceptron", values(inputs), values(outputs), self._constants
        )
        opset = [helper.make_opsetid("", OPSET)]
        return helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
