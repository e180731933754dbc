"""A whole autoencoder in one ONNX file, cut at its latent point into encoder and decoder.

The latent point is a value [N, L] inside the network on which the picture that comes out depends
alone: nothing else of what goes in reaches the picture. Of several such values the one of the
encoder's own size is taken, or else the narrowest, and of those the last.
"""

import math
from dataclasses import dataclass

import onnx
from onnx import GraphProto, ModelProto, NodeProto, ValueInfoProto, helper

from morphing_faces.errors import ModelError

RANDOM = {"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial"}


@dataclass(frozen=True)
class Halves:
    """The two networks.

    Attributes:
        decoder: From the latent point to the picture.
        encoder: From the picture to what is said of the latent point; None where only a random
            draw is there.
        latent: The name of the value at which it was cut.
    """

    decoder: ModelProto
    encoder: ModelProto | None
    latent: str


def split(model: ModelProto, name: str, source: str, picture: str) -> Halves:
    """Cut an autoencoder.

    Args:
        model: The network.
        name: Its file, for sentences.
        source: Its input, pictures.
        picture: Which of its outputs are the pictures.

    Raises:
        ModelError: It has no such place.
    """
    graph = onnx.shape_inference.infer_shapes(model).graph
    values = _values(graph)
    sizes = {key: int(each.type.tensor_type.shape.dim[1].dim_value) for key, each in values.items()}
    outputs = {each.name: each for each in graph.output}
    beside = [each for each in outputs if each != picture and each in sizes]
    places = [
        value
        for node in graph.node
        for value in node.output
        if value in sizes and value != picture and _alone(graph, value, picture)
    ]
    fits = [each for each in places if sizes[each] in {sizes[key] for key in beside}] or places
    if not fits:
        raise ModelError(
            f"{name} takes pictures, and nowhere in it is a latent point [N, L] on which the "
            f"pictures that come out depend alone; export its decoder alone"
        )
    size = min(sizes[each] for each in fits)
    latent = next(each for each in reversed(fits) if sizes[each] == size)
    said = [each for each in beside if sizes[each] in (size, 2 * size)] or [latent]
    random = any(node.op_type in RANDOM for node in _before(graph, said))
    pixels = [each for each in graph.input if each.name == source]
    return Halves(
        _cut(model, [values[latent]], [outputs[picture]]),
        None if random else _cut(model, pixels, [values[each] for each in said]),
        latent,
    )


def _values(graph: GraphProto) -> dict[str, ValueInfoProto]:
    """What is known of every value of shape [N, L] with L known and above 1."""
    found = {}
    for value in (*graph.value_info, *graph.output):
        dims = value.type.tensor_type.shape.dim
        if len(dims) == 2 and dims[1].dim_value > 1:
            found[value.name] = value
    return found


def _before(graph: GraphProto, values: list[str], stop: str = "") -> list[NodeProto]:
    """The nodes that values depend on, as far as a value at which to stop; in their order."""
    makers = {output: i for i, node in enumerate(graph.node) for output in node.output}
    needed: set[int] = set()
    waiting = [each for each in values if each != stop]
    while waiting:
        maker = makers.get(waiting.pop())
        if maker is None or maker in needed:
            continue
        needed.add(maker)
        waiting += [each for each in _needs(graph.node[maker]) if each != stop]
    return [graph.node[i] for i in sorted(needed)]


def _needs(node: NodeProto) -> list[str]:
    """What a node takes, and what the graphs inside of it take from around them."""
    inner = [
        name
        for attribute in node.attribute
        for body in (attribute.g, *attribute.graphs)
        for each in body.node
        for name in _needs(each)
    ]
    return [each for each in (*node.input, *inner) if each]


def _alone(graph: GraphProto, value: str, picture: str) -> bool:
    """Whether a value suffices for the picture."""
    inputs = {each.name for each in graph.input} - {each.name for each in graph.initializer}
    between = _before(graph, [picture], stop=value)
    taken = {each for node in between for each in _needs(node)}
    return value in taken and not inputs & taken


def _cut(
    model: ModelProto, inputs: list[ValueInfoProto], outputs: list[ValueInfoProto]
) -> ModelProto:
    """The part of a network from some values to others."""
    graph = model.graph
    nodes = _before(graph, [each.name for each in outputs], stop=inputs[0].name)
    taken = {each for node in nodes for each in _needs(node)}
    part = helper.make_graph(
        nodes,
        "part",
        inputs,
        outputs,
        [each for each in graph.initializer if each.name in taken],
        sparse_initializer=[each for each in graph.sparse_initializer if each.values.name in taken],
    )
    made = ModelProto()
    made.CopyFrom(model)
    made.graph.CopyFrom(part)
    return made


def is_autoencoder(row: list[object], outputs: dict[str, list[object]]) -> bool:
    """Whether a network that takes rows of this shape gives such rows, too."""
    size = math.prod(each for each in row if isinstance(each, int))
    return any(
        math.prod(each for each in shape[1:] if isinstance(each, int)) == size and size > 1
        for shape in outputs.values()
    )
