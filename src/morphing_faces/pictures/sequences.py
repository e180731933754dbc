"""What the pictures and films of `morphing-faces render` show: latent points, one after another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from morphing_faces.errors import CommandError
from morphing_faces.model.capabilities import DIRECTING
from morphing_faces.model.directions import Direction
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.interpolation import along, between
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.morpher.played import Prior
from morphing_faces.types import Floats


class Axis(NamedTuple):
    """Something about a face that can be set.

    Attributes:
        name: What the user calls it: a dimension's rank, or a direction's name.
        at: The latent point that has this value of it, given another point and the value.
        note: What else the user should know; may be empty.
    """

    name: str
    at: Callable[[Floats, float], Floats]
    note: str = ""


def random_points(model: Model, seed: int, prior: Prior, count: int) -> list[Floats]:
    """Latent points of random faces; the first is that of a session with this seed.

    Args:
        model: The model.
        seed: From 0 to 4294967295.
        prior: Where they come from; see Morpher.
        count: How many.

    Returns:
        float32 [L] each.
    """
    morpher = Morpher(model, seed, prior=prior)
    points = [morpher.z]
    while len(points) < count:
        morpher.randomise()
        points.append(morpher.z)
    return points


def walked(
    begin: Callable[[], Morpher], count: int, steps: float, *, closed: bool = False
) -> Iterator[Floats]:
    """The points of a random walk, beginning where a session does.

    A closed walk gives back, evenly along the way, what lies between its end and its beginning:
    what that makes of a Brownian motion is a Brownian bridge.

    Args:
        begin: Makes the session, the same one every time.
        count: How many points.
        steps: Of the walk, from one point to the next.
        closed: Whether the point after the last one would be the first one again.

    Yields:
        float32 [L].
    """
    morpher, ahead = begin(), begin()
    drift = np.zeros_like(morpher.z)
    if closed:
        for _ in range(count):
            ahead.walk_step(steps)
        drift = (ahead.z - morpher.z) / np.float32(count)
    for number in range(count):
        yield morpher.z - np.float32(number) * drift
        morpher.walk_step(steps)


def through(stops: Sequence[Floats], count: int, *, closed: bool = False) -> Iterator[Floats]:
    """The points of a slide through several points, pausing at each.

    Args:
        stops: Two points or more, [L] each.
        count: How many to give.
        closed: Whether it goes back to the first one in the end; the point after the last one
            given would be the first one again.

    Yields:
        float32 [L].
    """
    if closed:
        stops = [*stops, stops[0]]
    steps = count if closed else max(1, count - 1)
    for number in range(count):
        yield along(stops, number / steps)


def legs(stops: Sequence[Floats], inside: int) -> Iterator[Floats]:
    """Each pair of neighbours, with points at even distances between them.

    Args:
        stops: Two points or more, [L] each.
        inside: How many points between two stops.

    Yields:
        float32 [L]: inside + 2 for each leg, one leg after the other.
    """
    for number in range(len(stops) - 1):
        for step in range(inside + 2):
            yield between(stops[number], stops[number + 1], step / (inside + 1))


def swing(number: int, count: int) -> float:
    """From 0 to 1, back over 0 to -1 and on to 0, softly: the place of one of so many frames."""
    return float(np.sin(2 * np.pi * number / count))


def find_rows(
    words: Sequence[str],
    model: Model,
    mine: Sequence[Direction] = (),
    names: Mapping[int, str] = MappingProxyType({}),
) -> list[Axis]:
    """What the words name: ranks of interesting dimensions, or directions.

    Args:
        words: Each a rank, two ranks with a - between them, or a direction's name.
        model: Whose they are.
        mine: The user's own directions.
        names: What the user calls dimensions, by their place in z.

    Raises:
        CommandError: There is no such dimension or direction.
    """
    directed = DIRECTING.of(model)
    directions = [*(directed.directions if directed else ()), *mine]
    return [row for word in words for row in _find(word.lower(), model, directions, names)]


def _find(
    word: str, model: Model, directions: Sequence[Direction], names: Mapping[int, str]
) -> list[Axis]:
    last = len(model.interesting) - 1
    first, dash, other = word.partition("-")
    if _is_rank(first) and (not dash or _is_rank(other)):
        ranks = range(int(first), int(other if dash else first) + 1)
        if not ranks or ranks[-1] > last:
            raise CommandError(f"there are no dimensions {word}; choose from 0 to {last}")
        return [_dimension(model, rank, names) for rank in ranks]
    for direction in directions:
        if direction.name == word:
            drags = direction.dragging()
            return [Axis(word, direction.at, f"{word} drags along {drags}" if drags else "")]
    known = ", ".join(direction.name for direction in directions)
    raise CommandError(
        f"there is no direction {word[:40]!r}; --rows takes dimensions from 0 to {last}"
        + (f", and {known}" if known else f", and model {model.name!r} has no directions")
    )


def _dimension(model: Model, rank: int, names: Mapping[int, str]) -> Axis:
    dimension = model.interesting[rank]

    def at(z: Floats, value: float) -> Floats:
        point = np.array(z, np.float32)
        point[dimension.index] = value
        return point

    name = names.get(dimension.index, dimension.name)
    return Axis(f"{rank}: {name}" if name else f"{rank}", at)


def _is_rank(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 5
