"""A foreign network made to take and give what a model folder's does, by nodes before and after."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, compose, helper, numpy_helper

from morphing_faces.model.function.encoder import CERTAIN
from morphing_faces.model.function.picture_layout import PictureFormat
from morphing_faces.model.imports.encoding import FoundEncoder, Piece

PREFIX = "given_"


def decoder(
    model: ModelProto, source: str, output: str, latent: Sequence[int], form: PictureFormat
) -> ModelProto:
    """Make z [N, L] -> mean [N, H, W] or [N, H, W, 3] in [0, 1] of any decoder.

    Args:
        model: The network.
        source: Its input.
        output: Which of its outputs are the pictures.
        latent: The shape of a latent point there, such as (L,) or (C, h, w).
        form: How it gives pictures.
    """
    wrapped = _prefixed(model)
    graph = wrapped.graph
    before, after, name = _Nodes(), _Nodes(), PREFIX + source
    kind = next(each for each in graph.input if each.name == name).type.tensor_type.elem_type
    shaped = before.add(
        "Reshape", ["z", before.integers("latent_shape", [-1, *latent])], "z_shaped"
    )
    before.add("Cast", [shaped], name, to=kind)
    last = after.add("Cast", [PREFIX + output], "as_float", to=TensorProto.FLOAT)
    last = after.add("Reshape", [last, after.integers("own_shape", [-1, *form.shape])], "own")
    if form.layout == "NCHW":
        last = after.add("Transpose", [last], "channels_last", perm=[0, 2, 3, 1])
    last = after.add(
        "Reshape", [last, after.integers("picture_shape", [-1, *form.image_shape])], "pictures"
    )
    last = after.add("Sub", [last, after.number("black", form.low)], "above_black")
    last = after.add("Div", [last, after.number("range", form.high - form.low)], "scaled")
    after.add("Clip", [last, after.number("zero", 0), after.number("one", 1)], "mean")
    _surround(wrapped, before, after)
    _declare(graph, "z", [math.prod(latent)], {"mean": form.image_shape})
    return wrapped


def encoder(model: ModelProto, found: FoundEncoder, latent_size: int) -> ModelProto:
    """Make image [N, H, W] or [N, H, W, 3] in [0, 1] -> mean [N, L], std [N, L] of any encoder.

    Args:
        model: The network.
        found: What it takes and gives.
        latent_size: L.
    """
    wrapped, form = _prefixed(model), found.format
    graph = wrapped.graph
    before, after, name = _Nodes(), _Nodes(), PREFIX + found.source
    kind = next(each for each in graph.input if each.name == name).type.tensor_type.elem_type
    *rows, _ = (*form.image_shape, 1) if form.channels == 1 else form.image_shape
    last = before.add(
        "Reshape",
        ["image", before.integers("picture_shape", [-1, *rows, form.channels])],
        "channels_last",
    )
    if form.layout == "NCHW":
        last = before.add("Transpose", [last], "channels_first", perm=[0, 3, 1, 2])
    last = before.add("Mul", [last, before.number("range", form.high - form.low)], "scaled")
    last = before.add("Add", [last, before.number("black", form.low)], "in_range")
    row = [math.prod(form.shape)] if form.flat else form.shape
    last = before.add("Reshape", [last, before.integers("own_shape", [-1, *row])], "own")
    before.add("Cast", [last], name, to=kind)
    after.add("Identity", [_piece(after, found.mean, latent_size, "mean")], "mean")
    if found.beside is None:
        shape = after.add("Shape", ["mean"], "latent_shape")
        certain = numpy_helper.from_array(np.array([CERTAIN], np.float32))
        after.add("ConstantOfShape", [shape], "std", value=certain)
    else:
        last = _piece(after, found.beside, latent_size, "beside")
        if found.spread == "logvar":
            halved = after.add("Mul", [last, after.number("half", 0.5)], "halved")
            last = after.add("Exp", [halved], "deviation")
        after.add("Max", [last, after.number("certain", float(CERTAIN))], "std")
    _surround(wrapped, before, after)
    _declare(graph, "image", form.image_shape, {"mean": [latent_size], "std": [latent_size]})
    return wrapped


def _piece(nodes: "_Nodes", piece: Piece, size: int, name: str) -> str:
    """Add a part of an output, as [N, L]."""
    whole = nodes.add("Cast", [PREFIX + piece.output], f"{name}_float", to=TensorProto.FLOAT)
    flat = nodes.add("Flatten", [whole], f"{name}_flat", axis=1)
    ends = [
        nodes.integers(f"{name}_{what}", [value])
        for what, value in (("start", piece.start), ("end", piece.start + size), ("axis", 1))
    ]
    return nodes.add("Slice", [flat, *ends], f"{name}_part")


class _Nodes:
    """Nodes to be added, and their constants."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def integers(self, name: str, values: Sequence[int]) -> str:
        self.constants.append(numpy_helper.from_array(np.array(values, np.int64), name))
        return name

    def number(self, name: str, value: float) -> str:
        self.constants.append(numpy_helper.from_array(np.array(value, np.float32), name))
        return name


def _prefixed(model: ModelProto) -> ModelProto:
    """The network with names that no added node has."""
    wrapped: ModelProto = compose.add_prefix(model, PREFIX, rename_functions=False)
    return wrapped


def _surround(model: ModelProto, before: _Nodes, after: _Nodes) -> None:
    graph = model.graph
    nodes = [*before.nodes, *graph.node, *after.nodes]
    graph.ClearField("node")
    graph.node.extend(nodes)
    graph.initializer.extend([*before.constants, *after.constants])


def _declare(
    graph: object, source: str, row: Sequence[int], outputs: dict[str, Sequence[int]]
) -> None:
    """Say what goes in and out; what is known of values inside may be of one batch only."""
    for field in ("input", "output", "value_info"):
        graph.ClearField(field)  # type: ignore[attr-defined]

    def value(name: str, shape: Sequence[int]) -> object:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", *shape])

    graph.input.append(value(source, row))  # type: ignore[attr-defined]
    graph.output.extend([value(*each) for each in outputs.items()])  # type: ignore[attr-defined]
