"""What came of looking for directions, as lines for a person and as a document."""

from pathlib import Path
from typing import Any

from morphing_faces.model.capabilities import RANKING
from morphing_faces.model.protocol import Model
from morphing_faces.probing.find import FoundDirections
from morphing_faces.wording import counted

HEADINGS = ("direction", "held out", "one step", "kept", "drags along, in its steps")


def table(found: FoundDirections, model: Model, folder: Path) -> str:
    """The directions as lines for a terminal.

    Args:
        found: What was found.
        model: The model.
        folder: Where it was written.
    """
    rows = [
        (
            each.name,
            str(each.score or ""),
            str(each.unit or ""),
            f"{found.kept[each.name]:.0%}" if each.name in found.kept else "",
            each.dragging(),
        )
        for each in found.directions
    ]
    rows.insert(0, HEADINGS)
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    ranks = {each.index: rank for rank, each in enumerate(RANKING.needed(model).ranking)}
    lines += [
        f"dimension {ranks[index]} is now called {it.name}, which explains {it.explained:.0%} of it"
        for index, it in found.names.items()
    ]
    lines += [f"left out: {each.name}: {each.why}" for each in found.left_out]
    lines.append(
        f"{folder}: {counted(len(found.directions), 'direction')} from "
        f"{counted(found.learnt_from, 'face')}, scored on {counted(found.held_out, 'other')}"
    )
    return "\n".join(lines)


def as_document(found: FoundDirections, folder: Path) -> dict[str, Any]:
    """The same, for a program; steps are in the model folder."""
    return {
        "folder": str(folder),
        "learnt_from": found.learnt_from,
        "held_out": found.held_out,
        "judged": found.judged,
        "directions": [
            {
                "name": each.name,
                "kind": each.kind,
                "score": {"kind": each.score.kind, "value": each.score.value,
                          "faces": each.score.faces} if each.score else None,
                "unit": {"value": each.unit.value, "of": each.unit.of} if each.unit else None,
                "kept": found.kept.get(each.name),
                "penalty": found.penalties.get(each.name),
                "leakage": each.leakage,
            }
            for each in found.directions
        ],
        "dimensions": {str(index): it._asdict() for index, it in found.names.items()},
        "left_out": [each._asdict() for each in found.left_out],
    }  # fmt: skip
