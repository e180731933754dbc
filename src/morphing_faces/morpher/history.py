"""Undo and redo without limit, over the places that a session has been at."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from morphing_faces.morpher.played import PlayedModel
from morphing_faces.morpher.point import Point


class Snapshot(NamedTuple):
    """What undo returns to.

    Attributes:
        played: The model.
        point: With the dimensions that were selected; a reach is not undone, so it has none.
        origin: What the point was made of, such as a photograph; None for nothing in particular.
    """

    played: PlayedModel
    point: Point
    origin: object = None


Renumbering = Callable[[Snapshot], Snapshot]
"""From a place to the same one, with the dimensions that were selected there by new ranks."""


class History:
    """The places before now, and those that undo has left.

    Changes of the same kind, one after the other with nothing else between them, count as one: a
    hover is a single change, and so is a slider that is dragged.
    """

    def __init__(self) -> None:
        self._past: list[Snapshot] = []
        self._future: list[Snapshot] = []
        self._kind: str | None = None

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return bool(self._future)

    def last_elsewhere(self, now: Snapshot) -> Snapshot | None:
        """The place before the last change that led to another point; None for no such change."""
        return next((each for each in reversed(self._past) if _elsewhere(each, now)), None)

    def record(self, before: Snapshot, kind: str | None = None) -> None:
        """Note a change; what could be redone is forgotten.

        Args:
            before: Where the session was before it.
            kind: Of the change; None never joins another.
        """
        if kind is None or kind != self._kind:
            self._past.append(before)
        self._future.clear()
        self._kind = kind

    def pause(self) -> None:
        """End the current change: what follows is another, even of the same kind."""
        self._kind = None

    def renumber(self, ranks: Renumbering) -> None:
        """Call dimensions by new ranks from now on."""
        for places in (self._past, self._future):
            places[:] = [ranks(place) for place in places]

    def undo(self, now: Snapshot) -> Snapshot | None:
        """The place before the last change, or None where there is none."""
        return self._step(self._past, self._future, now)

    def redo(self, now: Snapshot) -> Snapshot | None:
        """The place that undo left, or None where there is none."""
        return self._step(self._future, self._past, now)

    def _step(
        self, source: list[Snapshot], target: list[Snapshot], now: Snapshot
    ) -> Snapshot | None:
        self.pause()
        if not source:
            return None
        target.append(now)
        return source.pop()


def _elsewhere(place: Snapshot, now: Snapshot) -> bool:
    """Whether two places are two points."""
    return place.played is not now.played or not np.array_equal(place.point.z, now.point.z)
