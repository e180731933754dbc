"""Writes traces.json: what a user does, and where it leads, by a plain model of the laws.

    python -m tests.morpher.traces

It knows nothing of the Morpher: the history is a list of places, and each law of the Morpher's
docstring is a line or two here. The tests of the Python package and of the page both run the traces
against their own Morpher.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

PATH = Path(__file__).with_name("traces.json")
LATENT = 6
INTERESTING = [4, 0, 5, 2]
DRAWS = np.random.default_rng(3).integers(-512, 512, (8, LATENT)) / 256

Event = dict[str, Any]


@dataclass
class Laws:
    """A session, told as plainly as can be."""

    z: list[float]
    draws: list[list[float]]
    selected: tuple[int, int] = (0, 1)
    frozen: bool = False
    reach: float = 1.0
    past: list[tuple[list[float], tuple[int, int]]] = field(default_factory=list)
    future: list[tuple[list[float], tuple[int, int]]] = field(default_factory=list)
    last: str = ""
    choices: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.first = self.z

    def do(self, event: Event) -> None:
        before, joined = (self.z, self.selected), ""
        self.z = list(self.z)
        match event:
            case {"do": "undo"} if self.past:
                self.future.append(before)
                self.z, self.selected = self.past.pop()
            case {"do": "redo"} if self.future:
                self.past.append(before)
                self.z, self.selected = self.future.pop()
            case {"do": "move", "x": x, "y": y}:
                if self.frozen or max(abs(x), abs(y)) > 1:
                    return
                for rank, value in zip(self.selected, (x, y), strict=True):
                    self.z[INTERESTING[rank]] = value * self.reach
                joined = "move"
            case {"do": "set", "rank": rank, "value": value}:
                self.z[INTERESTING[rank]] = value
                joined = f"set {rank}"
            case {"do": "walk", "steps": steps}:
                if self.frozen:
                    return
                for rank, sign in steps:
                    self.z[INTERESTING[rank]] += 0.5 * sign
                self.choices += steps
                joined = "walk"
            case {"do": "glide", "z": z}:
                self.z = list(z)
                joined = "glide"
            case {"do": "select", "first": first, "second": second}:
                self.selected = (first, second)
            case {"do": "random"}:
                self.z = self.draws.pop(0)
            case {"do": "reset"}:
                self.z = self.first
            case {"do": "freeze"}:
                self.frozen = not self.frozen
            case {"do": "range", "reach": reach}:
                self.reach = reach
        if event["do"] in ("undo", "redo"):
            self.last = ""
            return
        if (self.z, self.selected) != before:
            if not joined or joined != self.last:
                self.past.append(before)
            self.future = []
            self.last = joined
        elif not joined:
            self.last = ""


def move(x: float, y: float) -> Event:
    return {"do": "move", "x": x, "y": y}


def select(first: int, second: int) -> Event:
    return {"do": "select", "first": first, "second": second}


def slide(rank: int, value: float) -> Event:
    return {"do": "set", "rank": rank, "value": value}


def glide(share: float) -> Event:
    """A point on a straight way that is nowhere near the others."""
    return {"do": "glide", "z": [share * (place - 2.5) for place in range(LATENT)]}


def walk(*steps: tuple[int, int]) -> Event:
    return {"do": "walk", "steps": [list(step) for step in steps]}


def reach(value: float) -> Event:
    return {"do": "range", "reach": value}


UNDO, REDO, FREEZE = {"do": "undo"}, {"do": "redo"}, {"do": "freeze"}
RANDOM, RESET = {"do": "random"}, {"do": "reset"}

STORIES: dict[str, list[Event]] = {
    "a hover sets the two selected coordinates": [move(0.5, -0.25), move(-1, 1), move(0, 0)],
    "positions outside the picture are ignored": [move(0.5, 0.5), move(1.25, 0), move(0, -2)],
    "while frozen, moves are ignored and the rest works": [
        move(0.5, 0.5), FREEZE, move(-0.5, -0.5), select(2, 3), move(1, 1), RANDOM, slide(1, 2),
        FREEZE, move(0.25, 0.75),
    ],
    "the previous two dimensions stay where they are": [
        move(0.5, 0.5), select(2, 3), move(-0.5, -0.75), select(3, 0), move(1, -1),
    ],
    "the range stretches the edges from the next move on": [
        move(0.5, 0.5), reach(4), move(0.5, 0.5), reach(0.5), move(-1, 1),
    ],
    "a hover is one change": [
        move(0.25, 0.25), move(0.5, 0.5), move(0.75, 0.75), UNDO, UNDO, REDO, REDO,
    ],
    "a click between two hovers makes them two": [
        move(0.25, 0.25), FREEZE, FREEZE, move(0.5, 0.5), UNDO, UNDO,
    ],
    "the range between two hovers makes them two": [
        move(0.25, 0.25), reach(2), move(0.5, 0.5), UNDO, UNDO,
    ],
    "a move while frozen records nothing": [move(0.25, 0.25), FREEZE, move(1, 1), UNDO, UNDO],
    "dragging one slider is one change, two sliders are two": [
        slide(2, 0.5), slide(2, 1), slide(2, 1.5), slide(3, -1), slide(3, -2),
        UNDO, UNDO, UNDO, REDO,
    ],
    "a slider set to its own value records nothing": [slide(2, 0.5), slide(2, 0.5), UNDO, UNDO],
    "every random face is a change of its own": [RANDOM, RANDOM, RANDOM, UNDO, UNDO, REDO, UNDO],
    "a selection is undone": [select(2, 3), select(2, 3), move(0.5, 0.5), UNDO, UNDO, UNDO, REDO],
    "a change after undo forgets what could be redone": [
        RANDOM, RANDOM, UNDO, move(0.5, -0.5), REDO, UNDO, UNDO,
    ],
    "undo leaves freezing and range alone": [
        reach(3), RANDOM, FREEZE, UNDO, move(1, 1), FREEZE, move(1, 1),
    ],
    "reset goes back to the first face and can be undone": [
        RANDOM, move(0.5, 0.5), RESET, UNDO, REDO, RESET, UNDO,
    ],
    "a walk is one change, and stands still while frozen": [
        walk((0, 1), (3, -1)), walk((0, 1)), FREEZE, walk((1, 1)), FREEZE, UNDO, UNDO,
    ],
    "a slide is one change, frozen or not": [
        FREEZE, glide(0.25), glide(0.5), glide(1), UNDO, UNDO, REDO, REDO,
    ],
    "a hover between two slides makes them two": [
        glide(0.25), glide(0.5), move(0.5, 0.5), glide(0.75), glide(1), UNDO, UNDO, UNDO, UNDO,
    ],
    "after undo a hover is a change of its own": [move(0.25, 0.25), UNDO, move(0.5, 0.5), UNDO],
}  # fmt: skip


def told(name: str, story: list[Event]) -> dict[str, Any]:
    """A story with what is true after each of its events."""
    first, *draws = DRAWS.tolist()
    laws = Laws(first, [list(draw) for draw in draws])
    events = []
    for event in story:
        laws.do(event)
        after = {"z": laws.z, "selected": list(laws.selected), "frozen": laws.frozen}
        events.append({**event, "after": after})
    return {
        "name": name,
        "latent_size": LATENT,
        "interesting": INTERESTING,
        "start": first,
        "draws": draws,
        "choices": laws.choices,
        "events": events,
    }


def document() -> str:
    """The file's text."""
    rows = [json.dumps(told(name, story)) for name, story in STORIES.items()]
    return "[\n" + ",\n".join(rows) + "\n]\n"


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
