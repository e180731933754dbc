"""Writes traces.json: what a user does, and where it leads, by a plain model of the laws.

    python -m tests.morpher.traces

Chosen stories first, then random ones. The tests of the Python package and of the page both run
them all against their own Morpher. What is true after an event stands there as far as it differs
from what was true before it.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.dice import Dice
from tests.morpher.laws import Event, Laws, RefusedError
from tests.morpher.stories import (
    FREEZE,
    INTERESTING,
    PAUSE,
    REDO,
    RESET,
    START,
    STORIES,
    UNDO,
    move,
    reach,
    select,
    slide,
    step,
    walk,
)

PATH = Path(__file__).with_name("traces.json")
RANDOM_STORIES, RANDOM_EVENTS = 300, 24


def anything(dice: Dice, laws: Laws) -> Event:
    """Something that a user may do; what makes no difference, and what is refused, too."""
    length, count = len(laws.z), len(laws.interesting)
    rank = dice.whole(count)
    pair = [rank, (rank + 1 + dice.whole(count - 1)) % count]
    more = {
        **dice.pick({}, {}, {"origin": "a"}, {"origin": "b"}),
        **dice.pick({}, {}, {"selected": pair}),
    }
    z = dice.pick(laws.z, laws.first[0], dice.numbers(length))
    own = laws.z[laws.interesting[rank]]
    ways: list[Callable[[], Event]] = [
        *3 * [lambda: move(dice.number(1), dice.number(1))],
        lambda: move(*(laws.z[laws.interesting[each]] / laws.reach for each in laws.selected)),
        lambda: move(dice.number(2), dice.number(2)),
        *2 * [lambda: slide(rank, dice.number(2))],
        lambda: slide(rank, own),
        lambda: dice.pick(select(*pair), select(*laws.selected), select(rank, rank)),
        lambda: step(dice.whole(2), dice.pick(1, -1)),
        lambda: {"do": "go", "z": z, **more},
        lambda: {"do": "begin", "z": z, **more},
        *2 * [lambda: {"do": "glide", "z": z} | {k: more[k] for k in more if k == "origin"}],
        lambda: {"do": "random", "z": dice.numbers(length)},
        lambda: reach(dice.pick(0.5, 1, 2, 4)),
        lambda: walk(1 + dice.whole(9)),
        lambda: walk(4),
        lambda: {"do": "walking", "on": dice.pick(True, False)},
        lambda: dice.pick(FREEZE, PAUSE, RESET),
        *4 * [lambda: UNDO],
        *2 * [lambda: REDO],
    ]
    way: Callable[[], Event] = dice.pick(*ways)
    return way()


def told(
    name: str, start: list[float], interesting: list[int], events: Callable[[Laws], Iterator[Event]]
) -> dict[str, Any]:
    """A story, with what its events change."""
    dice, choices = Dice(len(name)), list[tuple[int, int]]()

    def choose() -> tuple[int, int]:
        choices.append((dice.whole(len(interesting)), dice.pick(1, -1)))
        return choices[-1]

    laws, rows = Laws(start, interesting, choose), []
    before = _state(laws)
    for event in events(laws):
        row = dict(event)
        try:
            if not laws.do(event):
                row["none"] = True
        except RefusedError:
            row["refused"] = True
        now = _state(laws)
        after = {key: value for key, value in now.items() if value != before[key]}
        rows.append(row | ({"after": after} if after else {}))
        before = now
    return {
        "name": name,
        "interesting": interesting,
        "start": start,
        "choices": choices,
        "events": rows,
    }


def _state(laws: Laws) -> dict[str, Any]:
    return {
        "z": list(laws.z),
        "selected": laws.selected,
        "origin": laws.origin,
        "frozen": laws.frozen,
        "walking": laws.walking,
        "reach": laws.reach,
    }


def traces() -> Iterator[dict[str, Any]]:
    """Every story."""
    for name, story in STORIES.items():

        def chosen(_: Laws, story: list[Event] = story) -> Iterator[Event]:
            return iter(story)

        yield told(name, START, INTERESTING, chosen)
    for number in range(RANDOM_STORIES):
        dice = Dice(number)
        length = 3 + dice.whole(3)
        interesting = dice.some(length)
        start = dice.numbers(length)

        def events(laws: Laws, dice: Dice = dice) -> Iterator[Event]:
            return (anything(dice, laws) for _ in range(RANDOM_EVENTS))

        yield told(f"random story {number}", start, interesting, events)


def document() -> str:
    """The file's text."""
    rows = [json.dumps(trace, separators=(",", ":")) for trace in traces()]
    return "[\n" + ",\n".join(rows) + "\n]\n"


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
