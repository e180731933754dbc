"""Matrices to 8 bits with little harm, in four steps.

ONNX Runtime's own rounding, which other networks go through, does the last step alone; decision 3
has the figures. The first three leave what the network computes unchanged; the last rounds.

1. The diagonal of a square matrix becomes a skip connection in full precision. A network that
   started at PPCA carries large numbers there, which would make every other step coarse.
2. Rectified units are rescaled, each by a factor that its output weights undo, so that neither
   activations nor weights have outliers (Nagel et al., "Data-Free Quantization Through Weight
   Equalization and Bias Correction", 2019; Xiao et al., "SmoothQuant", 2023).
3. What matters most of a matrix is kept apart as a product of two narrow ones in 16 bits, which
   read their inputs unrounded; what is rounded is the small rest (Zhang et al., "LQER: Low-Rank
   Quantization Error Reconstruction for LLMs", 2024; Li et al., "SVDQuant", 2025). So are the few
   hidden units, as whole columns, whose rounding would move the outputs most.
4. Rows are rounded one after the other, and the error of each is made good by those that follow,
   as far as the activations of real inputs allow (Frantar et al., "GPTQ", 2023, algorithm 1).

It needs numpy only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from morphing_faces.types import Floats

LEVELS = 127
ZERO = 128
LARGEST_COARSE = 127 * 257
COARSE = (0.022, 0.027, 0.039)
DAMPING = 0.01
BLOCK = 128
EVEN = 0.5
"""How far hidden units are brought to one size, 0 to 1. At 1 the squared error would be least,
short of it the largest errors are smaller."""
RARE = 0.12
"""A unit counts as at least so large, in parts of the median."""


@dataclass(frozen=True)
class Layer:
    """A linear layer x @ weight + bias + x * skip + x @ narrow[0] @ narrow[1].

    Attributes:
        weight: [inputs, outputs].
        bias: [outputs].
        skip: [inputs], of a square layer whose diagonal is kept apart, or None.
        narrow: [inputs, rank] and [rank, outputs], each exact in 16 bits: the part of the matrix
            that is kept apart; or None.
    """

    weight: Floats
    bias: Floats
    skip: Floats | None = None
    narrow: tuple[Floats, Floats] | None = None

    def __call__(self, x: Floats) -> Floats:
        """Apply the layer to [N, inputs]; returns [N, outputs]."""
        result: Floats = x @ self.weight + self.bias
        if self.skip is not None:
            result += x * self.skip
        if self.narrow is not None:
            result += x @ self.narrow[0] @ self.narrow[1]
        return result


@dataclass(frozen=True)
class HalfLayer(Layer):
    """A layer to be stored in 16 bits a weight."""


@dataclass(frozen=True)
class IntegerLayer(Layer):
    """A layer whose weight is (integers - ZERO) * scale, exactly.

    Attributes:
        integers: uint8 [inputs, outputs], from ZERO - LEVELS to ZERO + LEVELS.
        scale: [outputs], above 0.
    """

    integers: NDArray[np.uint8] = field(kw_only=True)
    scale: Floats = field(kw_only=True)


@dataclass(frozen=True)
class CoarseLayer(Layer):
    """A layer whose weight is integers * scale, exactly: small numbers for the most part.

    Attributes:
        integers: int16 [inputs, outputs].
        scale: [outputs], above 0.
    """

    integers: NDArray[np.int16] = field(kw_only=True)
    scale: Floats = field(kw_only=True)


def quantise(
    hidden: Sequence[Layer],
    heads: Sequence[Layer],
    inputs: Floats,
    *,
    half_first: bool,
    balance: float = 0.3,
    rank: int = 0,
    units: int = 0,
) -> tuple[list[Layer], list[Layer]]:
    """Round a perceptron of rectified hidden layers and linear heads.

    Args:
        hidden: The hidden layers, in order.
        heads: Layers that all read the last hidden one, that which needs most precision first.
        inputs: Typical inputs [N, inputs], which say where precision is needed.
        half_first: Keep the first layer in 16 bits and feed it unrounded inputs.
        balance: How much of the outliers the weights take over from the activations, 0 to 1.
        rank: Of what is kept apart of every matrix but that of the heads after the first; for
            small matrices it is an eighth of their shorter side.
        units: Of the last hidden layer, how many are kept in 16 bits as they are; of a small layer
            an eighth at most.

    Returns:
        Hidden layers and heads that compute nearly the same heads.
    """
    layers = _equalised(
        [_without_diagonal(layer) for layer in hidden], inputs, list(heads), balance
    )
    rounded: list[Layer] = []
    x = inputs
    for number, layer in enumerate(layers[: len(hidden)]):
        if number == 0 and half_first:
            weight = layer.weight.astype(np.float16).astype(np.float32)
            rounded.append(HalfLayer(weight, layer.bias, layer.skip))
        else:
            layer = _split_off(layer, x, rank)
            if number == len(hidden) - 1:
                layer = _units_apart(layer, x, layers[len(hidden)].weight, units)
            rounded.append(round_layer(layer, x))
        x = np.maximum(rounded[-1](x), 0)
    first, *others = layers[len(hidden) :]
    needy = _split_off(first, x, rank)
    return rounded, [round_layer(layer, x) for layer in (needy, *others)]


def factored(layer: Layer) -> list[Layer]:
    """Two layers instead of one whose matrix is of so low a rank that they are the smaller ones.

    Args:
        layer: With a matrix alone.

    Returns:
        A narrow layer without a bias and one in 16 bits after it, which compute nearly the same;
        or the layer itself.
    """
    left, values, right = np.linalg.svd(layer.weight, full_matrices=False)
    rank = int((values > 1e-4 * values[0]).sum())
    if rank * sum(layer.weight.shape) > layer.weight.size / 2:
        return [layer]
    root = np.sqrt(values[:rank])
    outward = (root[:, None] * right[:rank]).astype(np.float16).astype(np.float32)
    inward = Layer((left[:, :rank] * root).astype(np.float32), np.zeros(rank, np.float32))
    return [inward, HalfLayer(outward, layer.bias)]


def round_layer(layer: Layer, x: Floats) -> IntegerLayer:
    """Round a layer's weights, each column to multiples of a scale of its own.

    Args:
        layer: The layer.
        x: Typical inputs [N, inputs]; the error is small on what they span.

    Returns:
        The nearest layer found; columns that are all zero stay so.
    """
    largest = np.abs(layer.weight).max(axis=0)
    scale = np.where(largest > 0, largest / LEVELS, 1.0).astype(np.float32)
    nearest = _nearest(layer.weight, x, scale, LEVELS)
    integers = (nearest + ZERO).astype(np.uint8)
    weight = nearest * scale
    return IntegerLayer(
        weight, layer.bias, layer.skip, layer.narrow, integers=integers, scale=scale
    )


def coarsen(
    hidden: Sequence[Layer], mean: Layer, inputs: Floats, steps: Sequence[float] = COARSE
) -> tuple[list[Layer], Layer]:
    """Round a perceptron to integers that a file compressor makes small.

    Hidden units are first rescaled towards one size, because equal steps do best for weights that
    read equal inputs. All outputs matter alike, and so all their weights get the same step; those
    of a hidden unit get a step in inverse proportion to how much the layers after it make of the
    unit. With one
    step a column and no limit to the integers, most of them are small and few bits long, which is
    close to the best that rounding can do (entropy-coded scalar quantisation: Gish & Pierce,
    "Asymptotically Efficient Quantizing", 1968).

    Args:
        hidden: The rectified hidden layers, in order.
        mean: The linear layer of the outputs.
        inputs: Typical inputs [N, inputs], which say where precision is needed.
        steps: Of the first hidden layer, the others, and the last layer, as parts of the root mean
            square of the layer's weights.

    Returns:
        Layers that compute nearly the same.
    """
    layers = _evened([_without_diagonal(_merged(layer)) for layer in (*hidden, mean)], inputs)
    importance: list[Floats | None] = [None]
    for layer in reversed(layers[1:]):
        whole = layer.weight if layer.skip is None else layer.weight + np.diag(layer.skip)
        after = importance[0] if importance[0] is not None else np.float32(1)
        importance.insert(0, np.sqrt(np.square(whole * after).sum(axis=1)))
    rounded: list[Layer] = []
    x = inputs
    for number, (layer, weigh) in enumerate(zip(layers, importance, strict=True)):
        share = steps[0] if number == 0 else steps[2] if number == len(layers) - 1 else steps[1]
        step = np.full(len(layer.bias), share * np.sqrt(np.square(layer.weight).mean()), np.float32)
        if weigh is not None:
            inverse = 1 / np.maximum(weigh, 1e-3 * np.median(weigh) + 1e-12)
            step *= inverse / np.exp(np.log(inverse).mean())
        scale = np.maximum(step, np.abs(layer.weight).max(axis=0) / LARGEST_COARSE + 1e-12)
        integers = _nearest(layer.weight, x, scale, LARGEST_COARSE).astype(np.int16)
        rounded.append(
            CoarseLayer(integers * scale, layer.bias, layer.skip, integers=integers, scale=scale)
        )
        x = np.maximum(rounded[-1](x), 0)
    return rounded[:-1], rounded[-1]


def _evened(layers: list[Layer], inputs: Floats) -> list[Layer]:
    """Rescale hidden units towards one size, where equal steps for all that is read do best."""
    layers = list(layers)
    x = inputs
    for number in range(len(layers) - 1):
        x = np.maximum(layers[number](x), 0)
        size = np.sqrt(np.square(x).mean(axis=0))
        factor = np.maximum(size, RARE * np.median(size) + 1e-12) ** EVEN
        factor = (factor / np.median(factor)).astype(np.float32)
        layers[number] = _told(layers[number], 1 / factor)
        layers[number + 1] = _read(layers[number + 1], factor)
        x /= factor
    return layers


def _told(layer: Layer, by: Floats) -> Layer:
    """The layer with its outputs scaled, [outputs]."""
    skip = None if layer.skip is None else layer.skip * by
    return Layer(layer.weight * by, layer.bias * by, skip)


def _read(layer: Layer, by: Floats) -> Layer:
    """The layer for inputs that were divided by these numbers, [inputs]."""
    skip = None if layer.skip is None else layer.skip * by
    return Layer(layer.weight * by[:, None], layer.bias, skip)


def _merged(layer: Layer) -> Layer:
    """The layer with nothing kept apart."""
    if layer.narrow is None:
        return Layer(layer.weight, layer.bias, layer.skip)
    return Layer(layer.weight + layer.narrow[0] @ layer.narrow[1], layer.bias, layer.skip)


def _nearest(weight: Floats, x: Floats, scale: Floats, limit: int) -> Floats:
    """The integers, of this size at most, whose multiples of scale do best for these inputs."""
    products = x.T.astype(np.float64) @ x / len(x)
    energy = np.diag(products)
    products[np.diag_indices_from(products)] += DAMPING * energy.mean() + 1e-12
    order = np.argsort(-energy, kind="stable")
    factor = np.linalg.cholesky(np.linalg.inv(products[np.ix_(order, order)])).T.astype(np.float32)
    integers = np.empty(weight.shape, np.float32)
    integers[order] = _rounded_in_turn(weight[order], factor, scale, limit)
    return integers


def _split_off(layer: Layer, x: Floats, rank: int) -> Layer:
    """Keep apart the part of a matrix, of this rank at most, that changes its outputs most.

    Args:
        layer: With the whole matrix in its weight.
        x: Typical inputs [N, inputs].
        rank: 0 keeps nothing apart.
    """
    rank = min(rank, min(layer.weight.shape) // 8)
    if not rank:
        return layer
    energy = np.square(x).mean(axis=0, dtype=np.float64)
    size = np.sqrt(energy + 1e-6 * energy.mean() + 1e-12).astype(np.float32)[:, None]
    left, values, right = np.linalg.svd(size * layer.weight, full_matrices=False)
    inward = (left[:, :rank] * values[:rank] / size).astype(np.float16).astype(np.float32)
    outward = right[:rank].astype(np.float16).astype(np.float32)
    return replace(layer, weight=layer.weight - inward @ outward, narrow=(inward, outward))


def _units_apart(layer: Layer, x: Floats, reader: Floats, count: int) -> Layer:
    """Keep whole columns apart: those of the units whose rounding moves what reads them most.

    Args:
        layer: The last hidden layer.
        x: Its typical inputs [N, inputs].
        reader: The matrix [outputs, heads] that needs most precision of those that read it.
        count: 0 keeps nothing apart.
    """
    count = min(count, len(layer.bias) // 8)
    if not count:
        return layer
    share = (layer(x) > 0).mean(axis=0)  # of the inputs for which the unit says anything at all
    moves = np.abs(layer.weight).max(axis=0) * np.linalg.norm(reader, axis=1) * np.sqrt(share)
    kept = np.argsort(-moves, kind="stable")[:count]
    inward = layer.weight[:, kept].astype(np.float16).astype(np.float32)
    outward = np.zeros((count, len(layer.bias)), np.float32)
    outward[np.arange(count), kept] = 1
    if layer.narrow is not None:
        inward = np.concatenate([layer.narrow[0], inward], axis=1)
        outward = np.concatenate([layer.narrow[1], outward])
    weight = layer.weight.copy()
    weight[:, kept] -= inward[:, -count:]
    return replace(layer, weight=weight, narrow=(inward, outward))


def _rounded_in_turn(weight: Floats, factor: Floats, scale: Floats, limit: int) -> Floats:
    """GPTQ's loop: round a row, spread its error over the rows below it, block by block."""
    weight = weight.copy()
    integers = np.empty(weight.shape, np.float32)
    for start in range(0, len(weight), BLOCK):
        stop = min(start + BLOCK, len(weight))
        errors = np.empty((stop - start, weight.shape[1]), np.float32)
        for row in range(start, stop):
            nearest = np.clip(np.rint(weight[row] / scale), -limit, limit)
            integers[row] = nearest
            error = (weight[row] - nearest * scale) / factor[row, row]
            weight[row:stop] -= np.outer(factor[row, row:stop], error)
            errors[row - start] = error
        weight[stop:] -= factor[start:stop, stop:].T @ errors
    return integers


def _without_diagonal(layer: Layer) -> Layer:
    if layer.skip is not None or layer.weight.shape[0] != layer.weight.shape[1]:
        return layer
    diagonal = np.diag(layer.weight).copy()
    return replace(layer, weight=layer.weight - np.diag(diagonal), skip=diagonal)


def _equalised(
    layers: list[Layer], inputs: Floats, heads: list[Layer], balance: float
) -> list[Layer]:
    """Rescale hidden units; returns the hidden layers followed by the heads."""
    layers, heads = list(layers), list(heads)
    x = inputs
    for number, layer in enumerate(layers):
        x = np.maximum(layer(x), 0)
        readers = layers[number + 1 : number + 2] or heads
        activation = np.quantile(x, 0.999, axis=0) + 0.01 * x.max()
        weight = np.abs(readers[0].weight).max(axis=1)
        factor = activation**balance / np.maximum(weight, 1e-12) ** (1 - balance)
        factor = np.clip(factor / np.median(factor), 0.05, 20).astype(np.float32)
        layers[number] = _told(layer, 1 / factor)
        readers = [_read(reader, factor) for reader in readers]
        if number + 1 < len(layers):
            layers[number + 1 : number + 2] = readers
        else:
            heads = readers
        x = x / factor
    return [*layers, *heads]
