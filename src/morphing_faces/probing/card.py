"""The section of a model card that lists its directions."""

import re

from morphing_faces.model.config import ModelConfig
from morphing_faces.model.directions import WARNED, Direction
from morphing_faces.probing.find import FoundDirections

HEADING = "## Directions"
BEFORE = ("## Training", "## Licence", "## Limits")


def with_directions(text: str, config: ModelConfig, found: FoundDirections) -> str:
    """A model card with a section on directions, in the place of the one it may have.

    Args:
        text: The card, in Markdown.
        config: The model's configuration, with the names of its dimensions.
        found: The directions.
    """
    text = re.sub(rf"(?ms)^{HEADING}\n.*?(?=^## |\Z)", "", text)
    section = _section(config, found)
    for heading in BEFORE:
        place = re.search(rf"(?m)^{heading}$", text)
        if place:
            return f"{text[: place.start()]}{section}\n{text[place.start() :]}"
    return f"{text.rstrip()}\n\n{section}"


def _section(config: ModelConfig, found: FoundDirections) -> str:
    rows = "\n".join(
        f"| {each.name} | {' … '.join(each.ends or ('', ''))} | {_scored(each)} "
        f"| {each.unit or ''} | {each.dragging()} |"
        for each in found.directions
        if each.kind != "unsupervised"
    )
    others = [each.name for each in found.directions if each.kind == "unsupervised"]
    singular = (
        f"\nWithout any label, the singular vectors of the decoder's first layer that change a\n"
        f"face visibly: {', '.join(others)}.\n"
        if others
        else ""
    )
    ranks = {each.index: rank for rank, each in enumerate(config.interesting)}
    names = [
        f"{ranks[index]} is {it.name} ({it.explained:.0%} explained)"
        for index, it in found.names.items()
    ]
    named = f"\nOf the interesting dimensions, {'; '.join(names)}.\n" if names else ""
    return f"""{HEADING}

Linear probes on the posterior mean of {found.learnt_from:,} faces, scored on {found.held_out:,}
others. One step is one standard deviation of what a probe reads. The last column has what else a
step moves by {WARNED} of its own steps or more; {found.judged} held-out faces were decoded and
encoded again for that, one step to either side. Again with
`morphing-faces directions FACES --model {config.name} --out FOLDER`.

| direction | from … to | held-out faces | one step | drags along |
|---|---|---|---|---|
{rows}
{singular}{named}
Labels are what people guessed from photographs. A direction shows what goes with a label in these
photographs, not what a person would look like, older or happier.
"""


def _scored(direction: Direction) -> str:
    return f"{direction.score} on {direction.score.faces:,}" if direction.score else ""
