"""What a user does leads where the laws say; the page's tests run the same file."""

import json
from typing import Any

import numpy as np
import pytest

from morphing_faces import Morpher
from morphing_faces.model.folder import Dimension, Floats
from tests.morpher.traces import PATH, document

TRACES: list[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))


class Listed(np.random.Generator):
    """Draws what a trace lists: a dimension and a direction for every step of the walk."""

    def __init__(self, trace: dict[str, Any]) -> None:
        super().__init__(np.random.PCG64(0))
        self._draws = [draw for choice in trace["choices"] for draw in choice]

    def choice(self, a: Any, *_: Any, **__: Any) -> Any:
        drawn = self._draws.pop(0)
        return a[drawn] if len(a) > 2 else drawn * abs(a[0])


class Drawn:
    """A decoder whose random faces are listed."""

    def __init__(self, trace: dict[str, Any]) -> None:
        self.latent_size: int = trace["latent_size"]
        self.interesting = [Dimension(index, 1.0, 0.0, 1.0) for index in trace["interesting"]]
        self._draws = [trace["start"], *trace["draws"]]

    def decode(self, z: Floats, /) -> Floats:
        return z

    def sample(self, _rng: np.random.Generator, count: int, /) -> Floats:
        assert count == 1
        return np.array([self._draws.pop(0)], np.float32)


def test_the_file_is_what_the_laws_make_of_the_stories() -> None:
    assert PATH.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace["name"])
def test_trace(trace: dict[str, Any]) -> None:
    morpher = Morpher(Drawn(trace), Listed(trace))
    for event in trace["events"]:
        match event:
            case {"do": "move", "x": x, "y": y}:
                morpher.move(x, y)
            case {"do": "set", "rank": rank, "value": value}:
                morpher.set_coordinate(rank, value)
            case {"do": "glide", "z": z}:
                morpher.glide(np.array(z, np.float32))
            case {"do": "walk", "steps": steps}:
                morpher.walk_step(len(steps))
            case {"do": "select", "first": first, "second": second}:
                morpher.select(first, second)
            case {"do": "range", "reach": reach}:
                morpher.set_reach(reach)
            case {"do": "random"}:
                morpher.randomise()
            case {"do": "freeze"}:
                morpher.toggle_freeze()
            case {"do": other}:
                getattr(morpher, other)()
        after = event["after"]
        assert morpher.z.tolist() == after["z"]
        assert list(morpher.selected) == after["selected"]
        assert morpher.frozen == after["frozen"]
