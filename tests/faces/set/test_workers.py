from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from morphing_faces.errors import SourceError
from morphing_faces.faces.find.align import Frame
from morphing_faces.faces.find.judge import Limits
from morphing_faces.faces.readers import Photograph
from morphing_faces.faces.rejection import Reason
from morphing_faces.faces.set.examine import Recipe, Rejected
from morphing_faces.faces.set.workers import BATCH, BATCH_BYTES, examine_in_order

pytestmark = pytest.mark.slow


@pytest.fixture
def recipe(network: Path) -> Recipe:
    return Recipe(network, 48, False, Frame(), Limits())


def photographs(count: int, size: int = 100, read: Callable[[], bytes] = bytes) -> list[Photograph]:
    return [Photograph("source", f"{number}.jpg", size, read) for number in range(count)]


@pytest.mark.parametrize("count", [1, BATCH, 5 * BATCH + 3])
def test_verdicts_come_in_the_order_of_the_photographs(recipe: Recipe, count: int) -> None:
    asked = photographs(count)
    with ThreadPoolExecutor(3) as pool:
        answered = list(examine_in_order(asked, recipe, pool, ahead=4))
    assert [photograph for photograph, _ in answered] == asked
    assert {verdict.detail for _, verdict in answered if isinstance(verdict, Rejected)} == {
        "the file is empty"
    }


@pytest.mark.parametrize(("size", "batch"), [(100, BATCH), (BATCH_BYTES // 3, 3)])
def test_photographs_are_read_only_a_few_batches_ahead(
    recipe: Recipe, size: int, batch: int
) -> None:
    read = 0

    def reading() -> bytes:
        nonlocal read
        read += 1
        return b""

    with ThreadPoolExecutor(2) as pool:
        asked = photographs(20 * BATCH, size, reading)
        for done, _ in enumerate(examine_in_order(asked, recipe, pool, ahead=3)):
            assert read - done <= 3 * batch
    assert read == 20 * BATCH


def test_what_cannot_be_read_is_a_verdict_too(recipe: Recipe) -> None:
    def failing() -> bytes:
        raise OSError(5, "Input/output error")

    with ThreadPoolExecutor(1) as pool:
        ((_, verdict),) = examine_in_order(photographs(1, 10, failing), recipe, pool, ahead=1)
    assert verdict == Rejected(None, Reason.UNREADABLE, "Input/output error")


def test_a_worker_that_dies_is_said(recipe: Recipe) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(int).result()
        (worker,) = pool._processes.values()
        worker.kill()
        worker.join()
        with pytest.raises(SourceError, match="a worker ended before its work was done"):
            list(examine_in_order(photographs(99), recipe, pool, ahead=2))
