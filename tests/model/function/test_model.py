"""A function as a model: what is found out of it, and how it is called."""

import threading
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from morphing_faces.errors import ModelError
from morphing_faces.model.capabilities import DIRECTING, ENCODING, RANKING
from morphing_faces.model.function.model import FunctionModel
from morphing_faces.model.function.probe import Given
from morphing_faces.types import Floats

L, SIDE = 5, 6
RNG = np.random.default_rng(3)
MATRIX = 0.02 * RNG.standard_normal((L, SIDE * SIDE)).astype(np.float32)
UNIT = Given(value_range=(0, 1))


def linear(z: Floats) -> Floats:
    """Pictures around mid-grey, in which no value is ever cut."""
    return (0.5 + z @ MATRIX).reshape(-1, SIDE, SIDE).astype(np.float32)


@contextmanager
def model_of(
    decode: Callable[..., Any], given: Given = UNIT, **more: Any
) -> Iterator[FunctionModel]:
    model = FunctionModel(decode, L, given=given, **more)
    yield model
    model.close()


class Tensor:
    """An array as frameworks have them, in a graph and on a device; nothing but numpy is needed."""

    def __init__(self, values: Floats, steps: tuple[str, ...] = ("detach", "cpu")) -> None:
        self._values, self._steps = values, steps

    def detach(self) -> "Tensor":
        return Tensor(self._values, self._steps[1:])

    def cpu(self) -> "Tensor":
        assert self._steps[:1] != ("detach",), "it has gradients"
        return Tensor(self._values, ())

    def __array__(self, *_: object, **__: object) -> Floats:
        assert not self._steps, "it is on a device"
        return self._values


Output = namedtuple("Output", ["reconstruction", "loss"])


@pytest.mark.parametrize(
    ("decode", "found"),
    [
        (linear, "6 x 6 grey pictures (NHW), values 0 to 1, many at once"),
        (lambda z: linear(z)[:, None], "(NCHW), values 0 to 1, many at once"),
        (lambda z: linear(z)[..., None], "(NHWC), values 0 to 1, many at once"),
        (lambda z: linear(z).squeeze(), "6 x 6 grey pictures (NHW), values 0 to 1, many at once"),
        (lambda z: linear(z[:1]), "of 16 points it decodes the first only"),
        (lambda z: linear(z)[0] if len(z) == 1 else 1 / 0, "one at a time"),
        (lambda z: linear(z).tolist(), "many at once"),
        (lambda z: Tensor(linear(z)), "many at once"),
        (lambda z: (linear(z),), "many at once"),
        (lambda z: OrderedDict(sample=linear(z)), "many at once"),
        (lambda z: Output(linear(z), np.float32(3)), "many at once"),
        (lambda z: linear(z).astype(np.float16), "many at once"),
        (lambda z: linear(z) - linear(z).mean(0) + 0.5, "depends on what else is decoded with it"),
    ],
    ids=["NHW", "NCHW", "NHWC", "squeezed", "first only", "one only", "lists", "tensors", "tuple",
         "mapping", "named", "half", "normalised by batch"],
)  # fmt: skip
def test_what_it_gives_is_found_out_and_decodes_alike(
    decode: Callable[..., Any], found: str
) -> None:
    z = RNG.standard_normal((20, L)).astype(np.float32)
    with model_of(decode) as model:
        assert found in model.found
        assert model.image_shape == (SIDE, SIDE)
        faces = model.decode(z)
        assert faces.dtype == np.float32
        expected = np.concatenate([linear(each[None]) for each in z])
        if "depends" not in found:
            np.testing.assert_allclose(faces, expected, atol=2e-3)


def test_bytes_are_0_to_255() -> None:
    with model_of(lambda z: np.uint8(linear(z).clip(0, 1) * 255), Given()) as model:
        assert "values 0 to 255" in model.found
        assert np.abs(model.decode(np.zeros((1, L))) - 0.5).max() < 1 / 255


@pytest.mark.parametrize(
    ("decode", "given", "sentence"),
    [
        (lambda z: (linear(z), linear(z)), Given(), "gives 2 arrays .* as in output=0"),
        (lambda z: {"a": linear(z), "b": z}, Given(), "as in output='a'"),
        (lambda z: {"a": linear(z)}, Given(output="c"), "no output 'c'; it gives 'a'"),
        (lambda _: "a picture", Given(), "gives str, which is no array"),
        (lambda _: None, Given(), "gives NoneType, which is no array"),
        (lambda z: linear(z).reshape(-1), Given(), "the first axis must be that of the points"),
        (lambda z: linear(z) * np.nan, Given(), "not finite"),
        (lambda z: linear(z).reshape(-1, 36), Given(), r"shape=\(6, 6\)"),
        (lambda z: 20 * (linear(z) - 0.5), Given(), "logits"),
    ],
)
def test_what_is_ambiguous_is_asked_for(
    decode: Callable[..., Any], given: Given, sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        FunctionModel(decode, L, given=given)


@pytest.mark.parametrize("size", [0, 1, 1 << 20])
def test_two_dimensions_are_needed(size: int) -> None:
    with pytest.raises(ModelError, match="latent_size must be from 2 to"):
        FunctionModel(linear, size)


def test_one_of_several_outputs_is_named() -> None:
    with model_of(lambda z: (z, linear(z)), Given(output=1, value_range=(0, 1))) as model:
        np.testing.assert_allclose(model.decode(np.zeros((1, L))), 0.5, atol=1e-6)


def test_the_users_pictures_settle_shape_and_range() -> None:
    images = RNG.random((4, SIDE, SIDE))
    with model_of(lambda z: linear(z).reshape(-1, 36) * 1.2, Given(), images=images) as model:
        assert "6 x 6 grey pictures (NHW, each in a row), values 0 to 1" in model.found


def test_what_listens_to_nothing_says_so() -> None:
    with model_of(lambda z: np.full((len(z), 4, 4), 0.25)) as model:
        assert "every z gives the same picture" in model.found


def test_noise_is_noticed() -> None:
    with model_of(lambda z: linear(z) + 0.05 * RNG.random((len(z), SIDE, SIDE))) as model:
        assert "another picture each time" in model.found


def test_a_linear_decoder_is_ranked_by_twice_the_norms_of_its_columns() -> None:
    with model_of(linear) as model:
        model.rank(lambda: False)
        norms = np.linalg.norm(MATRIX, axis=1)
        np.testing.assert_allclose(model.changes, 2 * norms, rtol=1e-4)
        assert [each.index for each in model.interesting] == list(np.argsort(-norms))


def test_dimensions_that_do_nothing_are_left_out() -> None:
    mask = np.array([1, 0, 1, 0, 1], np.float32)
    with model_of(lambda z: linear(z * mask)) as model:
        model.rank(lambda: False)
        assert {each.index for each in model.interesting} == {0, 2, 4}


def test_the_principal_axes_of_a_linear_decoder_are_its_singular_vectors() -> None:
    with model_of(linear) as model:
        assert DIRECTING.of(model) is None
        model.rank(lambda: False)
        vectors, _, _ = np.linalg.svd(MATRIX)
        assert [each.name for each in model.directions] == [f"jacobian-{i + 1}" for i in range(L)]
        for number, direction in enumerate(model.directions):
            assert abs(direction.step @ vectors[:, number]) == pytest.approx(1, abs=1e-4)


def test_what_is_ranked_by_then_comes_first() -> None:
    model = FunctionModel(linear, L, given=UNIT)
    model.rank(lambda: model.measured >= 2)
    known = [each.index for each in model.interesting][: model.measured]
    assert known == sorted(known, key=lambda i: -np.linalg.norm(MATRIX[i]))
    assert set(known) == set(range(model.measured))
    assert len(model.interesting) == L
    model.close()


def encode(pictures: Floats) -> tuple[Floats, Floats]:
    """Mean and log variance; the second dimension says most, the fourth nothing."""
    mean = np.zeros((len(pictures), L), np.float32)
    mean[:, 1] = 4 * pictures.reshape(len(pictures), -1).mean(1)
    mean[:, 0] = mean[:, 1] / 2
    log_variance = np.tile(np.log(np.array([0.5, 0.5, 0.5, 1, 1], np.float32)), (len(mean), 1))
    return mean, log_variance


def test_with_an_encoder_and_pictures_dimensions_are_ranked_by_kl() -> None:
    images = RNG.random((30, SIDE, SIDE), np.float32)
    with model_of(linear, encode=encode, images=images) as model:
        assert "encode gives means and log variances; dimensions are ranked by their mean KL" in (
            model.found
        )
        mean = encode(images)[0].astype(float)
        kl = (mean**2).mean(0) / 2 + np.array([1, 1, 1, 0, 0]) * (0.5 - 1 - np.log(0.5)) / 2
        ranking = RANKING.needed(model).ranking
        assert [each.index for each in ranking] == [1, 0, 2]
        np.testing.assert_allclose([each.kl for each in ranking], kl[[1, 0, 2]], rtol=1e-4)
        assert ranking[0].std == pytest.approx(mean[:, 1].std(), rel=1e-4)
        axis = model.directions[0]
        assert axis.name == "encoded-1"
        np.testing.assert_allclose(axis.step[:2] / mean.std(0, ddof=1)[:2], 1, rtol=1e-4)


def test_an_encoder_gets_pictures_in_its_own_form() -> None:
    seen = []

    def mean_only(given: Floats) -> Floats:
        seen.append(given)
        return np.zeros((len(given), L), np.float32)

    images = RNG.integers(0, 256, (3, 1, SIDE, SIDE)).astype(np.uint8)
    with model_of(linear, encode=mean_only, images=images) as model:
        mean, std = ENCODING.needed(model).encode(np.full((1, SIDE, SIDE), 0.5, np.float32))
        assert seen[-1].shape == (1, 1, SIDE, SIDE)
        np.testing.assert_allclose(seen[-1], 127.5)
        assert (mean.shape, bool((std > 0).all())) == ((1, L), True)
        assert RANKING.of(model) is None


@pytest.mark.parametrize(
    ("given", "spread", "sentence"),
    [
        (lambda x: (np.zeros((len(x), L)), np.ones((len(x), L))), None, "say which with spread="),
        (lambda x: (np.zeros((len(x), L)), -np.ones((len(x), L))), "std", "spread='logvar'"),
        (lambda x: np.zeros((len(x), L + 1)), None, r"must give latent points, \[2, 5\]"),
        (lambda x: np.full((len(x), L), np.nan), None, "not finite"),
        (lambda x: np.zeros((len(x), L)), "width", "spread= is"),
    ],
)
def test_an_encoder_that_cannot_be_read_is_refused(
    given: Callable[..., Any], spread: Any, sentence: str
) -> None:
    images = RNG.random((2, SIDE, SIDE))
    with pytest.raises(ModelError, match=sentence):
        FunctionModel(linear, L, given=UNIT, encode=given, images=images, spread=spread)


def test_all_calls_come_from_one_thread_and_never_two_at_once() -> None:
    threads, inside = set(), threading.Lock()

    def decode(z: Floats) -> Floats:
        assert inside.acquire(blocking=False), "it is called twice at once"
        threads.add(threading.get_ident())
        faces = linear(z)
        inside.release()
        return faces

    def lead(number: int) -> None:
        model.decode(np.full((3, L), number, np.float32))

    with model_of(decode) as model, ThreadPoolExecutor(8) as pool:
        model.rank_idly()
        list(pool.map(lead, range(60)))
        assert len(threads) == 1
        assert threading.get_ident() not in threads


def test_an_error_of_the_function_is_told_once_as_its_own_and_the_next_call_tries_again() -> None:
    told: list[str] = []

    def decode(z: Floats) -> Floats:
        if z[0, 0] > 8:
            raise ValueError("far out")
        return linear(z)

    with model_of(decode, complain=told.append) as model:
        far = np.full((1, L), 9, np.float32)
        for _ in range(3):
            with pytest.raises(ModelError, match=r"^decode raised ValueError: far out$") as caught:
                model.decode(far)
            assert isinstance(caught.value.__cause__, ValueError)
        assert model.decode(np.zeros((1, L))).shape == (1, SIDE, SIDE)
    (text,) = told
    assert text.startswith("Traceback (most recent call last):")
    assert 'raise ValueError("far out")' in text
    assert text.splitlines()[-1] == "morphing_faces called decode with float32 [1, 5]"
    assert "morphing_faces/model" not in text


def test_an_error_while_it_is_tried_is_the_users_own() -> None:
    def decode(z: Floats) -> Floats:
        return z @ np.zeros((3, 4), np.float32)

    with pytest.raises(ValueError, match="matmul") as caught:
        FunctionModel(decode, L)
    assert caught.value.__notes__ == ["morphing_faces called decode with float32 [1, 5]"]


class TestTorch:
    """With the real thing, where it is installed."""

    @pytest.fixture
    def torch(self) -> Any:
        return pytest.importorskip("torch")

    def network(self, torch: Any) -> Any:
        torch.manual_seed(0)
        return torch.nn.Sequential(
            torch.nn.Linear(L, 36), torch.nn.BatchNorm1d(36), torch.nn.Dropout(), torch.nn.Sigmoid()
        )

    @pytest.mark.parametrize("way", ["module", "lambda", "method", "partial"])
    def test_a_module_gets_tensors_without_gradients_and_is_in_eval_mode_meanwhile(
        self, torch: Any, way: str
    ) -> None:
        from functools import partial

        network = self.network(torch)
        network[1].eval()
        modes = [each.training for each in network.modules()]
        decode = {
            "module": network,
            "lambda": lambda z: network(z).view(-1, 1, 6, 6),
            "method": network.forward,
            "partial": partial(lambda net, z: net(z), network),
        }[way]
        with model_of(decode, Given(shape=(6, 6) if way != "lambda" else None)) as model:
            assert "decode was in training mode; it is in eval mode meanwhile" in model.found
            assert "many at once" in model.found
            assert "another picture" not in model.found
            z = torch.ones(2, L)
            with torch.no_grad():
                expected = network.eval()(z).numpy().reshape(-1, 6, 6)
            np.testing.assert_allclose(model.decode(z.numpy()), expected, atol=1e-6)
        assert modes == [each.training for each in network.modules()]

    def test_half_precision_is_met(self, torch: Any) -> None:
        network = self.network(torch).to(torch.bfloat16).eval()
        with model_of(network, Given(shape=(6, 6))) as model:
            assert model.decode(np.zeros((1, L))).dtype == np.float32

    def test_an_error_inside_of_a_lambda_is_the_users_own(self, torch: Any) -> None:
        network = self.network(torch)
        with pytest.raises(RuntimeError, match="shape"):
            FunctionModel(lambda z: network(z).view(-1, 7, 7), L)
        with pytest.raises(RuntimeError, match="shape"):
            FunctionModel(lambda z: network(torch.from_numpy(z)).view(-1, 7, 7), L)

    def test_a_distribution_is_a_posterior(self, torch: Any) -> None:
        def encode(x: Floats) -> Any:
            return torch.distributions.Normal(torch.ones(len(x), L), torch.full((len(x), L), 0.5))

        with model_of(linear, encode=encode, images=RNG.random((3, 6, 6))) as model:
            mean, std = model.encode(np.zeros((1, 6, 6)))
            assert (mean[0, 0], std[0, 0]) == (1, 0.5)


def test_what_is_known_is_there_while_the_function_is_busy() -> None:
    measuring, gate = threading.Event(), threading.Event()

    def decode(z: Floats) -> Floats:
        if threading.current_thread().name == "decoder" and playing:
            measuring.set()
            assert gate.wait(60)
        return linear(z)

    playing: list[bool] = []
    with model_of(decode) as model, ThreadPoolExecutor() as others:
        model.rank(lambda: model.measured > 1)
        playing.append(True)
        model.rank_idly()
        assert measuring.wait(60)

        def known() -> tuple[object, ...]:
            return model.capabilities, model.interesting, model.changes, model.directions

        try:
            assert not others.submit(known).result(60)[-1]
        finally:
            gate.set()
