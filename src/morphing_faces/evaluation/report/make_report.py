"""The command `report`, from a model and a face set to a file."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from morphing_faces.evaluation.cache import Cache
from morphing_faces.evaluation.report.findings import ReportFindings, find
from morphing_faces.evaluation.report.html import learning_curves, render
from morphing_faces.evaluation.report.settings import Settings, shown_sources
from morphing_faces.evaluation.report.sheets import make_sheets
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.protocol import Model
from morphing_faces.storage.files import refuse_nowhere, write_whole
from morphing_faces.storage.progress import ProgressBar


def make_report(
    model: Model,
    faces: FaceSet,
    out: Path,
    settings: Settings,
    *,
    cache: Path | None,
    display: ProgressBar,
) -> ReportFindings:
    """Judge a model, and write the page about it in one go.

    Args:
        model: The model.
        faces: Pictures of its shape.
        out: The HTML file to write or replace.
        settings: What goes into it.
        cache: A folder for what takes long to fit, or None.
        display: Shows what is being done.

    Raises:
        CommandError: There is no such source to show.
        FileError: The page cannot be written.
        FaceSetError: The split is empty, or the faces have another shape than the model's.
        TrainingError: The run has no log.
    """
    # Whatever can be refused is refused before minutes of work.
    shown_sources(faces, settings.show)
    learning_curves(settings.run)
    refuse_nowhere(out)
    found = find(model, faces, settings, Cache(cache, faces), display)
    display.piece("pictures")
    sheets = make_sheets(model, faces, found, settings)
    page = render(model, faces, settings, found, sheets)
    write_whole(out, page.encode())
    return found


def as_document(found: ReportFindings) -> dict[str, Any]:
    """The figures of a report for JSON, without pictures and without figures face by face."""
    return {
        "faces": len(found.rows),
        "evaluation": asdict(found.evaluation) if found.evaluation else None,
        "baselines": [asdict(row) for row in found.baselines],
        "parzen": [asdict(window) for window in found.windows],
        "features": [asdict(skill) for skill in found.skills],
        "looks": [asdict(look) for look in found.looks],
        "copies": [asdict(copies) for copies in found.copies],
        "independent": asdict(found.independent) if found.independent else None,
        "left_out": found.left_out,
    }
