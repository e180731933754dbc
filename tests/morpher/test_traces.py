"""What a user does leads where the laws say; the page's tests run the same file."""

import json
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from morphing_faces import CommandError, Morpher
from morphing_faces.model.capabilities import SAMPLING
from morphing_faces.types import Floats
from tests.morpher.traces import PATH, document
from tests.plain import Rows, numbered

TRACES: list[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))


class Listed(np.random.Generator):
    """Draws what a trace lists: a dimension and a direction for every step of the walk."""

    def __init__(self, trace: dict[str, Any]) -> None:
        super().__init__(np.random.PCG64(0))
        self._draws = [draw for choice in trace["choices"] for draw in choice]

    def choice(self, a: Any, *_: Any, **__: Any) -> Any:
        drawn = self._draws.pop(0)
        return drawn * abs(a[0]) if isinstance(a, tuple) else a[drawn]


class Drawn(Rows):
    """A model whose random faces are listed."""

    def __init__(self, trace: dict[str, Any]) -> None:
        super().__init__(
            len(trace["start"]), numbered(*trace["interesting"]), "drawn", frozenset({SAMPLING})
        )
        random = [event["z"] for event in trace["events"] if event["do"] == "random"]
        self._draws = [trace["start"], *random]

    def sample(self, _rng: np.random.Generator, count: int, /) -> Floats:
        assert count == 1
        return np.array([self._draws.pop(0)], np.float32)


def act(morpher: Morpher, event: dict[str, Any], origins: dict[str | None, object]) -> bool:
    """Do what a trace tells; whether undo or redo had anything to go to."""
    origin = origins[event.get("origin")]
    match event:
        case {"do": "move", "x": x, "y": y}:
            morpher.move(x, y)
        case {"do": "set", "rank": rank, "value": value}:
            morpher.set_coordinate(rank, value)
        case {"do": "glide", "z": z}:
            morpher.glide(np.array(z, np.float32), origin)
        case {"do": "go" | "begin" as name, "z": z}:
            selected = event.get("selected")
            where = np.array(z, np.float32), selected and tuple(selected), origin
            getattr(morpher, name)(*where)
        case {"do": "walk", "quarters": quarters}:
            morpher.walk_step(quarters / 4)
        case {"do": "select", "first": first, "second": second}:
            morpher.select(first, second)
        case {"do": "step", "which": which, "by": by}:
            morpher.step(which, by)
        case {"do": "range", "reach": reach}:
            morpher.set_reach(reach)
        case {"do": "walking", "on": on}:
            morpher.walk(on=on)
        case {"do": "random"}:
            morpher.randomise()
        case {"do": "freeze"}:
            morpher.toggle_freeze()
        case {"do": "reset"}:
            morpher.reset()
        case {"do": "pause"}:
            morpher.pause()
        case {"do": "undo"}:
            return morpher.undo()
        case {"do": "redo"}:
            return morpher.redo()
        case _:
            raise AssertionError(event)
    return True


@pytest.mark.slow
def test_the_file_is_what_the_laws_make_of_the_stories() -> None:
    assert PATH.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace["name"])
def test_trace(trace: dict[str, Any]) -> None:
    morpher = Morpher(Drawn(trace), Listed(trace))
    origins: dict[str | None, object] = defaultdict(object) | {None: None}
    expected = {
        "z": trace["start"],
        "selected": [0, 1],
        "origin": None,
        "frozen": False,
        "walking": False,
        "reach": 1,
    }
    for event in trace["events"]:
        if event.get("refused"):
            with pytest.raises(CommandError):
                act(morpher, event, origins)
        else:
            assert act(morpher, event, origins) is not event.get("none", False)
        expected |= event.get("after", {})
        assert morpher.z.tolist() == expected["z"]
        assert list(morpher.selected) == expected["selected"]
        assert morpher.origin is origins[expected["origin"]]
        assert morpher.frozen == expected["frozen"]
        assert morpher.walking == expected["walking"]
        assert morpher.reach == expected["reach"]
