"""Findings and sheets to one self-contained HTML page."""

import json
import math
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from morphing_faces.errors import TrainingError
from morphing_faces.evaluation.cache import fingerprint
from morphing_faces.evaluation.metrics.parzen import PUBLISHED
from morphing_faces.evaluation.metrics.units import Units
from morphing_faces.evaluation.report.findings import ReportFindings
from morphing_faces.evaluation.report.plots import Series, bars, lines
from morphing_faces.evaluation.report.settings import Settings, shown_sources
from morphing_faces.evaluation.report.sheets import Sheets
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.protocol import Model
from morphing_faces.storage.documents import read_member
from morphing_faces.version import __version__

LOG = "log.jsonl"
TFD = "tfd"


def render(
    model: Model, faces: FaceSet, settings: Settings, found: ReportFindings, sheets: Sheets
) -> str:
    """Write the page; the same input gives the same page, byte by byte."""
    evaluation = found.evaluation
    option = "" if settings.split == "test" else f" --split {settings.split}"
    environment = Environment(
        loader=PackageLoader("morphing_faces.evaluation.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    height, width, *colour = model.image_shape
    sources = sorted(shown_sources(faces, None))
    units = evaluation.units if evaluation else None
    tfd = all(name.lower().startswith(TFD) for name in sources)
    return environment.get_template("report.html").render(
        name=model.name,
        shape=f"{height} × {width} pixels, {'colour' if colour else 'grey'}",
        latent=model.latent_size,
        count=f"{len(found.rows):,}",
        tiles=_tiles(found),
        command=settings.command,
        split=settings.split,
        evaluate=f"morphing-faces evaluate {model.name} FACES{option}",
        sheets=sheets,
        baselines=sorted(found.baselines, key=lambda row: row.note != "this model"),
        evaluation=evaluation,
        units=units,
        spectrum=_spectrum(units),
        variances=_variances(units),
        curves=[Markup(curve) for curve in learning_curves(settings.run)],  # noqa: S704
        groups=_groups(found),
        looks=found.looks,
        skills=found.skills,
        copies=found.copies,
        independent=found.independent,
        windows=found.windows,
        published=PUBLISHED,
        tfd=tfd,
        left_out=[*found.left_out, *sheets.notes],
        version=__version__,
        sources=", ".join(sources),
        fingerprint=fingerprint(faces),
    )


def _tiles(found: ReportFindings) -> list[tuple[str, str]]:
    if found.evaluation is None:
        return []
    one = found.evaluation
    return [
        (f"{one.elbo:,.0f}", "ELBO, nats per image"),
        (f"{one.bits_per_dim:.2f}", "bits per pixel, at most"),
        (f"{one.rmse:.3f}", "RMSE of reconstructions"),
        (f"{one.active_units}", "active dimensions"),
    ]


def _spectrum(units: Units | None) -> Markup:
    if units is None:
        return Markup()
    ordered = sorted(units.kl, reverse=True)
    points = [(float(rank), value) for rank, value in enumerate(ordered)]
    plot = lines([Series("KL", points)], "dimension, by rank", "KL, nats", logarithmic=True)
    return Markup(plot)  # noqa: S704


def _variances(units: Units | None) -> Markup:
    if units is None:
        return Markup()
    order = sorted(range(len(units.kl)), key=lambda i: -units.kl[i])

    def series(name: str, values: tuple[float, ...]) -> Series:
        return Series(name, [(float(rank), values[i]) for rank, i in enumerate(order)])

    both = [series("variance of the mean", units.variance)]
    if units.norms:
        both.append(series("length of the decoder's weights", units.norms))
    return Markup(lines(both, "dimension, by rank of KL", "", logarithmic=True))  # noqa: S704


def _groups(found: ReportFindings) -> list[tuple[str, Markup, Markup]]:
    plots = []
    groups = found.evaluation.groups if found.evaluation else ()
    for label, members in groupby(groups, key=lambda group: group.label):
        rows = list(members)
        names = [f"{row.value}{'*' if row.few else ''} ({row.faces:,})" for row in rows]
        elbo = [
            (name, row.elbo, row.elbo_standard_error,
             f"{row.elbo:,.0f} ± {row.elbo_standard_error:.0f}")
            for name, row in zip(names, rows, strict=True)
        ]  # fmt: skip
        rmse = [
            (name, row.rmse, row.rmse_standard_error,
             f"{row.rmse:.4f} ± {row.rmse_standard_error:.4f}")
            for name, row in zip(names, rows, strict=True)
        ]  # fmt: skip
        plots.append((label, Markup(bars(elbo, "nats")), Markup(bars(rmse, "RMSE"))))  # noqa: S704
    return plots


def learning_curves(run: Path | None) -> list[str]:
    """Plots of a run's log: ELBO and KL by epoch.

    Raises:
        TrainingError: The folder has no log, or it cannot be read.
    """
    if run is None:
        return []
    text = read_member(run / LOG, TrainingError, "run folder")
    try:
        records: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines() if line]
    except ValueError as error:
        raise TrainingError(f"{run / LOG} is damaged: {error}") from error
    epochs = [record for record in records if "event" not in record]

    def series(name: str, key: str) -> Series:
        return Series(
            name, [(float(epoch["epoch"]), float(epoch.get(key) or math.nan)) for epoch in epochs]
        )

    elbo = [series("held-out faces", "valid_elbo"), series("training faces", "elbo")]
    kl = [series("held-out faces", "valid_kl"), series("training faces", "kl")]
    return [lines(elbo, "epoch", "ELBO, nats"), lines(kl, "epoch", "KL, nats")]
