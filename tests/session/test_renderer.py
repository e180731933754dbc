"""Decoding beside the drawing: the newest point wins, and an error does not end it."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from morphing_faces.session.renderer import Rendered, Renderer
from morphing_faces.types import Floats

LONG = 60.0


def at(value: float) -> Floats:
    return np.full(2, value, np.float32)


class Gate:
    """A decoder that waits to be let on, once for each point."""

    def __init__(self) -> None:
        self.decoded: list[float] = []
        self.open = threading.Semaphore(0)

    def __call__(self, z: Floats) -> Floats:
        assert self.open.acquire(timeout=LONG)
        self.decoded.append(float(z[0]))
        if z[0] < 0:
            raise ValueError("below")
        return z * 2


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def renderer(gate: Gate) -> Iterator[Renderer]:
    renderer = Renderer(Rendered(at(0), gate, at(0)))
    yield renderer
    renderer.close()
    gate.open.release(100)


def test_an_answer_is_waited_for_and_seen(gate: Gate, renderer: Renderer) -> None:
    renderer.ask(at(1), gate)
    assert renderer.busy
    assert np.array_equal(renderer.look().z, at(0))
    gate.open.release()
    answer = renderer.look(LONG)
    assert np.array_equal(answer.z, at(1))
    assert answer.face is not None
    assert np.array_equal(answer.face, at(2))
    assert (renderer.busy, renderer.unseen) == (False, False)


def test_of_the_points_that_wait_only_the_newest_is_decoded(gate: Gate, renderer: Renderer) -> None:
    for value in range(1, 8):
        renderer.ask(at(value), gate)
    gate.open.release(20)
    assert np.array_equal(renderer.look(LONG).z, at(7))
    assert gate.decoded in ([7], [1, 7])


def test_a_point_is_not_asked_for_twice(gate: Gate, renderer: Renderer) -> None:
    renderer.ask(at(0), gate)
    assert not renderer.busy
    renderer.ask(at(1), gate)
    renderer.ask(at(1), gate)
    gate.open.release(20)
    renderer.look(LONG)
    renderer.ask(at(1), gate)
    assert not renderer.busy
    assert gate.decoded == [1]


def test_the_next_point_is_tried_after_an_error(gate: Gate, renderer: Renderer) -> None:
    gate.open.release(20)
    renderer.ask(at(-1), gate)
    answer = renderer.look(LONG)
    assert (answer.face, str(answer.error)) == (None, "below")
    renderer.ask(at(3), gate)
    assert renderer.look(LONG).error is None


def test_the_view_decodes_by_itself_where_that_is_faster_than_its_patience() -> None:
    threads: list[int] = []

    def decode(z: Floats) -> Floats:
        threads.append(threading.get_ident())
        if z[0] < 0:
            raise ValueError("below")
        return z * 2

    renderer = Renderer(Rendered(at(0), decode, at(0)))
    for value in (1, 2, 2, -1):
        answer = renderer.render(at(value), decode, LONG, steady=True)
        assert np.array_equal(answer.z, at(value))
        assert (renderer.busy, renderer.unseen) == (False, False)
    assert (answer.face, str(answer.error)) == (None, "below")
    renderer.close()
    # How long decoding takes is known from the second point on; no point is decoded twice.
    assert threads[0] != threading.get_ident()
    assert threads[1:] == [threading.get_ident()] * 2


def test_a_decoder_that_takes_longer_holds_up_nobody(gate: Gate, renderer: Renderer) -> None:
    gate.open.release(1)
    renderer.render(at(1), gate, LONG, steady=False)
    answer = renderer.render(at(2), gate, 0.0, steady=False)
    assert np.array_equal(answer.z, at(1))
    assert renderer.busy
    gate.open.release(1)
    assert np.array_equal(renderer.look(LONG).z, at(2))
