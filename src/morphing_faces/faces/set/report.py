"""A page about a face set for a person to look at: what was kept, what was left out, and why."""

import base64
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.readers.passed_over import called
from morphing_faces.faces.set.examples import EACH
from morphing_faces.faces.set.faceset import GROUP, FaceSet
from morphing_faces.faces.set.journal import Entry
from morphing_faces.faces.splits import SPLITS
from morphing_faces.faces.thumbnails import contact_sheet, jpeg

with needed_for("Reporting on a face set"):
    import jinja2
    import pyarrow.compute as pc

TEMPLATE = "report.html.jinja"
SHOWN = 144
COLUMNS = 16
GROUPS = 24
MEMBERS = 6
VALUES = 12
LABELS = ("age", "gender", "ethnicity", "expression", "person")
AGES = 10
"""Ages are counted by the decade."""


@dataclass(frozen=True)
class Label:
    """How many pictures have a label, and its most frequent values with their numbers."""

    name: str
    known: int
    different: int
    values: list[tuple[str, int]]


@dataclass(frozen=True)
class LeftOut:
    """A photograph that was left out: what it is called, why, and a picture, if there is one."""

    name: str
    detail: str
    picture: str | None


def report_page(faces: FaceSet, left_out: dict[str, list[Entry]]) -> str:
    """Make the page.

    It depends on nothing but the face set and the photographs given, so the same photographs give
    the same page.

    Args:
        faces: The face set.
        left_out: Some of the photographs that were left out, by reason.

    Returns:
        HTML that needs no other file.
    """
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["number"] = "{:,}".format
    environment.filters["called"] = called
    source = (files("morphing_faces.faces.set") / TEMPLATE).read_text(encoding="utf-8")
    card = faces.card
    rejected: Counter[str] = Counter()
    passed_over: Counter[str] = Counter()
    for record in card.sources:
        rejected.update(record.rejected)
        passed_over.update(record.passed_over)
    return environment.from_string(source).render(
        card=card,
        splits=SPLITS,
        photographs=sum(record.photographs for record in card.sources),
        by_source=_by_source(faces),
        rejected=rejected.most_common(),
        passed_over=passed_over.most_common(),
        left_out={
            reason: [_left_out(entry) for entry in entries] for reason, entries in left_out.items()
        },
        labels=list(_labels(faces)),
        kept=_sample(faces),
        shown=SHOWN,
        each=EACH,
        groups=list(_groups(faces)),
    )


def _by_source(faces: FaceSet) -> dict[str, Counter[str]]:
    """How many pictures of each source are in each split."""
    counts: dict[str, Counter[str]] = {record.name: Counter() for record in faces.card.sources}
    sources = faces.column("source")
    for split in SPLITS:
        for found in sources.take(faces.split(split)).value_counts().to_pylist():
            counts.setdefault(found["values"], Counter())[split] += found["counts"]
    return counts


def _labels(faces: FaceSet) -> Iterator[Label]:
    """The labels that any picture has."""
    for name in LABELS:
        column = faces.column(name)
        known = len(column) - column.null_count
        if not known:
            continue
        if name == "person":  # there may be as many as pictures
            yield Label(name, known, pc.count_distinct(column).as_py(), [])
            continue
        found = column.drop_null().value_counts().to_pylist()
        values = {item["values"]: item["counts"] for item in found}
        shown = _decades(values) if name == "age" else sorted(values.items(), key=_frequent)
        yield Label(name, known, len(values), shown[:VALUES])


def _decades(ages: dict[int, int]) -> list[tuple[str, int]]:
    counts: Counter[int] = Counter()
    for age, count in ages.items():
        counts[age // AGES * AGES] += count
    return [(f"{low} to {low + AGES - 1}", counts[low]) for low in sorted(counts)]


def _frequent(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _sample(faces: FaceSet) -> str:
    """A contact sheet of pictures drawn at random, but always the same."""
    rng = np.random.default_rng(0)
    places = np.sort(rng.choice(len(faces), min(SHOWN, len(faces)), replace=False))
    return _inline(jpeg(contact_sheet(list(faces.images[places]), COLUMNS)))


def _groups(faces: FaceSet) -> Iterator[str]:
    """Some groups of near-duplicates, each as a row of pictures."""
    numbers = faces.column(GROUP).fill_null(-1).to_numpy()
    count = int(numbers.max(initial=-1)) + 1
    rng = np.random.default_rng(0)
    for number in np.sort(rng.choice(count, min(GROUPS, count), replace=False)).tolist():
        places = np.flatnonzero(numbers == number)[:MEMBERS]
        yield _inline(jpeg(contact_sheet(list(faces.images[places]), MEMBERS)))


def _left_out(entry: Entry) -> LeftOut:
    picture = _inline(entry.thumbnail) if entry.thumbnail else None
    return LeftOut(f"{entry.source}: {entry.name}", entry.detail, picture)


def _inline(data: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
