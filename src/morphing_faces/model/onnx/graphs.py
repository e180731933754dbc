"""Trained layers to ONNX graphs, node by node, each layer in the precision it comes in.

Writing the few nodes ourselves keeps full control of what ships: the decoder's hidden output, one
scale per column of quantised weights, and the exact pattern that ONNX Runtime fuses into one
integer kernel. It needs numpy and onnx, not torch.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from morphing_faces.model.onnx.quantise import (
    LARGEST_COARSE,
    ZERO,
    CoarseLayer,
    HalfLayer,
    IntegerLayer,
    Layer,
)

OPSET = 21
IR_VERSION = 10
LARGE = 1024
"""Weights of a tensor that are worth making small."""


@dataclass
class _Graph:
    """Nodes and constants of a graph under construction."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, operation: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operation, list(inputs), [output], **attributes))
        return output

    def linear(self, source: str, layer: Layer, name: str) -> str:
        """Add what Layer computes of source, of shape [N, outputs]."""
        if isinstance(layer, IntegerLayer):
            product = self._integer_product(source, layer, name)
        elif isinstance(layer, CoarseLayer):
            product = self._coarse_product(source, layer, name)
        elif isinstance(layer, HalfLayer):
            stored = self.constant(f"{name}.half", layer.weight.astype(np.float16))
            matrix = self.node("Cast", [stored], f"{name}.weight", to=TensorProto.FLOAT)
            product = self.node("MatMul", [source, matrix], f"{name}.product")
        else:
            matrix = self.constant(f"{name}.weight", layer.weight.astype(np.float32))
            product = self.node("MatMul", [source, matrix], f"{name}.product")
        offset = self.constant(f"{name}.bias", layer.bias.astype(np.float32))
        total = self.node("Add", [product, offset], f"{name}.sum")
        if layer.narrow is not None:
            apart = source
            for part, factor in zip(("inward", "outward"), layer.narrow, strict=True):
                stored = self.constant(f"{name}.{part}.half", factor.astype(np.float16))
                wide = self.node("Cast", [stored], f"{name}.{part}", to=TensorProto.FLOAT)
                apart = self.node("MatMul", [apart, wide], f"{name}.{part}.product")
            total = self.node("Add", [total, apart], f"{name}.whole")
        if layer.skip is None:
            return total
        diagonal = self.constant(f"{name}.skip", layer.skip.astype(np.float32))
        beside = self.node("Mul", [source, diagonal], f"{name}.beside")
        return self.node("Add", [total, beside], f"{name}.total")

    def _integer_product(self, source: str, layer: IntegerLayer, name: str) -> str:
        # Unsigned weights: on processors without 8-bit dot products, products of unsigned by
        # signed bytes overflow 16 bits, and every machine has to compute the same face.
        matrix = self.constant(f"{name}.weight", layer.integers)
        zero = self.constant(f"{name}.zero", np.array(ZERO, np.uint8))
        scales = self.constant(f"{name}.scale", layer.scale)
        parts = [f"{source}.{name}.{part}" for part in ("integers", "scale", "zero")]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [source], parts))
        total = self.node("MatMulInteger", [parts[0], matrix, parts[2], zero], f"{name}.integers")
        product = self.node("Cast", [total], f"{name}.cast", to=TensorProto.FLOAT)
        both = self.node("Mul", [parts[1], scales], f"{name}.scales")
        return self.node("Mul", [product, both], f"{name}.product")

    def _coarse_product(self, source: str, layer: CoarseLayer, name: str) -> str:
        matrix = self.coarse(f"{name}.weight", name, layer.integers, layer.scale)
        return self.node("MatMul", [source, matrix], f"{name}.product")

    def coarse(
        self, output: str, name: str, integers: NDArray[np.int16], scale: NDArray[np.float32]
    ) -> str:
        """Add integers * scale, any shapes that multiply, under the name of `output`."""
        # Two planes of bytes: the upper one is nearly all zeros, of which a compressor leaves
        # nothing. Constants are folded when the file is loaded, so that what is computed with them
        # is float32.
        low = ((integers + 128) % 256 - 128).astype(np.int8)
        high = ((integers - low) // 256).astype(np.int8)
        planes = []
        for part, plane, unit in (("low", low, 1), ("high", high, 256)):
            stored = self.constant(f"{name}.{part}", plane)
            wide = self.node("Cast", [stored], f"{name}.{part}.wide", to=TensorProto.FLOAT)
            scaled = self.constant(f"{name}.{part}.scale", scale * np.float32(unit))
            planes.append(self.node("Mul", [wide, scaled], f"{name}.{part}.plane"))
        return self.node("Add", planes, output)

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


def decoder_graph(hidden: Sequence[Layer], mean: Layer, shape: Sequence[int]) -> onnx.ModelProto:
    """Build z [N, L] -> mean [N, *shape], clipped to [0, 1], and hidden [N, units].

    Args:
        hidden: Rectified linear layers, from z on.
        mean: The linear layer of the mean, with product(shape) outputs.
        shape: (H, W) or (H, W, 3).
    """
    graph = _Graph()
    last = graph.hidden("z", hidden, "layer", "hidden")
    linear = graph.linear(last, mean, "mean_layer")
    low = graph.constant("zero", np.array(0, np.float32))
    high = graph.constant("one", np.array(1, np.float32))
    clipped = graph.node("Clip", [linear, low, high], "mean_clipped")
    graph.shaped(clipped, shape, "mean")
    return graph.model(
        {"z": [len(hidden[0].weight)]}, {"mean": shape, "hidden": [len(mean.weight)]}
    )


def read_decoder(content: bytes) -> tuple[list[Layer], Layer] | None:
    """The layers of a file that decoder_graph made: the hidden ones, and that of the mean.

    Args:
        content: An ONNX file.

    Returns:
        Layers without what is kept apart from their weights but for the skip; None where the file
        is another network's.
    """
    graph = onnx.load_model_from_string(content).graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    count = sum(node.op_type == "Relu" for node in graph.node)
    layers = [
        _read_layer(constants, name)
        for name in (*(f"layer{number}" for number in range(count)), "mean_layer")
    ]
    whole = [layer for layer in layers if layer is not None]
    return (whole[:-1], whole[-1]) if len(whole) == len(layers) else None


def coarsened(content: bytes, step: float) -> bytes:
    """Any network with its large weights as integers that a file compressor makes small.

    Args:
        content: An ONNX file.
        step: What one stands for, as a part of the root mean square of each tensor.

    Returns:
        An ONNX file with the same inputs and outputs, which are nearly the same.
    """
    model = onnx.load_model_from_string(content)
    graph, kept = _Graph(), []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < LARGE:
            kept.append(tensor)
            continue
        root = float(np.sqrt(np.square(values, dtype=np.float64).mean()))
        scale = max(step * root, float(np.abs(values).max()) / LARGEST_COARSE, 1e-12)
        integers = np.rint(values / np.float32(scale)).astype(np.int16)
        graph.coarse(tensor.name, f"{tensor.name}.coarse", integers, np.array(scale, np.float32))
    nodes = [*graph.nodes, *model.graph.node]
    for part, whole in (("initializer", [*kept, *graph.constants]), ("node", nodes)):
        model.graph.ClearField(part)
        getattr(model.graph, part).extend(whole)
    onnx.checker.check_model(model)
    made: bytes = model.SerializeToString()
    return made


def _read_layer(constants: dict[str, NDArray[Any]], name: str) -> Layer | None:
    bias, skip = constants.get(f"{name}.bias"), constants.get(f"{name}.skip")
    stored = constants.get(f"{name}.weight", constants.get(f"{name}.half"))
    if stored is None or bias is None:
        return None
    weight = stored.astype(np.float32)
    if f"{name}.scale" in constants:
        weight = (weight - ZERO) * constants[f"{name}.scale"]
    if f"{name}.inward.half" in constants:
        inward, outward = (constants[f"{name}.{part}.half"] for part in ("inward", "outward"))
        weight = weight + inward.astype(np.float32) @ outward.astype(np.float32)
    return Layer(weight, bias, skip)


def std_graph(log_variance: Sequence[Layer], shape: Sequence[int], floor: float) -> onnx.ModelProto:
    """Build hidden [N, units] -> std [N, *shape].

    Args:
        log_variance: The linear layers before the floor, one after the other; the last has
            product(shape) outputs, or one, which is then that of every pixel.
        shape: (H, W) or (H, W, 3).
        floor: The smooth floor of the log-variance; see objective.floored.
    """
    graph = _Graph()
    source = "hidden"
    for number, layer in enumerate(log_variance):
        source = graph.linear(source, layer, f"std_layer{number}")
    flat = _std(graph, source, floor)
    if len(log_variance[-1].bias) < math.prod(shape):
        everywhere = graph.constant("pixels", np.array([1, math.prod(shape)], np.int64))
        flat = graph.node("Expand", [flat, everywhere], "std_everywhere")
    graph.shaped(flat, shape, "std")
    return graph.model({"hidden": [len(log_variance[0].weight)]}, {"std": shape})


def deviation_graph(values: int, shape: Sequence[int]) -> onnx.ModelProto:
    """Build hidden [N, values] -> std [N, *shape], where what is hidden is the log-variance.

    Args:
        values: product(shape) for one of every pixel, or 1 for the whole image.
        shape: (H, W) or (H, W, 3).
    """
    graph = _Graph()
    half = graph.constant("half", np.array(0.5, np.float32))
    flat = graph.node("Exp", [graph.node("Mul", ["hidden", half], "log_std")], "std_flat")
    if values < math.prod(shape):
        everywhere = graph.constant("pixels", np.array([1, math.prod(shape)], np.int64))
        flat = graph.node("Expand", [flat, everywhere], "std_everywhere")
    graph.shaped(flat, shape, "std")
    return graph.model({"hidden": [values]}, {"std": shape})


def encoder_graph(
    hidden: Sequence[Layer],
    mean: Layer,
    log_variance: Layer,
    shape: Sequence[int],
    floor: float,
) -> onnx.ModelProto:
    """Build image [N, *shape] -> mean [N, L], std [N, L].

    Args:
        hidden: Rectified linear layers, from the pixels on.
        mean: The linear layer of the posterior mean.
        log_variance: The linear layer of the posterior log-variance, before the floor.
        shape: (H, W) or (H, W, 3).
        floor: The smooth floor of the log-variance; see objective.floored.
    """
    graph = _Graph()
    pixels = graph.shaped("image", [-1], "pixels")
    last = graph.hidden(pixels, hidden, "layer", "hidden")
    graph.node("Identity", [graph.linear(last, mean, "mean_layer")], "mean")
    graph.node(
        "Identity", [_std(graph, graph.linear(last, log_variance, "std_layer"), floor)], "std"
    )
    latent = [len(mean.bias)]
    return graph.model({"image": shape}, {"mean": latent, "std": latent})


def prior_graph(
    thresholds: NDArray[np.floating], means: NDArray[np.floating], factors: NDArray[np.floating]
) -> onnx.ModelProto:
    """Build noise [N, 1 + L] -> z [N, L], a mixture of K Gaussians.

    The first normal number chooses the component k, the rest makes means[k] + factors[k] @ noise.

    Args:
        thresholds: [K - 1], rising: component k is chosen above k of them.
        means: [K, L].
        factors: [K, L, L]; stored in 8 bits, with one scale a row.
    """
    size = means.shape[1]
    scale = np.abs(factors).max(axis=2) / 127  # [K, L]
    integers = np.rint(factors / np.maximum(scale, 1e-12)[:, :, None])
    graph = _Graph()

    def whole(name: str, *values: int) -> str:
        return graph.constant(name, np.array(values, np.int64))

    start, one, end, axis = (
        whole(name, value)
        for name, value in (("start", 0), ("one", 1), ("end", size + 1), ("axis", 1))
    )
    chooser = graph.node("Slice", ["noise", start, one, axis], "chooser")  # [N, 1]
    normal = graph.node("Slice", ["noise", one, end, axis], "normal")  # [N, L]
    limits = graph.constant("thresholds", thresholds.astype(np.float32)[None])
    above = graph.node("Greater", [chooser, limits], "above")  # [N, K - 1]
    counted = graph.node("Cast", [above], "counted", to=TensorProto.INT64)
    chosen = graph.node("ReduceSum", [counted, axis], "chosen", keepdims=0)  # [N]
    stored = graph.constant("factors", integers.astype(np.int8))
    rows = graph.node("Gather", [stored, chosen], "rows")  # [N, L, L]
    numbers = graph.node("Cast", [rows], "numbers", to=TensorProto.FLOAT)
    column = graph.node("Unsqueeze", [normal, whole("last", 2)], "column")  # [N, L, 1]
    product = graph.node("MatMul", [numbers, column], "product")
    flat = graph.node("Squeeze", [product, "last"], "flat")
    scales = graph.constant("scales", scale.astype(np.float32))
    scaled = graph.node("Mul", [flat, graph.node("Gather", [scales, chosen], "scale")], "scaled")
    centres = graph.constant("means", means.astype(np.float32))
    graph.node("Add", [scaled, graph.node("Gather", [centres, chosen], "centre")], "z")
    return graph.model({"noise": [size + 1]}, {"z": [size]})


def _std(graph: _Graph, linear: str, floor: float) -> str:
    """Add exp(floored(linear) / 2), with floored(v) = floor + softplus(v - floor)."""
    low = graph.constant("floor", np.array(floor, np.float32))
    half = graph.constant("half", np.array(0.5, np.float32))
    above = graph.node("Sub", [linear, low], "above_floor")
    soft = graph.node("Softplus", [above], "soft")
    floored = graph.node("Add", [soft, low], "log_variance")
    halved = graph.node("Mul", [floored, half], "log_std")
    return graph.node("Exp", [halved], "std_flat")
