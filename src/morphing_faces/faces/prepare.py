"""Photographs to a face set: read, hand out, collect in order, write."""

import os
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import Any

from morphing_faces import __version__
from morphing_faces.errors import SourceError
from morphing_faces.faces.align import Frame
from morphing_faces.faces.examine import Kept, Recipe, Rejected, Verdict, examine_all
from morphing_faces.faces.faceset import FORMAT, LANDMARKS, Card, SourceRecord
from morphing_faces.faces.judge import Limits
from morphing_faces.faces.labels import labels_of
from morphing_faces.faces.network import SHA256, find_network
from morphing_faces.faces.reasons import Reason, RejectedError
from morphing_faces.faces.sources import Photograph, open_sources
from morphing_faces.faces.splits import SPLITS, split_of
from morphing_faces.faces.writer import FaceSetWriter

BATCH = 16
BATCH_BYTES = 4_000_000
AHEAD = 3

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """What became of the photographs.

    Attributes:
        folder: The face set.
        photographs: How many there were.
        kept: How many are in the face set.
        rejected: How many are not, by reason, the most frequent first.
        splits: How many of those kept are in each split.
        seconds: How long it took.
    """

    folder: str
    photographs: int
    kept: int
    rejected: dict[str, int]
    splits: dict[str, int]
    seconds: float


def prepare_faces(
    sources: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    size: int = 48,
    color: bool = False,
    finder: str | os.PathLike[str] | None = None,
    frame: Frame | None = None,
    limits: Limits | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Make a face set from photographs.

    The same photographs give the same files, byte for byte, whatever the number of workers.

    Args:
        sources: Folders and zip archives.
        out: The folder to write; must not exist yet.
        size: Side of a picture in pixels.
        color: Whether pictures keep their colours.
        finder: A copy of the face finder's network; found or fetched by default.
        frame: Where the eyes lie in a picture.
        limits: What a face must be to be kept.
        workers: How many photographs are worked on at the same time; by default as many as this
            process may use cores.
        executor: Who works, if not processes of our own; they need to see the finder's file.
        progress: Called with the number of photographs done, and of all, as it rises.

    Returns:
        What became of the photographs.

    Raises:
        SourceError: A source or the finder cannot be read, or no photograph shows a face.
        FaceSetError: The folder exists already, or cannot be written.
    """
    start = time.monotonic()
    recipe = Recipe(find_network(finder), size, color, frame or Frame(), limits or Limits())
    workers = workers or cores()
    with (
        open_sources(sources) as photographs,
        FaceSetWriter(out, size, 3 if color else 1) as writer,
        _executor(executor, workers) as pool,
    ):
        tally = _Tally(photographs)
        verdicts = _examine_in_order(photographs, recipe, pool, AHEAD * workers)
        seen: set[str] = set()
        for done, (photograph, verdict) in enumerate(verdicts, 1):
            verdict = _only_once(verdict, seen)
            tally.count(photograph, verdict)
            if isinstance(verdict, Kept):
                writer.add(verdict.image, _row(photograph, verdict))
            else:
                writer.reject(photograph.source, photograph.name, verdict.reason, verdict.detail)
            if progress is not None:
                progress(done, len(photographs))
        rejected = tally.rejected()
        if not writer.count:
            reasons = ", ".join(f"{count} {reason}" for reason, count in rejected.items())
            raise SourceError(
                f"none of the {len(photographs)} photographs shows a face to keep ({reasons})"
            )
        splits: dict[str, int] = {split: writer.splits[split] for split in SPLITS}
        writer.finish(_card(recipe, tally, splits))
    return Summary(
        folder=os.fspath(out),
        photographs=len(photographs),
        kept=writer.count,
        rejected=rejected,
        splits=splits,
        seconds=round(time.monotonic() - start, 1),
    )


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS does not tell processes apart
        return os.cpu_count() or 1


class _Tally:
    """How many photographs of each source were kept, and rejected for each reason."""

    def __init__(self, photographs: Sequence[Photograph]) -> None:
        self._counts: dict[str, Counter[Reason | None]] = {
            source: Counter() for source in dict.fromkeys(p.source for p in photographs)
        }

    def count(self, photograph: Photograph, verdict: Verdict) -> None:
        reason = None if isinstance(verdict, Kept) else verdict.reason
        self._counts[photograph.source][reason] += 1

    def rejected(self) -> dict[str, int]:
        total = sum(self._counts.values(), Counter[Reason | None]())
        return {str(reason): count for reason, count in total.most_common() if reason}

    def records(self) -> tuple[SourceRecord, ...]:
        return tuple(
            SourceRecord(
                name=source,
                photographs=counts.total(),
                kept=counts[None],
                rejected={str(reason): counts[reason] for reason in Reason if counts[reason]},
            )
            for source, counts in self._counts.items()
        )


def _examine_in_order(
    photographs: Sequence[Photograph], recipe: Recipe, pool: Executor, ahead: int
) -> Iterator[tuple[Photograph, Verdict]]:
    """Verdicts in the order of the photographs, with a bounded number of batches under way."""
    under_way: deque[tuple[list[Photograph], Future[list[Verdict]]]] = deque()
    for batch in _batches(photographs):
        contents = [_contents(photograph) for photograph in batch]
        under_way.append((batch, pool.submit(examine_all, contents, recipe)))
        if len(under_way) > ahead:
            yield from _collect(*under_way.popleft())
    while under_way:
        yield from _collect(*under_way.popleft())


def _collect(
    batch: list[Photograph], future: Future[list[Verdict]]
) -> Iterator[tuple[Photograph, Verdict]]:
    try:
        verdicts = future.result()
    except BrokenExecutor as error:
        raise SourceError(
            f"a worker ended while it examined {batch[0].source}: {batch[0].name} or one of the "
            f"{len(batch) - 1} after it; try fewer workers if memory ran short"
        ) from error
    yield from zip(batch, verdicts, strict=True)


def _batches(photographs: Sequence[Photograph]) -> Iterator[list[Photograph]]:
    """Photographs in fours or dozens: few enough bytes to hold, enough work to be worth sending."""
    batch: list[Photograph] = []
    held = 0
    for photograph in photographs:
        if batch and (len(batch) == BATCH or held + photograph.size > BATCH_BYTES):
            yield batch
            batch, held = [], 0
        batch.append(photograph)
        held += photograph.size
    if batch:
        yield batch


def _contents(photograph: Photograph) -> bytes | Rejected:
    try:
        return photograph.read()
    except RejectedError as error:
        return Rejected(None, error.reason, error.detail)


def _only_once(verdict: Verdict, seen: set[str]) -> Verdict:
    if verdict.sha256 is None:
        return verdict
    if verdict.sha256 in seen:
        return Rejected(verdict.sha256, Reason.REPEATED, "")
    seen.add(verdict.sha256)
    return verdict


def _row(photograph: Photograph, kept: Kept) -> dict[str, Any]:
    labels = labels_of(photograph.name)
    return {
        "source": photograph.source,
        "name": photograph.name,
        "sha256": kept.sha256,
        "split": split_of(labels.person, kept.sha256),
        "score": kept.face.score,
        **dict(zip(LANDMARKS, kept.face.landmarks.ravel().tolist(), strict=True)),
        **asdict(labels),
    }


def _card(recipe: Recipe, tally: _Tally, splits: dict[str, int]) -> Card:
    return Card(
        format=FORMAT,
        made_by=f"morphing-faces {__version__}",
        size=recipe.size,
        channels=3 if recipe.color else 1,
        eyes=recipe.frame.eyes,
        count=sum(splits.values()),
        splits=splits,
        finder=SHA256,
        limits=asdict(recipe.limits),
        sources=tally.records(),
    )


@contextmanager
def _executor(given: Executor | None, workers: int) -> Iterator[Executor]:
    """The executor given, or processes of our own, which end with the block."""
    if given is not None:
        yield given
        return
    pool = ProcessPoolExecutor(
        workers,
        get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
