"""Commands about directions and names, the model's and the user's: dir name remember forget."""

import difflib
from pathlib import Path

import numpy as np

from morphing_faces.errors import CommandError, FileError
from morphing_faces.model.capabilities import DIRECTING
from morphing_faces.model.difference import difference
from morphing_faces.model.directions import NAME, SHORTEST, Direction
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.points import dimension_names
from morphing_faces.points.dimension_names import read_dimension_name
from morphing_faces.points.document import read_limited
from morphing_faces.points.user_directions import DIRECTION, UserDirections, read_name
from morphing_faces.session.argument_types import Along, DirectionName, PointWord, Rank
from morphing_faces.session.language import command
from morphing_faces.session.session_points import SessionPoints
from morphing_faces.storage.documents import parsed
from morphing_faces.types import Floats
from morphing_faces.wording import counted

FARTHEST = 1e6
"""From one coordinate to the other; the norm of more may be no float32."""


class DirectionCommands:
    """What a session does with directions, and with names for dimensions.

    Args:
        morpher: What is moved.
        points: Finds points.
        user_directions: Where the user's own directions and names are kept.

    Attributes:
        locked: The directions, by name, whose readings stay while others move.
        moved: The direction that was gone along last, and the point where that led.
    """

    def __init__(
        self, morpher: Morpher, points: SessionPoints, user_directions: UserDirections
    ) -> None:
        self._morpher = morpher
        self._points = points
        self._user_directions = user_directions
        self._complaints: list[str] = []
        self.locked: dict[str, Direction] = {}
        self.moved: tuple[Direction, Floats] | None = None
        self.reload()

    def follow(self) -> None:
        """Take those of another model, where the morpher has gone on with one."""
        if self._user_directions.model is not self._morpher.model:
            self._user_directions = self._user_directions.of(self._morpher.model)
            self.locked.clear()
            self.reload()

    def complaints(self) -> list[str]:
        """A sentence on each that was passed over since the last call."""
        told, self._complaints = self._complaints, []
        return told

    def reload(self) -> None:
        """Read the directions and names anew, of the model as it is by now and of the user."""
        directed = DIRECTING.of(self._morpher.model)
        self._models = tuple(directed.directions) if directed else ()
        mine, self._complaints = self._user_directions.directions()
        models = {each.name for each in self._models}
        self._mine = [each for each in mine if each.name not in models]
        self._complaints += [
            f"your direction {each.name!r} is passed over: the model has one of that name"
            for each in mine
            if each.name in models
        ]
        names = {}
        try:
            names = self._user_directions.names()
        except FileError as error:
            self._complaints.append(str(error))
        for rank, dimension in enumerate(self._morpher.model.interesting):
            if dimension.index in names:
                self._morpher.rename(rank, names[dimension.index])

    def names(self) -> list[str]:
        """The names of all directions."""
        return [each.name for each in self.known()]

    def known(self) -> list[Direction]:
        """The directions there are: the model's, then the user's own."""
        return [*self._models, *self._mine]

    @command("dir", "directions")
    def go_along(self, name: DirectionName | None = None, steps: Along | None = None) -> str:
        """Go some steps along a direction; dir lists all."""
        if name is None:
            return self._listed()
        direction = self.find(name)
        if steps is None:
            reading = direction.reading(self._morpher.z)
            return "; ".join(filter(None, (f"{direction.name} {reading:+.2f}", _told(direction))))
        moved = self._stepped(direction, steps)
        self._morpher.go(moved, origin=self._morpher.origin)
        self.moved = direction, moved
        unit = direction.unit
        worth = f", about {unit.value * steps:+.3g} {unit.of}" if unit else ""
        drags, stays = direction.dragging(steps), ", ".join(self.locked)
        # What a step drags along is measured for the whole of it, not for what locks leave.
        aside = f"; locked: {stays}" if stays else f"; it drags along {drags}" if drags else ""
        reading = direction.reading(moved)
        return f"{direction.name} {steps:+g}{worth}; now at {reading:+.2f}{aside}"

    @command("name")
    def rename(self, d: Rank, name: str | None = None) -> str:
        """Call a dimension, from 0 to {last}, by a name of yours."""
        if not 0 <= d <= self._morpher.last:
            raise CommandError(f"there is no dimension {d}; choose from 0 to {self._morpher.last}")
        dimension = self._morpher.model.interesting[d]
        word = None if name is None else read_dimension_name(name)
        before = self._user_directions.keep_names({dimension.index: word})
        if word is None and dimension.index not in before:
            raise CommandError(f"you have not named dimension {d}")
        given = word or dimension.name
        self._morpher.rename(d, given)
        return f"dimension {d} is {given}" if given else f"dimension {d} has no name any more"

    @command("remember")
    def remember(self, name: str, a: PointWord, b: PointWord | None = None) -> str:
        """Make a direction from A to B, or to here; a* and b* are groups."""
        if b is not None and any(mark in a + b for mark in "*?"):
            return self._remember_difference(name, a, b)
        start = self._points.find(a).point.z
        end = self._morpher.z if b is None else self._points.find(b).point.z
        name = read_name(name)
        self._refuse_known(name)
        step = end.astype(np.float64) - start.astype(np.float64)
        if np.linalg.norm(step) < SHORTEST:
            raise CommandError("the two points are the same, and no step leads from one to another")
        if np.abs(step).max() > FARTHEST:
            raise CommandError("the two points are too far apart for a step from one to the other")
        return self._keep(Direction(name, "own", step.astype(np.float32)))

    @command("forget")
    def forget(self, name: DirectionName) -> str:
        """Take away a direction of yours."""
        name = name.lower()
        if not NAME.fullmatch(name) or not self._user_directions.forget(name):
            mine = ", ".join(each.name for each in self._mine) or "none yet"
            raise CommandError(f"there is no direction of yours called {name[:40]!r} ({mine})")
        self._mine = [each for each in self._mine if each.name != name]
        self.locked.pop(name, None)
        return f"{name} is forgotten"

    def take(self, path: Path) -> str:
        """Take over a direction or names of dimensions from a file, such as one of the page's.

        Returns:
            What to tell the user; empty where the file has neither.

        Raises:
            MorphingFacesError: It cannot be read, or is damaged, or of another model; or there is
                a direction of the name already.
        """
        found = parsed(read_limited(path))
        form = found.get("format") if isinstance(found, dict) else None
        if form == dimension_names.FORMAT:
            return self._take_names(self._user_directions.names_in(path))
        if form != DIRECTION:
            return ""
        direction = self._user_directions.direction_in(path)
        self._refuse_known(direction.name)
        return self._keep(direction)

    def find(self, name: str) -> Direction:
        """The direction of a name; raises CommandError where there is none."""
        for direction in self.known():
            if direction.name == name.lower():
                return direction
        near = difflib.get_close_matches(name.lower(), self.names(), n=1)
        hint = f"did you mean {near[0]!r}?" if near else "'dir' lists them"
        raise CommandError(f"there is no direction {name[:40]!r}; {hint}")

    def _stepped(self, direction: Direction, steps: float) -> Floats:
        """The point so many steps further, where what is locked reads as before."""
        name = direction.name
        if name in self.locked:
            raise CommandError(f"{name} is locked; 'unlock {name}' lets it move")
        z = self._morpher.z
        if not self.locked:
            return direction.stepped(z, steps)
        step = direction.beside(list(self.locked.values()))
        if step is None:
            raise CommandError(
                f"{name} cannot move while {' and '.join(self.locked)} "
                f"{'stays' if len(self.locked) == 1 else 'stay'}: next to nothing is left of it"
            )
        return (z + steps * step).astype(np.float32)

    def _remember_difference(self, name: str, a: str, b: str) -> str:
        """Make a direction of the step between the means of two groups."""
        name = read_name(name)
        self._refuse_known(name)
        first, second = (
            np.stack([each.point.z for each in self._points.group(word)]) for word in (a, b)
        )
        found = difference(first, second)
        kept = self._keep(Direction(name, "own", found.step))
        return f"{len(first)} and {counted(len(second), 'point')}, the step is {found}; {kept}"

    def _take_names(self, given: dict[int, str]) -> str:
        self._user_directions.keep_names(given)
        for rank, dimension in enumerate(self._morpher.model.interesting):
            if dimension.index in given:
                self._morpher.rename(rank, given[dimension.index])
        return f"names of dimensions taken over: {len(given)}"

    def _refuse_known(self, name: str) -> None:
        if any(each.name == name for each in self._models):
            raise CommandError(f"the model has a direction {name!r} already; choose another name")
        if any(each.name == name for each in self._mine):
            raise CommandError(f"there is a direction {name!r} already; 'forget {name}' first")

    def _keep(self, direction: Direction) -> str:
        path = self._user_directions.keep(direction)
        self._mine = sorted([*self._mine, direction], key=lambda each: each.name)
        return f"kept in {path}; 'dir {direction.name} +1' takes the step again, from any face"

    def _listed(self) -> str:
        """Every direction in a line: where the face is, how good it is, what it drags along."""
        found = self.known()
        if not found:
            return f"model {self._morpher.model.name!r} {DIRECTING.lacking}"
        width = max(len(each.name) for each in found)
        z = self._morpher.z
        rows = (
            f"{each.name:<{width}}  {each.reading(z):+.2f}  "
            f"{'locked; ' if each.name in self.locked else ''}{_told(each)}"
            for each in found
        )
        return "\n".join(row.rstrip() for row in rows)


def _told(direction: Direction) -> str:
    """How good a direction is, and what it drags along."""
    if direction.kind == "own":
        return "yours"
    parts = [
        f"{direction.score} on {counted(direction.score.faces, 'face')}" if direction.score else ""
    ]
    parts.append(f"a step is {direction.unit}" if direction.unit else "")
    drags = direction.dragging()
    parts.append(f"drags along {drags}" if drags else "")
    return "; ".join(filter(None, parts))
