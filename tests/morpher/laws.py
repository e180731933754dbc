"""The laws of the Morpher, told as plainly as can be; what both languages are compared with.

It knows nothing of the Morpher: what was done is a list of places, and each law of the Morpher's
docstring is a line or two here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Event = dict[str, Any]


class Place(NamedTuple):
    """Where a session is: what undo brings back."""

    z: list[float]
    selected: list[int]
    origin: str | None


class RefusedError(Exception):
    """What is asked for is not allowed; nothing has changed."""


@dataclass
class Laws:
    """A session.

    Args:
        z: Where it begins.
        interesting: The places in z of the dimensions, by rank.
        choose: Draws a step of the random walk: a rank, and 1 or -1.
    """

    z: list[float]
    interesting: list[int]
    choose: Callable[[], tuple[int, int]]
    selected: list[int] = field(default_factory=lambda: [0, 1])
    origin: str | None = None
    frozen: bool = False
    walking: bool = False
    reach: float = 1.0
    past: list[Place] = field(default_factory=list)
    future: list[Place] = field(default_factory=list)
    last: str | None = None
    quarters: list[tuple[int, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.first = self.z, self.origin

    def do(self, event: Event) -> bool:
        """Do something; whether undo or redo had anything to go to.

        Raises:
            RefusedError: It is not allowed.
        """
        match event:
            case {"do": "move", "x": x, "y": y}:
                if not self.frozen and max(abs(x), abs(y)) <= 1:
                    edges = zip(self.selected, (x * self.reach, y * self.reach), strict=True)
                    self.go(self.changed(*edges), kind="move")
            case {"do": "set", "rank": rank, "value": value}:
                self.known(rank)
                self.go(self.changed((rank, value)), kind=f"set {rank}")
            case {"do": "walk", "quarters": quarters}:
                if not self.frozen:
                    self.go(self.walked(quarters), kind="walk")
            case {"do": "glide", "z": z}:
                self.go(z, origin=event.get("origin"), kind="glide")
            case {"do": "select", "first": first, "second": second}:
                self.go(self.z, [first, second])
            case {"do": "step", "which": which, "by": by}:
                self.step(which, by)
            case {"do": "go" | "random", "z": z}:
                self.go(z, event.get("selected"), event.get("origin"))
            case {"do": "reset"}:
                z, origin = self.first
                self.go(z, origin=origin)
            case {"do": "begin", "z": z}:
                self.go(z, event.get("selected"), event.get("origin"))
                self.first = self.z, self.origin
                self.past, self.future, self.last = [], [], None
            case {"do": "range", "reach": reach}:
                if not 0 < reach <= 1e6:
                    raise RefusedError
                self.reach, self.last = reach, None
            case {"do": "freeze"}:
                self.frozen, self.last = not self.frozen, None
            case {"do": "walking", "on": on}:
                self.walking, self.last = on, None
            case {"do": "pause"}:
                self.last = None
            case {"do": "undo"}:
                return self.back(self.past, self.future)
            case {"do": "redo"}:
                return self.back(self.future, self.past)
            case _:
                raise AssertionError(event)
        return True

    def go(
        self,
        z: list[float],
        selected: list[int] | None = None,
        origin: str | None = "as it was",
        kind: str | None = None,
    ) -> None:
        """Go somewhere; what is of the same kind as what was done last is one change with it."""
        now = Place(self.z, self.selected, self.origin)
        selected = self.selected if selected is None else selected
        for rank in selected:
            self.known(rank)
        if len(z) != len(self.z) or selected[0] == selected[1]:
            raise RefusedError
        there = Place(z, selected, self.origin if origin == "as it was" else origin)
        if kind is None:
            self.last = None
        if there != now:
            if kind is None or kind != self.last:
                self.past.append(now)
            self.future, self.last = [], kind
        self.z, self.selected, self.origin = there

    def back(self, source: list[Place], target: list[Place]) -> bool:
        self.last = None
        if not source:
            return False
        target.append(Place(self.z, self.selected, self.origin))
        self.z, self.selected, self.origin = source.pop()
        return True

    def step(self, which: int, by: int) -> None:
        """Select the next dimension but the other one."""
        count, other = len(self.interesting), self.selected[1 - which]
        if count > 2:
            ways = [(self.selected[which] + by * far) % count for far in (1, 2)]
            rank = next(rank for rank in ways if rank != other)
            self.go(self.z, [rank, other] if which == 0 else [other, rank])

    def walked(self, quarters: int) -> list[float]:
        """So many quarters of steps: each step a half, and away from where hardly any faces are."""
        z = list(self.z)
        for _ in range(quarters):
            if not self.quarters:
                rank, sign = self.choose()
                index = self.interesting[rank]
                beyond = abs(z[index] + sign / 2) > 3 and (z[index] + sign / 2) * sign > 0
                self.quarters = 4 * [(index, (-sign if beyond else sign) / 8)]
            index, stride = self.quarters.pop()
            z[index] += stride
        return z

    def changed(self, *coordinates: tuple[int, float]) -> list[float]:
        """The point, with some coordinates set, by rank."""
        z = list(self.z)
        for rank, value in coordinates:
            z[self.interesting[rank]] = value
        return z

    def known(self, rank: int) -> None:
        if not 0 <= rank < len(self.interesting):
            raise RefusedError
