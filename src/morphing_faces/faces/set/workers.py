"""Photographs handed out to workers, and their verdicts collected in order."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future

from morphing_faces.errors import SourceError
from morphing_faces.faces.readers import Photograph
from morphing_faces.faces.rejection import RejectedError
from morphing_faces.faces.set.examine import Content, Recipe, Rejected, Verdict, examine_all

BATCH = 16
ALIGNED_BATCH = 128
"""There is less to do for a photograph in which no face is to be found."""

BATCH_BYTES = 4_000_000

Batch = list[Photograph]


def examine_in_order(
    photographs: Iterable[Photograph], recipe: Recipe, pool: Executor, ahead: int
) -> Iterator[tuple[Photograph, Verdict]]:
    """Have photographs examined side by side.

    They are read here, as the work goes on, and sent to the workers by the batch; so memory does
    not grow with their number, and workers need not see the files.

    Args:
        photographs: In the order wanted.
        recipe: How faces are made of them.
        pool: Who works.
        ahead: How many batches are out at the same time.

    Yields:
        Each photograph with its verdict, in the same order whoever is done first.

    Raises:
        SourceError: A worker ended before its time.
    """
    out: deque[tuple[Batch, Future[list[Verdict]]]] = deque()
    waiting = _batches(photographs, ALIGNED_BATCH if recipe.aligned else BATCH)
    try:
        while True:
            if len(out) == ahead:
                yield from _collect(*out.popleft())
            batch, contents = next(waiting, ([], []))
            if not batch:
                break
            out.append((batch, pool.submit(examine_all, contents, recipe)))
        while out:
            yield from _collect(*out.popleft())
    except BrokenExecutor as error:
        raise SourceError(
            "a worker ended before its work was done; if memory ran short, try fewer --workers; "
            "repeat the command to go on"
        ) from error
    finally:
        for _, future in out:
            future.cancel()


def _batches(photographs: Iterable[Photograph], most: int) -> Iterator[tuple[Batch, list[Content]]]:
    """Read few enough bytes to hold many of, enough work to be worth sending."""
    batch: Batch = []
    contents: list[Content] = []
    held = 0
    for photograph in photographs:
        if batch and (len(batch) == most or held + photograph.size > BATCH_BYTES):
            yield batch, contents
            batch, contents, held = [], [], 0
        content = _contents(photograph)
        batch.append(photograph)
        contents.append(content)
        held += max(photograph.size, _length(content))
    if batch:
        yield batch, contents


def _contents(photograph: Photograph) -> Content:
    try:
        return photograph.read()
    except RejectedError as error:
        return Rejected(None, error.reason, error.detail)


def _collect(batch: Batch, future: Future[list[Verdict]]) -> Iterator[tuple[Photograph, Verdict]]:
    yield from zip(batch, future.result(), strict=True)


def _length(content: Content) -> int:
    if isinstance(content, Rejected):
        return 0
    return len(content) if isinstance(content, bytes) else content.nbytes
