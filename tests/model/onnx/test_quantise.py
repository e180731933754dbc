"""Rounding to 8 bits: exact where it says so, and better than rounding each weight by itself."""

import numpy as np
import pytest

from morphing_faces.model.onnx.quantise import (
    LEVELS,
    ZERO,
    HalfLayer,
    IntegerLayer,
    Layer,
    _equalised,
    _evened,
    _split_off,
    _units_apart,
    _without_diagonal,
    factored,
    quantise,
    round_layer,
)

Network = tuple[list[Layer], list[Layer]]


def random_layer(rng: np.random.Generator, inputs: int, outputs: int) -> Layer:
    weight = rng.standard_normal((inputs, outputs)) / np.sqrt(inputs)
    return Layer(weight.astype(np.float32), rng.standard_normal(outputs).astype(np.float32))


@pytest.fixture
def network() -> Network:
    """Two hidden layers whose second has a large diagonal, as after a start at PPCA."""
    rng = np.random.default_rng(0)
    first, second = random_layer(rng, 10, 40), random_layer(rng, 40, 40)
    second = Layer(second.weight + np.eye(40, dtype=np.float32) * 5, second.bias)
    return [first, second], [random_layer(rng, 40, 12), random_layer(rng, 40, 3)]


@pytest.fixture
def inputs() -> np.ndarray:
    return np.random.default_rng(1).standard_normal((600, 10)).astype(np.float32)


def run(network: Network, x: np.ndarray) -> list[np.ndarray]:
    hidden, heads = network
    for layer in hidden:
        x = np.maximum(layer(x), 0)
    return [head(x) for head in heads]


def test_taking_the_diagonal_apart_changes_nothing(network: Network, inputs: np.ndarray) -> None:
    square = network[0][1]
    apart = _without_diagonal(square)
    x = np.abs(inputs).repeat(4, axis=1)
    np.testing.assert_allclose(apart(x), square(x), rtol=1e-4, atol=1e-4)
    assert not np.diag(apart.weight).any()


def test_what_is_kept_apart_is_exact_in_16_bits_and_the_whole_matrix_with_the_rest(
    inputs: np.ndarray,
) -> None:
    rng = np.random.default_rng(2)
    layer = random_layer(rng, 40, 24)
    x = np.abs(inputs).repeat(4, axis=1)
    split = _split_off(layer, x, 32)
    assert split.narrow is not None
    inward, outward = split.narrow
    assert inward.shape == (40, 3)
    for part in split.narrow:
        assert np.array_equal(part, part.astype(np.float16).astype(np.float32))
    np.testing.assert_allclose(split.weight + inward @ outward, layer.weight, atol=1e-6)
    assert _split_off(layer, x, 0) is layer


def test_keeping_a_part_of_low_rank_apart_makes_the_rounding_finer(inputs: np.ndarray) -> None:
    rng = np.random.default_rng(3)
    plain = random_layer(rng, 80, 64)
    strong = np.outer(rng.standard_normal(80), rng.standard_normal(64)).astype(np.float32)
    layer = Layer(plain.weight + strong, plain.bias)
    x = np.abs(inputs).repeat(8, axis=1) + rng.random((len(inputs), 80), np.float32)
    whole, split = round_layer(layer, x), round_layer(_split_off(layer, x, 8), x)
    error = [np.abs(rounded(x) - layer(x)).max() for rounded in (whole, split)]
    assert error[1] < 0.5 * error[0]


def test_keeping_units_apart_makes_the_rounding_finer(inputs: np.ndarray) -> None:
    rng = np.random.default_rng(3)
    layer, reader = random_layer(rng, 10, 40), random_layer(rng, 40, 12)
    reader.weight[7] *= 30  # a unit that moves the outputs much
    exact = np.maximum(layer(inputs), 0) @ reader.weight

    def off(rounded: Layer) -> float:
        return float(np.square(np.maximum(rounded(inputs), 0) @ reader.weight - exact).mean())

    apart = _units_apart(layer, inputs, reader.weight, 5)
    assert np.abs(apart.weight[:, 7]).max() < 1e-3 * np.abs(layer.weight[:, 7]).max()
    np.testing.assert_allclose(apart(inputs), layer(inputs), rtol=1e-4, atol=1e-4)
    assert off(round_layer(apart, inputs)) < 0.1 * off(round_layer(layer, inputs))


def test_a_matrix_of_low_rank_becomes_two_narrow_ones(inputs: np.ndarray) -> None:
    rng = np.random.default_rng(4)
    narrow, wide = random_layer(rng, 10, 2), random_layer(rng, 2, 30)
    whole = Layer(narrow.weight @ wide.weight, wide.bias)
    first, second = factored(whole)
    assert first.weight.shape == (10, 2)
    assert second.weight.shape == (2, 30)
    np.testing.assert_allclose(second(first(inputs)), whole(inputs), atol=0.01)
    full = random_layer(rng, 10, 30)
    assert factored(full) == [full]


def test_rescaling_hidden_units_changes_nothing(network: Network, inputs: np.ndarray) -> None:
    hidden, heads = network
    layers = _equalised([_without_diagonal(layer) for layer in hidden], inputs, heads, 0.5)
    for ours, expected in zip(
        run((layers[:2], layers[2:]), inputs), run(network, inputs), strict=True
    ):
        np.testing.assert_allclose(ours, expected, rtol=1e-3, atol=1e-3)


def test_evening_hidden_units_changes_nothing_but_their_sizes(
    network: Network, inputs: np.ndarray
) -> None:
    hidden, (mean, _) = network
    dead = hidden[0].bias.copy()
    dead[3] = -1e3
    hidden = [Layer(hidden[0].weight, dead), _without_diagonal(hidden[1])]
    *evened, last = _evened([*hidden, mean], inputs)
    np.testing.assert_allclose(
        run((evened, [last]), inputs)[0], run((hidden, [mean]), inputs)[0], rtol=1e-3, atol=1e-3
    )

    def spread(layer: Layer) -> float:
        sizes = np.sqrt(np.square(np.maximum(layer(inputs), 0)).mean(axis=0))
        return float(np.log(sizes[sizes > 0]).std())

    assert spread(evened[0]) < 0.7 * spread(hidden[0])


def test_a_rounded_weight_is_its_integers_times_their_scale(inputs: np.ndarray) -> None:
    layer = round_layer(random_layer(np.random.default_rng(2), 10, 7), inputs)
    expected = (layer.integers.astype(np.float32) - ZERO) * layer.scale
    np.testing.assert_array_equal(layer.weight, expected)
    assert np.abs(layer.integers.astype(int) - ZERO).max() <= LEVELS


def test_a_column_of_zeros_stays_zero(inputs: np.ndarray) -> None:
    layer = random_layer(np.random.default_rng(2), 10, 7)
    layer.weight[:, 4] = 0
    assert not round_layer(layer, inputs).weight[:, 4].any()


def test_it_beats_rounding_each_weight_by_itself_on_inputs_that_share_few_directions() -> None:
    rng = np.random.default_rng(3)
    x = (rng.standard_normal((800, 5)) @ rng.standard_normal((5, 60))).astype(np.float32)
    layer = random_layer(rng, 60, 20)
    scale = np.abs(layer.weight).max(axis=0) / LEVELS
    naive = Layer((np.rint(layer.weight / scale) * scale).astype(np.float32), layer.bias)
    ours = np.square(round_layer(layer, x)(x) - layer(x)).mean()
    assert ours < 0.2 * np.square(naive(x) - layer(x)).mean()


def test_a_rounded_network_computes_nearly_the_same(network: Network, inputs: np.ndarray) -> None:
    rounded = quantise(*network, inputs, half_first=True)
    assert [type(layer) for layer in rounded[0]] == [HalfLayer, IntegerLayer]
    assert {type(layer) for layer in rounded[1]} == {IntegerLayer}
    fresh = np.random.default_rng(9).standard_normal((200, 10)).astype(np.float32)
    for ours, exact in zip(run(rounded, fresh), run(network, fresh), strict=True):
        assert np.sqrt(np.square(ours - exact).mean()) < 0.02 * exact.std()


def test_large_diagonals_do_not_make_it_coarse(network: Network, inputs: np.ndarray) -> None:
    hidden, heads = network
    huge = Layer(hidden[1].weight + np.eye(40, dtype=np.float32) * 500, hidden[1].bias)
    rounded = quantise([hidden[0], huge], heads, inputs, half_first=True)
    for ours, exact in zip(
        run(rounded, inputs), run(([hidden[0], huge], heads), inputs), strict=True
    ):
        assert np.sqrt(np.square(ours - exact).mean()) < 0.02 * exact.std()
