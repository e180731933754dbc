"""Photographs to a face set: list them, have them examined, write what is kept."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, fields
from typing import Any

from msgspec import structs

from morphing_faces.errors import CommandError, FaceSetError, SourceError
from morphing_faces.faces.find.align import Frame
from morphing_faces.faces.find.face import Face
from morphing_faces.faces.find.finder_file import SHA256, find_network
from morphing_faces.faces.find.judge import Limits
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers import Photograph, Sources, Spec, open_sources
from morphing_faces.faces.readers.passed_over import sentence
from morphing_faces.faces.rejection import Reason
from morphing_faces.faces.set.counts import Counts
from morphing_faces.faces.set.exact_duplicates import ExactDuplicates
from morphing_faces.faces.set.examine import Kept, Recipe, Rejected, Verdict
from morphing_faces.faces.set.faceset import FORMAT, LANDMARKS, Card, NearDuplicates
from morphing_faces.faces.set.grouping import COLUMNS
from morphing_faces.faces.set.journal import Entry
from morphing_faces.faces.set.workers import examine_in_order
from morphing_faces.faces.set.writer import FaceSetWriter
from morphing_faces.faces.thumbnails import thumbnail
from morphing_faces.storage.processes import cores, processes
from morphing_faces.version import __version__

AHEAD = 3
MADE_BY = f"morphing-faces {__version__}"

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Summary:
    """What became of the photographs.

    Attributes:
        folder: The face set.
        photographs: How many there were.
        kept: How many are in the face set.
        rejected: How many are not, by reason, the most frequent first.
        commonest: By the reason, the detail that most of them have, where it needs one.
        passed_over: What else the sources hold and was not read, by kind, the most frequent first.
        splits: How many of those kept are in each split.
        near_duplicates: How many of those kept show the same photograph as another one, or
            nearly ("pictures"), and in how many "groups".
        seconds: How long it took.
    """

    folder: str
    photographs: int
    kept: int
    rejected: dict[str, int]
    commonest: dict[str, str]
    passed_over: dict[str, int]
    splits: dict[str, int]
    near_duplicates: dict[str, int]
    seconds: float


def prepare_faces(
    sources: Sequence[Spec],
    out: str | os.PathLike[str],
    *,
    size: int = 48,
    color: bool = False,
    aligned: bool = False,
    fold: int | None = None,
    finder: str | os.PathLike[str] | None = None,
    frame: Frame | None = None,
    limits: Limits | None = None,
    near_duplicates: bool = True,
    workers: int | None = None,
    cluster: str | None = None,
    executor: Executor | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Make a face set from photographs.

    The same photographs give the same files, byte for byte, whatever the number of workers, and
    however often the preparation was interrupted: called again with the same arguments, it goes on
    where it stopped. Of a photograph with several faces, the largest near the middle is taken.

    Photographs that are near-duplicates, or show the same person where the source names persons,
    all go to one split.

    Memory grows by some 30 bytes a photograph, the hashes that tell which were seen before; while
    near-duplicates are looked for at the end, by up to 100 bytes a picture.

    Args:
        sources: What open_sources reads: folders, archives, tables and known collections.
        out: The folder to write; must not exist yet.
        size: Side of a picture in pixels, 16 to 512.
        color: Whether pictures keep their colours.
        aligned: Whether to take the photographs as aligned already: the square in the middle of
            each is scaled, and none is left out for its face. So it is with sources whose
            faces are known to be aligned.
        fold: Which of TFD's ways to split, 1 to 5; 1 by default.
        finder: A copy of the face finder's network; found or fetched by default.
        frame: Where the eyes lie in a picture.
        limits: What a face must be to be kept.
        near_duplicates: Whether near-duplicates are looked for, so that all go to one split.
        workers: How many work at the same time; by default one for every core that this process
            may use.
        cluster: The address of a Dask scheduler, whose workers work instead of processes here.
        executor: Who works, if neither; they read the finder's file themselves, and get everything
            else sent.
        fresh: Forget what an interrupted preparation has left.
        progress: Called with the number of photographs done, as it rises, and of all, which is
            None where no source can tell.

    Returns:
        What became of the photographs.

    Raises:
        CommandError: A cluster has workers of its own, or there is no TFD to choose the fold of.
        SourceError: A source or the finder cannot be read, no photograph shows a face, or the
            cluster cannot be reached or used.
        FaceSetError: The folder exists already, or cannot be written; or an interrupted
            preparation had other arguments.
        FileError: Another process is preparing it.
    """
    start = time.monotonic()
    if cluster is not None and workers is not None:
        raise CommandError("--cluster has workers of its own; leave out --workers")
    workers = cores() if workers is None else workers
    with open_sources(sources, fold=fold) as photographs:
        if not aligned:
            photographs.one_kind()
        network = None if aligned or photographs.aligned else find_network(finder)
        recipe = Recipe(network, size, color, frame or Frame(), limits or Limits(), near_duplicates)
        counts = Counts(photographs.names)
        seen = ExactDuplicates()
        with (
            FaceSetWriter(out, size, _channels(recipe), _written(recipe), fresh=fresh) as writer,
            _workers(recipe, workers, cluster, executor) as (pool, at_once),
        ):
            rest = iter(photographs)
            _pass_over(rest, writer, counts, seen)
            if progress is not None and writer.photographs:
                progress(writer.photographs, photographs.count)
            for photograph, verdict in examine_in_order(rest, recipe, pool, AHEAD * at_once):
                _write(writer, counts, photograph, _only_once(verdict, seen))
                if progress is not None:
                    progress(writer.photographs, photographs.count)
            rejected = counts.rejected()
            passed_over = photographs.passed_over_in_all
            if not writer.count:
                writer.discard()
                raise SourceError(_nothing(writer.photographs, rejected, counts, passed_over))
            card = writer.finish(_card(recipe, counts, photographs))
    return Summary(
        folder=os.fspath(out),
        photographs=writer.photographs,
        kept=writer.count,
        rejected=rejected,
        commonest=counts.commonest(),
        passed_over=passed_over,
        splits=card.splits,
        near_duplicates=structs.asdict(card.near_duplicates or NearDuplicates(0, 0)),
        seconds=round(time.monotonic() - start, 1),
    )


@contextmanager
def _workers(
    recipe: Recipe, workers: int, cluster: str | None, executor: Executor | None
) -> Iterator[tuple[Executor, int]]:
    """Who works, and how many at the same time."""
    if executor is not None:
        yield executor, workers
    elif cluster is not None:
        from morphing_faces.faces.set.cluster import cluster_workers

        with cluster_workers(cluster, recipe.network) as found:
            yield found
    else:
        with processes(workers) as pool:
            yield pool, workers


def _pass_over(
    photographs: Iterator[Photograph], writer: FaceSetWriter, counts: Counts, seen: ExactDuplicates
) -> None:
    """Pass over the photographs that an interrupted preparation has done.

    Raises:
        FaceSetError: They are not the same as then.
    """
    for number, entry in enumerate(writer.recorded(), 1):
        photograph = next(photographs, None)
        if photograph is None or not _same(photograph, entry):
            now = "missing" if photograph is None else f"{photograph.source}: {photograph.name}"
            raise FaceSetError(
                f"an interrupted preparation of {writer.folder} had other photographs: number "
                f"{number:,} was {entry.source}: {entry.name}, and is {now}; name the same sources "
                f"again, or start afresh with --fresh"
            )
        reason = None if entry.reason is None else Reason(entry.reason)
        counts.count(entry.source, reason, entry.detail)
        if entry.sha256:
            seen.add(entry.sha256)


def _same(photograph: Photograph, entry: Entry) -> bool:
    """Whether a photograph is, by all that is known without reading it, that of a record."""
    same = (photograph.source, photograph.name, photograph.size) == (
        entry.source,
        entry.name,
        entry.size,
    )
    known = (photograph.split, *astuple(photograph.labels))
    return same and (entry.reason is not None or known == _known(entry))


def _known(entry: Entry) -> tuple[Any, ...]:
    """What the source says of a photograph that is kept: its split and its labels."""
    row = dict(zip(COLUMNS, entry.row, strict=True))
    return (row["split"], *(row[field.name] for field in fields(Labels)))


def _only_once(verdict: Verdict, seen: ExactDuplicates) -> Verdict:
    if isinstance(verdict, Rejected) and verdict.reason is Reason.UNREADABLE:
        return verdict  # why it cannot be read says more than that another one cannot, either
    if verdict.sha256 is None or seen.add(bytes.fromhex(verdict.sha256)):
        return verdict
    small = thumbnail(verdict.image) if isinstance(verdict, Kept) else verdict.thumbnail
    return Rejected(verdict.sha256, Reason.REPEATED, "", small)


def _write(writer: FaceSetWriter, counts: Counts, photograph: Photograph, verdict: Verdict) -> None:
    source, name = photograph.source, photograph.name
    if isinstance(verdict, Kept):
        row = _row(photograph, verdict)
        writer.add(verdict.image, row, near=verdict.near, size=photograph.size)
        counts.count(source, None)
    else:
        writer.reject(
            source,
            name,
            verdict.reason,
            verdict.detail,
            sha256=verdict.sha256 or "",
            size=photograph.size,
            thumbnail=verdict.thumbnail,
        )
        counts.count(source, verdict.reason, verdict.detail)


def _row(photograph: Photograph, kept: Kept) -> dict[str, Any]:
    return {
        "source": photograph.source,
        "name": photograph.name,
        "sha256": kept.sha256,
        "split": photograph.split,
        **_where(kept.face),
        **asdict(photograph.labels),
    }


def _where(face: Face | None) -> dict[str, float | None]:
    if face is None:
        return dict.fromkeys(("score", *LANDMARKS))
    landmarks = zip(LANDMARKS, face.landmarks.ravel().tolist(), strict=True)
    return {"score": face.score, **dict(landmarks)}


def _channels(recipe: Recipe) -> int:
    return 3 if recipe.color else 1


def _written(recipe: Recipe) -> dict[str, Any]:
    """What must be the same for whoever goes on with an interrupted preparation."""
    return {
        "program": MADE_BY,
        "aligned": recipe.aligned,
        "eyes": recipe.frame.eyes,
        "limits": asdict(recipe.limits),
        "near_duplicates": recipe.near_duplicates,
    }


def _card(recipe: Recipe, counts: Counts, photographs: Sources) -> Card:
    """All but what the writer knows better."""
    return Card(
        format=FORMAT,
        made_by=MADE_BY,
        size=recipe.size,
        channels=_channels(recipe),
        eyes=None if recipe.aligned else recipe.frame.eyes,
        count=0,
        splits={},
        finder=None if recipe.aligned else SHA256,
        limits={} if recipe.aligned else asdict(recipe.limits),
        sources=counts.records(photographs.passed_over),
        aligned=recipe.aligned,
    )


def _nothing(
    photographs: int, rejected: dict[str, int], counts: Counts, passed_over: dict[str, int]
) -> str:
    commonest = counts.commonest()
    reasons = ", ".join(
        f"{reason}: {count}" + (f", such as: {commonest[reason]}" if reason in commonest else "")
        for reason, count in rejected.items()
    )
    besides = f"; passed over: {sentence(passed_over)}" if passed_over else ""
    several = f"none of {photographs:,} photographs shows a"
    none = "the one photograph shows no" if photographs == 1 else several
    return f"{none} face to keep ({reasons}){besides}"
