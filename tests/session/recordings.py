"""Writes recordings.json: what is recorded when, and which film comes of it, by a plain model.

    python -m tests.session.recordings

Times are thousandths of a second, so that the model is exact. Points go by number: 0 is the one at
the beginning. The tests of the Python package and of the page both run the stories.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.dice import Dice

PATH = Path(__file__).with_name("recordings.json")
RATE, LONGEST = 30, 600_000
RANDOM_STORIES = 200

Event = tuple[str, int, int]


def look(milliseconds: int, number: int) -> Event:
    """The point on the screen, so long after the beginning."""
    return "look", milliseconds, number


def end(milliseconds: int) -> Event:
    return "end", milliseconds, 0


STORIES: dict[str, list[Event]] = {
    "every point is shown as long as it was": [look(510, 1), look(710, 2), end(1000)],
    "of points within a frame the last is shown": [
        look(41, 1), look(42, 2), look(60, 3), end(100),
    ],
    "a point that comes as a frame ends is in it": [look(500, 1), end(1000)],
    "a film begins with the face that was there, however soon it went": [look(1, 1), end(100)],
    "the last point is shown, however late it came": [look(999, 1), end(1000)],
    "a film has a frame at least": [end(0)],
    "a film of two points has two frames at least": [look(1, 1), end(1)],
    "where the face rests, the film goes on": [look(20, 0), look(500, 0), look(990, 0), end(1000)],
    "a point that comes back is shown again": [look(110, 1), look(210, 0), look(310, 1), end(400)],
    "it ends where it was last seen, if it is told to end before": [look(410, 1), end(10)],
    "it does not end twice, and nothing comes after the end": [
        look(110, 1), end(200), look(310, 2), end(900),
    ],
    "nothing is noted beyond ten minutes": [
        look(1010, 1), look(LONGEST, 2), look(LONGEST + 1, 3), end(LONGEST + 50_000),
    ],
    "a film that was left alone is ten minutes long": [look(1010, 1), end(2 * LONGEST)],
}  # fmt: skip


def film(events: list[Event]) -> tuple[int, list[int]]:
    """How long it is in thousandths of a second, and the number of the point in every frame."""
    notes, last, over = [(0, 0)], 0, False
    for do, time, number in events:
        if over:
            break
        if do == "end":
            last, over = max(min(time, LONGEST), notes[-1][0]), True
        elif time <= LONGEST:
            last = time
            if number != notes[-1][1]:
                notes.append((time, number))
    count = max(-(-last * RATE // 1000), min(len(notes), 2))
    ends = [Fraction(1000 * (frame + 1), RATE) if frame else 0 for frame in range(count)]
    return last, [[each for time, each in notes if time <= end][-1] for end in ends]


def random_story(dice: Dice) -> list[Event]:
    """Points that come quickly and slowly, some of them the same; never just as a frame ends."""
    time, events = 0, []
    for _ in range(1 + dice.whole(12)):
        time += dice.pick(1, 3, 17, 35, 70, 500) + dice.whole(20)
        events.append(look(time + (time % 100 == 0), dice.whole(4)))
    return [*events, end(time + 1 + dice.whole(300))]


def recordings() -> Iterator[dict[str, Any]]:
    """Every story, with its film: the numbers of points, and for how many frames each is seen."""
    stories = list(STORIES.items())
    stories += [(f"random story {n}", random_story(Dice(n))) for n in range(RANDOM_STORIES)]
    for name, events in stories:
        milliseconds, frames = film(events)
        runs = [(number, len(list(run))) for number, run in groupby(frames)]
        yield {"name": name, "events": events, "milliseconds": milliseconds, "film": runs}


def document() -> str:
    """The file's text."""
    rows = [json.dumps(story, separators=(",", ":")) for story in recordings()]
    return "[\n" + ",\n".join(rows) + "\n]\n"


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
