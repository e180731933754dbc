"""Photographs to a face set: list them, have them examined, write what is kept."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from typing import Any

from morphing_faces import __version__
from morphing_faces.errors import CommandError, SourceError
from morphing_faces.faces.align import Frame
from morphing_faces.faces.examine import Kept, Recipe, Rejected, Verdict
from morphing_faces.faces.faceset import FORMAT, LANDMARKS, Card
from morphing_faces.faces.finder import Face
from morphing_faces.faces.judge import Limits
from morphing_faces.faces.network import SHA256, find_network
from morphing_faces.faces.processes import cores, processes
from morphing_faces.faces.reasons import Reason
from morphing_faces.faces.sources import Photograph, Spec, open_sources
from morphing_faces.faces.splits import SPLITS, split_of
from morphing_faces.faces.tally import Tally
from morphing_faces.faces.workers import examine_in_order
from morphing_faces.faces.writer import FaceSetWriter

SIZES = range(16, 513)
AHEAD = 3

Progress = Callable[[int, int | None], None]


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
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Make a face set from photographs.

    The same photographs give the same files, byte for byte, whatever the number of workers. Of a
    photograph with several faces, the largest near the middle is taken.

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
        workers: How many work at the same time; by default one for every core that this process
            may use.
        executor: Who works, if not processes started here; they read the finder's file
            themselves, and get everything else sent.
        progress: Called with the number of photographs done, as it rises, and of all, which is
            None where no source can tell.

    Returns:
        What became of the photographs.

    Raises:
        CommandError: The size, the fold or the number of workers is out of range.
        SourceError: A source or the finder cannot be read, or no photograph shows a face.
        FaceSetError: The folder exists already, or cannot be written.
    """
    start = time.monotonic()
    if size not in SIZES:
        raise CommandError(f"--size must be from {SIZES[0]} to {SIZES[-1]} pixels, got {size}")
    workers = cores() if workers is None else workers
    if workers < 1:
        raise CommandError(f"--workers must be at least 1, got {workers}")
    with open_sources(sources, fold=fold) as photographs:
        if not aligned:
            photographs.one_kind()
        network = None if aligned or photographs.aligned else find_network(finder)
        recipe = Recipe(network, size, color, frame or Frame(), limits or Limits())
        tally = Tally(photographs.names)
        done = 0
        seen: set[str] = set()
        with (
            FaceSetWriter(out, size, 3 if color else 1) as writer,
            processes(workers) if executor is None else nullcontext(executor) as pool,
        ):
            verdicts = examine_in_order(photographs, recipe, pool, AHEAD * workers)
            for done, (photograph, first_verdict) in enumerate(verdicts, 1):
                verdict = _only_once(first_verdict, seen)
                _write(writer, tally, photograph, verdict)
                if progress is not None:
                    progress(done, photographs.count)
            rejected = tally.rejected()
            if not writer.count:
                raise SourceError(_nothing(done, rejected))
            splits: dict[str, int] = {split: writer.splits[split] for split in SPLITS}
            writer.finish(_card(recipe, tally, splits))
    return Summary(
        folder=os.fspath(out),
        photographs=done,
        kept=writer.count,
        rejected=rejected,
        splits=splits,
        seconds=round(time.monotonic() - start, 1),
    )


def _only_once(verdict: Verdict, seen: set[str]) -> Verdict:
    if verdict.sha256 is None:
        return verdict
    if verdict.sha256 in seen:
        return Rejected(verdict.sha256, Reason.REPEATED, "")
    seen.add(verdict.sha256)
    return verdict


def _write(writer: FaceSetWriter, tally: Tally, photograph: Photograph, verdict: Verdict) -> None:
    source, name = photograph.source, photograph.name
    if isinstance(verdict, Kept):
        tally.count(source, None)
        writer.add(verdict.image, _row(photograph, verdict))
    else:
        tally.count(source, verdict.reason)
        writer.reject(source, name, verdict.reason, verdict.detail)


def _row(photograph: Photograph, kept: Kept) -> dict[str, Any]:
    labels = photograph.labels
    return {
        "source": photograph.source,
        "name": photograph.name,
        "sha256": kept.sha256,
        "split": photograph.split or split_of(labels.person, kept.sha256),
        **_where(kept.face),
        **asdict(labels),
    }


def _where(face: Face | None) -> dict[str, float | None]:
    if face is None:
        return dict.fromkeys(("score", *LANDMARKS))
    landmarks = zip(LANDMARKS, face.landmarks.ravel().tolist(), strict=True)
    return {"score": face.score, **dict(landmarks)}


def _card(recipe: Recipe, tally: Tally, splits: dict[str, int]) -> Card:
    return Card(
        format=FORMAT,
        made_by=f"morphing-faces {__version__}",
        size=recipe.size,
        channels=3 if recipe.color else 1,
        eyes=None if recipe.aligned else recipe.frame.eyes,
        count=sum(splits.values()),
        splits=splits,
        finder=None if recipe.aligned else SHA256,
        limits={} if recipe.aligned else asdict(recipe.limits),
        sources=tally.records(),
        aligned=recipe.aligned,
    )


def _nothing(photographs: int, rejected: dict[str, int]) -> str:
    reasons = ", ".join(f"{reason}: {count}" for reason, count in rejected.items())
    return f"none of {photographs} photographs shows a face to keep ({reasons})"
