"""Chosen stories of what a user does to a face."""

from typing import Any

from tests.morpher.laws import Event

INTERESTING = [4, 0, 5, 2]
START = [1.25, -1.5, -1.25, -1, -1.25, 1.125]
OTHERS = [
    [1.5, 0.25, -1.75, -1.625, -0.75, -0.25],
    [0.5, -0.125, -1, -1.375, 0.75, 1],
    [-1.875, -1.5, -0.25, -0.5, 1.5, 0],
]


def move(x: float, y: float) -> Event:
    return {"do": "move", "x": x, "y": y}


def select(first: int, second: int) -> Event:
    return {"do": "select", "first": first, "second": second}


def slide(rank: int, value: float) -> Event:
    return {"do": "set", "rank": rank, "value": value}


def point(share: float) -> list[float]:
    """On a straight way that is nowhere near the others."""
    return [share * (place - 2.5) for place in range(len(START))]


def glide(share: float, **more: Any) -> Event:
    return {"do": "glide", "z": point(share), **more}


def go(share: float, **more: Any) -> Event:
    return {"do": "go", "z": point(share), **more}


def begin(share: float, **more: Any) -> Event:
    return {"do": "begin", "z": point(share), **more}


def step(which: int, by: int) -> Event:
    return {"do": "step", "which": which, "by": by}


def walk(quarters: int) -> Event:
    return {"do": "walk", "quarters": quarters}


def reach(value: float) -> Event:
    return {"do": "range", "reach": value}


def drawn(number: int) -> Event:
    return {"do": "random", "z": OTHERS[number]}


UNDO, REDO = {"do": "undo"}, {"do": "redo"}
FREEZE, RESET, PAUSE = {"do": "freeze"}, {"do": "reset"}, {"do": "pause"}
WALKING = {"do": "walking", "on": True}

STORIES: dict[str, list[Event]] = {
    "a hover sets the two selected coordinates": [move(0.5, -0.25), move(-1, 1), move(0, 0)],
    "positions outside the picture are ignored": [move(0.5, 0.5), move(1.25, 0), move(0, -2)],
    "while frozen, moves are ignored and the rest works": [
        move(0.5, 0.5), FREEZE, move(-0.5, -0.5), select(2, 3), move(1, 1), drawn(0), slide(1, 2),
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
    "a walk that begins or ends between two hovers makes them two": [
        move(0.25, 0.25), WALKING, move(0.5, 0.5), WALKING | {"on": False}, move(1, 1), UNDO, UNDO,
    ],
    "a pause between two hovers makes them two": [
        move(0.25, 0.25), PAUSE, move(0.5, 0.5), UNDO, UNDO,
    ],
    "a coordinate set to what it is between two hovers leaves them one": [
        move(0.25, 0.25), slide(0, 0.25), move(0.5, 0.5), UNDO, UNDO,
    ],
    "a glide to where it is between two hovers leaves them one": [
        glide(1), move(0.25, 0.25), glide(1) | {"z": [0.25, -1.5, -0.5, 0.5, 0.25, 2.5]},
        move(0.5, 0.5), UNDO, UNDO,
    ],
    "going to where one is between two hovers makes them two": [
        move(0.25, 0.25), select(0, 1), move(0.5, 0.5), UNDO, UNDO,
    ],
    "a move while frozen records nothing": [move(0.25, 0.25), FREEZE, move(1, 1), UNDO, UNDO],
    "dragging one slider is one change, two sliders are two": [
        slide(2, 0.5), slide(2, 1), slide(2, 1.5), slide(3, -1), slide(3, -2),
        UNDO, UNDO, UNDO, REDO,
    ],
    "a slider set to its own value records nothing": [slide(2, 0.5), slide(2, 0.5), UNDO, UNDO],
    "every random face is a change of its own": [
        drawn(0), drawn(1), drawn(2), UNDO, UNDO, REDO, UNDO,
    ],
    "a selection is undone": [select(2, 3), select(2, 3), move(0.5, 0.5), UNDO, UNDO, UNDO, REDO],
    "a step selects the next dimension, round in a circle, but the other one": [
        step(0, 1), step(0, 1), step(0, 1), step(1, -1), step(1, -1), step(1, 1), UNDO, UNDO, REDO,
    ],
    "a change after undo forgets what could be redone": [
        drawn(0), drawn(1), UNDO, move(0.5, -0.5), REDO, UNDO, UNDO,
    ],
    "undo leaves freezing, walking and range alone": [
        reach(3), drawn(0), FREEZE, WALKING, UNDO, move(1, 1), FREEZE, move(1, 1),
    ],
    "reset goes back to the first face and can be undone": [
        drawn(0), move(0.5, 0.5), RESET, UNDO, REDO, RESET, UNDO,
    ],
    "where a session begins, there reset returns, and nothing before it is undone": [
        move(0.5, 0.5), begin(1), UNDO, move(0.25, 0.25), RESET, UNDO, UNDO, UNDO, REDO,
    ],
    "a session begins with a selection and an origin, to which reset and undo return": [
        begin(1, selected=[3, 2], origin="a photograph"), move(0.5, 0.5), select(0, 1), drawn(0),
        RESET, UNDO, UNDO, UNDO, UNDO,
    ],
    "a hover before the beginning and one after it are two": [
        move(0.25, 0.25), begin(1), move(0.5, 0.5), UNDO, UNDO,
    ],
    "what a point was made of stays while it is moved": [
        go(1, origin="a photograph"), move(0.5, 0.5), slide(2, 1), walk(4), select(1, 2), UNDO,
        drawn(0), UNDO,
    ],
    "another origin is a change, though z is the same": [
        go(1), go(1, origin="a photograph"), go(1, origin="another"), go(1, origin="another"),
        UNDO, UNDO, UNDO,
    ],
    "a glide leaves the origin behind, or has one of its own": [
        go(1, origin="a photograph"), glide(0.75), glide(0.5, origin="another"), glide(0.5),
        UNDO, UNDO,
    ],
    "one goes to a point and a selection in one change": [
        go(1, selected=[3, 2]), move(0.5, 0.5), UNDO, UNDO, REDO,
    ],
    "a walk is one change, and stands still while frozen": [
        walk(8), walk(3), FREEZE, walk(4), FREEZE, walk(1), UNDO, UNDO,
    ],
    "a step of the walk that was begun is gone on with, whatever came between": [
        walk(2), drawn(0), walk(1), UNDO, walk(4),
    ],
    "a slide is one change, frozen or not": [
        FREEZE, glide(0.25), glide(0.5), glide(1), UNDO, UNDO, REDO, REDO,
    ],
    "a hover between two slides makes them two": [
        glide(0.25), glide(0.5), move(0.5, 0.5), glide(0.75), glide(1), UNDO, UNDO, UNDO, UNDO,
    ],
    "after undo a hover is a change of its own": [move(0.25, 0.25), UNDO, move(0.5, 0.5), UNDO],
    "what is refused changes nothing, and ends no change": [
        move(0.25, 0.25), select(1, 1), select(0, 4), select(-1, 2), slide(4, 1), reach(0),
        reach(-1), reach(2e6), {"do": "go", "z": [1, 2]}, {"do": "glide", "z": []},
        {"do": "begin", "z": [1]}, go(1, selected=[2, 2]), begin(1, selected=[0, 9]),
        move(0.5, 0.5), UNDO, UNDO,
    ],
}  # fmt: skip
