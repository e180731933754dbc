"""Trained layers to ONNX graphs, node by node, with or without 8-bit weights.

Writing the few nodes ourselves keeps full control of what ships: the decoder's hidden output, one
scale per column of quantised weights, and the exact pattern that ONNX Runtime fuses into one
integer kernel. It needs numpy and onnx, not torch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 21
IR_VERSION = 10
LEVELS = 63

Floats = NDArray[np.float32]
Layer = tuple[Floats, Floats]
"""A weight matrix [inputs, outputs] and a bias [outputs]."""


@dataclass
class _Graph:
    """Nodes and constants of a graph under construction.

    Attributes:
        quantised: Whether matrices are stored in 8 bits.
    """

    quantised: bool
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, operation: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(operation, list(inputs), [output], **attributes))
        return output

    def linear(self, source: str, layer: Layer, name: str) -> str:
        """Add source @ weight + bias, of shape [N, outputs]."""
        weight, bias = layer
        if self.quantised:
            product = self._integer_product(source, weight, name)
        else:
            matrix = self.constant(f"{name}.weight", weight.astype(np.float32))
            product = self.node("MatMul", [source, matrix], f"{name}.product")
        offset = self.constant(f"{name}.bias", bias.astype(np.float32))
        return self.node("Add", [product, offset], f"{name}.sum")

    def _integer_product(self, source: str, weight: Floats, name: str) -> str:
        integers, scale = quantise(weight)
        matrix = self.constant(f"{name}.weight", integers)
        scales = self.constant(f"{name}.scale", scale)
        quantities = [f"{source}.{name}.{part}" for part in ("integers", "scale", "zero")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [source], quantities))
        total = self.node(
            "MatMulInteger", [quantities[0], matrix, quantities[2]], f"{name}.integers"
        )
        product = self.node("Cast", [total], f"{name}.cast", to=TensorProto.FLOAT)
        both = self.node("Mul", [quantities[1], scales], f"{name}.scales")
        return self.node("Mul", [product, both], f"{name}.product")

    def hidden(self, source: str, layers: Sequence[Layer], name: str, last: str) -> str:
        """Add rectified linear layers; the output of the last one is called `last`."""
        for number, layer in enumerate(layers):
            total = self.linear(source, layer, f"{name}{number}")
            output = last if number == len(layers) - 1 else f"{name}{number}.relu"
            source = self.node("Relu", [total], output)
        return source

    def shaped(self, source: str, shape: Sequence[int], output: str) -> str:
        """Give [N, product of shape] the shape [N, *shape]; the batch keeps its size."""
        target = self.constant(f"{output}.shape", np.array([0, *shape], np.int64))
        return self.node("Reshape", [source, target], output)

    def model(
        self, inputs: dict[str, Sequence[int]], outputs: dict[str, Sequence[int]]
    ) -> onnx.ModelProto:
        def values(of: dict[str, Sequence[int]]) -> list[onnx.ValueInfoProto]:
            return [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape])
                for name, shape in of.items()
            ]

        graph = helper.make_graph(
            self.nodes, "morphing_faces", values(inputs), values(outputs), self.constants
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="morphing-faces",
        )
        onnx.checker.check_model(model, full_check=True)
        return model


def quantise(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Round each column of a matrix to multiples of a scale of its own.

    Integers stay within +-63, so that pairs of products cannot overflow 16 bits on processors
    without 8-bit dot products, and every machine computes the same face.

    Args:
        weight: [inputs, outputs].

    Returns:
        Integers [inputs, outputs] and scales [outputs], with weight close to integers * scales.
    """
    largest = np.abs(weight).max(axis=0)
    scale = np.where(largest > 0, largest / LEVELS, 1.0).astype(np.float32)
    return np.rint(weight / scale).astype(np.int8), scale


def decoder_graph(
    hidden: Sequence[Layer], mean: Layer, shape: Sequence[int], *, quantised: bool
) -> onnx.ModelProto:
    """Build z [N, L] -> mean [N, *shape], clipped to [0, 1], and hidden [N, units].

    Args:
        hidden: Rectified linear layers, from z on.
        mean: The linear layer of the mean, with product(shape) outputs.
        shape: (H, W) or (H, W, 3).
        quantised: Store matrices in 8 bits.
    """
    graph = _Graph(quantised)
    last = graph.hidden("z", hidden, "layer", "hidden")
    linear = graph.linear(last, mean, "mean_layer")
    low = graph.constant("zero", np.array(0, np.float32))
    high = graph.constant("one", np.array(1, np.float32))
    clipped = graph.node("Clip", [linear, low, high], "mean_clipped")
    graph.shaped(clipped, shape, "mean")
    return graph.model(
        {"z": [hidden[0][0].shape[0]]}, {"mean": shape, "hidden": [mean[0].shape[0]]}
    )


def std_graph(
    log_variance: Layer, shape: Sequence[int], floor: float, *, quantised: bool
) -> onnx.ModelProto:
    """Build hidden [N, units] -> std [N, *shape].

    Args:
        log_variance: The linear layer before the floor.
        shape: (H, W) or (H, W, 3).
        floor: The smooth floor of the log-variance; see objective.floored.
        quantised: Store matrices in 8 bits.
    """
    graph = _Graph(quantised)
    linear = graph.linear("hidden", log_variance, "std_layer")
    graph.shaped(_std(graph, linear, floor), shape, "std")
    return graph.model({"hidden": [log_variance[0].shape[0]]}, {"std": shape})


def encoder_graph(
    hidden: Sequence[Layer],
    mean: Layer,
    log_variance: Layer,
    shape: Sequence[int],
    floor: float,
    *,
    quantised: bool,
) -> onnx.ModelProto:
    """Build image [N, *shape] -> mean [N, L], std [N, L].

    Args:
        hidden: Rectified linear layers, from the pixels on.
        mean: The linear layer of the posterior mean.
        log_variance: The linear layer of the posterior log-variance, before the floor.
        shape: (H, W) or (H, W, 3).
        floor: The smooth floor of the log-variance; see objective.floored.
        quantised: Store matrices in 8 bits.
    """
    graph = _Graph(quantised)
    pixels = graph.shaped("image", [-1], "pixels")
    last = graph.hidden(pixels, hidden, "layer", "hidden")
    graph.node("Identity", [graph.linear(last, mean, "mean_layer")], "mean")
    graph.node("Identity", [_std(graph, graph.linear(last, log_variance, "std_layer"), floor)], "std")
    latent = [mean[0].shape[1]]
    return graph.model({"image": shape}, {"mean": latent, "std": latent})


def _std(graph: _Graph, linear: str, floor: float) -> str:
    """Add exp(floored(linear) / 2), with floored(v) = floor + softplus(v - floor)."""
    low = graph.constant("floor", np.array(floor, np.float32))
    half = graph.constant("half", np.array(0.5, np.float32))
    above = graph.node("Sub", [linear, low], "above_floor")
    soft = graph.node("Softplus", [above], "soft")
    floored = graph.node("Add", [soft, low], "log_variance")
    halved = graph.node("Mul", [floored, half], "log_std")
    return graph.node("Exp", [halved], "std_flat")
