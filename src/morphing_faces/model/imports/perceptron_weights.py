"""Weights of a perceptron without its code: the shapes of its layers tell how they are connected.

A decoder is a chain of layers from the L numbers of a latent point to a picture, which has more of
them. What is left must be nothing, or the encoder: a chain from the picture's numbers to L of them,
to 2 L, or to two layers of L side by side. Which functions lie between the layers no shape tells:
the user does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.function.encoder import Spread
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked, ForeignModel
from morphing_faces.model.imports.perceptron_graph import Activation, DenseLayer, perceptron
from morphing_faces.model.imports.tensor_file import read_tensors
from morphing_faces.types import Floats

MOST_LAYERS = 24
MOST_WAYS = 20_000
"""Partial chains that are looked at before it is called ambiguous."""
WAY_OUT = "export the decoder to ONNX: torch.onnx.export(decoder, z, 'decoder.onnx')"


@dataclass(frozen=True, eq=False)
class _Layer:
    name: str
    weight: Floats  # [outputs, inputs], as torch has it
    bias: Floats

    @property
    def inputs(self) -> int:
        return int(self.weight.shape[1])

    @property
    def outputs(self) -> int:
        return int(self.weight.shape[0])

    def then(self, function: Activation) -> DenseLayer:
        return DenseLayer(self.weight.T, self.bias, function)


@dataclass(frozen=True)
class _Reading:
    """One way in which the layers are connected."""

    decoder: tuple[_Layer, ...]
    encoder: tuple[_Layer, ...] = ()
    heads: tuple[_Layer, ...] = ()


def read_checkpoint(
    path: Path, asked: Asked, activation: Activation | None, final: Activation | None
) -> tuple[ForeignModel, Asked]:
    """Read the weights of a perceptron.

    Args:
        path: A .safetensors file, or one that torch.save has made of a state dict.
        asked: What the user says of it.
        activation: The function after every layer but the last.
        final: The function after the decoder's last layer.

    Returns:
        The model, and what is asked with what the file says besides.

    Raises:
        ModelError: It is no perceptron, its shapes can be read in several ways, or the functions
            between its layers were not said.
        MissingExtraError: It needs torch.
    """
    found = _reading(path, _layers(path, read_tensors(path)))
    if activation is None or final is None:
        raise ModelError(
            f"{path} is {_described(found)}; the functions between its layers are not in it, so "
            f"say them, as in --activation relu --final sigmoid (or tanh, none ...)"
        )
    size = found.decoder[0].inputs
    decoder = [layer.then(activation) for layer in found.decoder[:-1]]
    decoder.append(found.decoder[-1].then(final))
    notes, encoder, spread = [_described(found)], None, None
    if found.heads:
        heads, spread, note = _named(found.heads)
        notes += [note] if note else []
        hidden = [layer.then(activation) for layer in found.encoder]
        row = [(found.encoder or found.heads)[0].inputs]
        encoder = perceptron(hidden, row, {key: each.then("none") for key, each in heads.items()})
    ranges = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}
    foreign = ForeignModel(path.name, perceptron(decoder, [size]), encoder, notes=tuple(notes))
    return foreign, asked.but(Given(value_range=ranges.get(final)), spread)


def _layers(path: Path, state: dict[str, Floats]) -> list[_Layer]:
    """The dense layers of a state dict, in the order of their names."""
    left = dict(state)
    layers = []
    for name in sorted(state, key=_natural):
        weight = state[name]
        if not name.endswith("weight") or weight.ndim != 2:
            continue
        beside = name.removesuffix("weight") + "bias"
        bias = left.pop(beside, np.zeros(len(weight), np.float32))
        left.pop(name)
        if bias.shape != weight.shape[:1]:
            raise ModelError(f"{path}: {beside!r} does not fit {name!r}")
        layers.append(_Layer(name.removesuffix(".weight"), weight, bias))
    if left:
        name = max(left, key=lambda each: (left[each].ndim, each))
        raise ModelError(
            f"{path} is no plain perceptron: {name[:60]!r} is {list(left[name].shape)}, which "
            f"belongs to no dense layer; {WAY_OUT}"
        )
    if len(layers) > MOST_LAYERS:
        raise ModelError(f"{path} has more than {MOST_LAYERS} layers; {WAY_OUT}")
    return layers


def _natural(name: str) -> list[tuple[int, str]]:
    """A key that puts layer10 after layer9."""
    return [(int(word or 0), text) for text, word in re.findall(r"(\D*)(\d*)", name)]


def _reading(path: Path, layers: list[_Layer]) -> _Reading:
    ways: list[_Reading] = []
    tried = 0
    for chain in _chains(layers):
        tried += 1
        if tried > MOST_WAYS:
            break
        if chain[-1].outputs <= chain[0].inputs or chain[0].inputs < 2:
            continue
        left = [each for each in layers if each not in chain]
        ways += [_Reading(tuple(chain), *rest) for rest in _encoders(chain, left)]
    for likely in (_fits_names, _mirrored):
        ways = [way for way in ways if likely(way)] or ways
    if len(ways) == 1 and tried <= MOST_WAYS:
        return ways[0]
    shapes = ", ".join(f"{each.name} {each.inputs}-{each.outputs}" for each in layers[:8])
    what = "can be read in several ways" if ways else "are those of no decoder"
    raise ModelError(f"the shapes in {path} ({shapes}) {what}; {WAY_OUT}")


def _chains(layers: Sequence[_Layer]) -> Iterator[list[_Layer]]:
    """Layers one after another, each fitting the one before; of equal shapes in their order."""
    waiting = [[each] for each in reversed(layers)]
    while waiting:
        chain = waiting.pop()
        yield chain
        waiting += [
            [*chain, each]
            for each in reversed(layers)
            if each.inputs == chain[-1].outputs and each not in chain and _in_order(each, chain)
        ]


def _in_order(layer: _Layer, chain: Sequence[_Layer]) -> bool:
    like = [each for each in chain if each.weight.shape == layer.weight.shape]
    return all(_natural(each.name) < _natural(layer.name) for each in like)


def _encoders(
    decoder: Sequence[_Layer], left: list[_Layer]
) -> Iterator[tuple[tuple[_Layer, ...], tuple[_Layer, ...]]]:
    """The ways in which all that is left is the encoder to a decoder."""
    size, pixels = decoder[0].inputs, decoder[-1].outputs
    if not left:
        yield (), ()
        return
    for i, one in enumerate(left):
        others = [[each] for each in left[i + 1 :] if each.weight.shape == one.weight.shape]
        wide = one.outputs in (size, 2 * size)
        choices = [[], *(others if one.outputs == size else [])] if wide else []
        for beside in choices:
            heads = (one, *beside)
            body = [each for each in left if each not in heads]
            if not body and one.inputs == pixels:
                yield (), heads
            for chain in _chains(body):
                ends = chain[0].inputs == pixels and chain[-1].outputs == one.inputs
                if ends and len(chain) == len(body):
                    yield tuple(chain), heads


def _fits_names(way: _Reading) -> bool:
    """Whether the names of layers say the same, where they say anything."""
    decodes = [re.search(r"dec|gen", each.name.lower()) is not None for each in way.decoder]
    encodes = [
        re.search(r"enc|mu|mean|var|std|sigma", each.name.lower()) is not None
        for each in (*way.encoder, *way.heads)
    ]
    return all(decodes) and all(encodes)


def _mirrored(way: _Reading) -> bool:
    """Whether the encoder has the decoder's sizes the other way round, as most have."""
    up = [way.decoder[0].inputs, *(each.outputs for each in way.decoder)]
    down = [each.inputs for each in (*way.encoder, *way.heads[:1])]
    return up[:0:-1] == down


def _named(heads: Sequence[_Layer]) -> tuple[dict[str, _Layer], Spread | None, str]:
    """The encoder's outputs by what they are, as far as names say; and what was taken for what."""
    if len(heads) == 1:
        return {"mean": heads[0]}, None, ""
    beside = [each for each in heads if re.search(r"var|std|sigma|scale", each.name.lower())]
    if len(beside) == 1:
        (mean,) = (each for each in heads if each is not beside[0])
        logarithm = re.search(r"log|var", beside[0].name.lower())
        return {"mean": mean, "beside": beside[0]}, "logvar" if logarithm else "std", ""
    mean, other = heads
    note = f"{mean.name!r} is taken for the means and {other.name!r} for what is beside them"
    return {"mean": mean, "beside": other}, None, note


def _described(way: _Reading) -> str:
    def sizes(layers: Sequence[_Layer]) -> str:
        return " - ".join(map(str, (layers[0].inputs, *(each.outputs for each in layers))))

    encoder = ""
    if way.heads:
        encoder = f" with an encoder {sizes((*way.encoder, way.heads[0]))}"
    return f"a decoder {sizes(way.decoder)}{encoder}"
