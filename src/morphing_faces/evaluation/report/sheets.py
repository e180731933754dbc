"""Sheets of pictures as data URIs: strips that wrap, so that they fit a phone."""

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morphing_faces.evaluation.metrics import draws
from morphing_faces.evaluation.metrics.distances import nearest
from morphing_faces.evaluation.metrics.groups import column
from morphing_faces.evaluation.report.findings import ReportFindings
from morphing_faces.evaluation.report.settings import Settings, shown_sources
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import ENCODING, RANKING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Floats

SAMPLES, COUNTED, PAIRS, MORPHS, COPIES, DIMENSIONS, STEPS = 60, 200, 15, 6, 9, 12, 9
REACH = 2.5
GAP = 1


@dataclass(frozen=True)
class Strip:
    """A picture of the page: its PNG as a data URI, what it shows, and how many faces wide."""

    uri: str
    words: str
    columns: int


@dataclass
class Sheets:
    """The sheets of a report; those that cannot be shown are empty, and `notes` says why."""

    samples: list[Strip] = field(default_factory=list)
    more: list[Strip] = field(default_factory=list)
    reconstructions: list[Strip] = field(default_factory=list)
    traversals: list[Strip] = field(default_factory=list)
    morphs: list[Strip] = field(default_factory=list)
    copies: list[Strip] = field(default_factory=list)
    calibration: list[Strip] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def make_sheets(model: Model, faces: FaceSet, found: ReportFindings, settings: Settings) -> Sheets:
    """Draw every sheet; photographs only of the sources that may be shown."""
    sheets = Sheets()
    names = column(faces, "source")
    allowed = np.isin(names.astype(str), sorted(shown_sources(faces, settings.show)))
    if settings.show is not None:
        words = ", ".join(settings.show) or "none"
        sheets.notes.append(f"Of the photographs, only those of these sources are shown: {words}.")
    random = [strip([[face]], "a sample") for face in found.samples[:COUNTED]]
    sheets.samples, sheets.more = random[:SAMPLES], random[SAMPLES:]
    sheets.traversals = _traversals(model)
    held_out = found.rows[allowed[found.rows]]
    if len(held_out) and (encoder := ENCODING.of(model)):
        photographs = draws.pictures(faces, held_out[:PAIRS])
        again = model.decode(encoder.encode(photographs)[0])
        sheets.reconstructions = _reconstructions(photographs, again)
    sheets.morphs = _morphs(model, faces, held_out, settings.seed)
    train = faces.split("train")
    train = train[allowed[train]]
    if len(train) >= 3:
        sheets.copies = _copies(faces, found.samples[:COPIES], train)
    if found.judged is not None:
        sheets.calibration = [_map(found.judged.covered[1])]
    return sheets


def _traversals(model: Model) -> list[Strip]:
    strips, ranked = [], RANKING.of(model)
    # Where nobody has measured it, a folder has zeros.
    kl = {each.index: each.kl for each in ranked.ranking if each.kl} if ranked else {}
    for rank, dimension in enumerate(model.interesting[:DIMENSIONS]):
        z = np.zeros((STEPS, model.latent_size), np.float32)
        z[:, dimension.index] = np.linspace(-REACH, REACH, STEPS)
        known = kl.get(dimension.index)
        name = dimension.name or (f"KL {known:.1f} nats" if known else "")
        strips.append(strip([model.decode(z)], f"{rank}: {name}" if name else f"{rank}"))
    return strips


def _reconstructions(photographs: Floats, again: Floats) -> list[Strip]:
    return [
        strip([[photograph], [face]], "a photograph, and its reconstruction below")
        for photograph, face in zip(photographs, again, strict=True)
    ]


def _morphs(model: Model, faces: FaceSet, rows: NDArray[np.int64], seed: int) -> list[Strip]:
    """From one face to another along a straight line in latent space."""
    encoder = ENCODING.of(model)
    if encoder and len(rows) >= 2 * MORPHS:
        ends = draws.pictures(faces, rows[-2 * MORPHS :])
        points, words = encoder.encode(ends)[0], "between two photographs"
    else:
        rng = np.random.default_rng((seed, 5))
        points, words = draws.latent_points(model, rng, 2 * MORPHS), "between two samples"
    weights = np.linspace(0, 1, STEPS, dtype=np.float32)[:, None]
    return [
        strip([model.decode((1 - weights) * points[i] + weights * points[i + 1])], words)
        for i in range(0, 2 * MORPHS, 2)
    ]


def _copies(faces: FaceSet, made: Floats, train: NDArray[np.int64]) -> list[Strip]:
    others = draws.flat(draws.pictures(faces, train))
    places, _ = nearest(draws.flat(made), others, 3)
    return [
        strip([[face, *draws.pictures(faces, train[near])]], "a sample and three training faces")
        for face, near in zip(made, places, strict=True)
    ]


def _map(covered: NDArray[np.float64]) -> Strip:
    """Coverage of the 90 % interval, pixel by pixel: 80 % black, 90 % grey, 100 % white."""
    plane = covered if covered.ndim == 2 else covered.mean(axis=2)
    return strip([[np.clip((plane - 0.8) / 0.2, 0, 1)]], "coverage of the 90 % interval")


def strip(rows: Iterable[Iterable[NDArray[np.floating]]], words: str) -> Strip:
    """Faces [H, W] or [H, W, 3] in [0, 1], in rows, as one PNG with a narrow gap between them."""
    cells = [[np.asarray(face) for face in row] for row in rows]
    height, width = cells[0][0].shape[:2]
    shape = (
        len(cells) * (height + GAP) - GAP,
        len(cells[0]) * (width + GAP) - GAP,
        *cells[0][0].shape[2:],
    )
    canvas = np.full(shape, 128, np.uint8)
    for i, row in enumerate(cells):
        for j, face in enumerate(row):
            top, left = i * (height + GAP), j * (width + GAP)
            canvas[top : top + height, left : left + width] = np.rint(np.clip(face, 0, 1) * 255)
    buffer = io.BytesIO()
    Image.fromarray(canvas).save(buffer, "PNG", optimize=True)
    data = base64.b64encode(buffer.getvalue()).decode()
    return Strip(f"data:image/png;base64,{data}", words, len(cells[0]))
