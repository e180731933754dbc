"""The point in latent space, and everything that moves it. Pure: no screen, no files, no clock."""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from morphing_faces.errors import CommandError
from morphing_faces.model.dimensions import Dimension
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.history import History, Snapshot
from morphing_faces.morpher.played import PlayedModel, Prior
from morphing_faces.morpher.point import Point
from morphing_faces.seeds import LARGEST_SEED
from morphing_faces.types import Floats

LARGEST_REACH = 1e6


@dataclass(frozen=True)
class Coordinate:
    """One selected coordinate of the latent point.

    Attributes:
        rank: What the user calls the dimension: 0 is the most interesting.
        name: A word for what it does, where the model has one.
        value: Where the latent point is along it, in standard deviations of the prior.
    """

    rank: int
    name: str | None
    value: float

    def __str__(self) -> str:
        label = f"{self.rank} {self.name}" if self.name else f"{self.rank}"
        return f"{label}: {self.value:+.2f}"


@dataclass(frozen=True)
class Status:
    """What a view tells the user at all times.

    Attributes:
        selected: The coordinate that follows the mouse sideways, then the one upwards.
        frozen: Whether moves are ignored.
        walking: Whether the random walk goes on whenever the face is not frozen.
        reach: The coordinate at the picture's right and upper edge.
    """

    selected: tuple[Coordinate, Coordinate]
    frozen: bool
    walking: bool
    reach: float

    def __str__(self) -> str:
        states = ["frozen"] if self.frozen else ["walking"] if self.walking else []
        return "  ".join([*map(str, self.selected), *states])


class Morpher:
    """A latent point z, two selected dimensions that follow the mouse, and a face.

    Dimensions go by rank: 0 is the first of the decoder's interesting dimensions. The laws:

    - `move` sets the two selected coordinates and nothing else;
    - while frozen, `move` and `walk_step` do nothing, while all the rest works: dimensions can be
      selected, and `randomise` draws another face, which then stays until the user unfreezes;
    - `select`, `toggle_freeze` and `set_reach` leave z as it is;
    - equal seeds and equal calls give equal faces;
    - everything that changes z, the selection, the origin or the model can be undone; freezing,
      reach and walking are left alone by that.

    The page's Morpher follows them, too; `tests/morpher/traces.json` holds both to them.

    Args:
        model: What turns latent points into faces.
        seed: A whole number from 0 to 4294967295, or a generator, to draw from; fresh by default.
        reach: The coordinate at the picture's edges, above 0.
        prior: "fitted" draws random faces by the model's own prior where it has one;
            "standard" draws them from N(0, I) always.

    Raises:
        CommandError: The seed, the reach or the prior is not allowed.
        ModelError: The model has fewer than two interesting dimensions.
    """

    def __init__(
        self,
        model: Model,
        seed: int | np.random.Generator | None = None,
        reach: float = 1.0,
        prior: Prior = "fitted",
    ) -> None:
        if prior not in get_args(Prior):
            raise CommandError(f"the prior is {' or '.join(get_args(Prior))}, got {prior!r}")
        self._rng, self._prior = _generator(seed), prior
        self._played = PlayedModel(model, self._rng, prior)
        self._selected = (0, 1)
        self._frozen = False
        self._walking = False
        self._history = History()
        self.set_reach(reach)
        self._z = self._played.draw()
        self._origin: object = None
        self._first = self._place

    @property
    def model(self) -> Model:
        """What is played with by now."""
        return self._played.model

    @property
    def decode(self) -> Callable[[Floats], Floats]:
        """What turns a point [L] of this model into its face, in any thread; see `face`."""
        return self._played.decode

    @property
    def z(self) -> Floats:
        """The latent point, float32 [L]; a copy that cannot be written to."""
        copy = self._z.copy()
        copy.flags.writeable = False
        return copy

    @property
    def selected(self) -> tuple[int, int]:
        """The ranks of the two dimensions that follow the mouse: sideways, upwards."""
        return self._selected

    @property
    def origin(self) -> object:
        """What the point was made of; stays until `go`, `glide` or `reset` leads elsewhere."""
        return self._origin

    @property
    def last(self) -> int:
        """The highest rank there is; 28 for the model that ships."""
        return len(self._played.indices) - 1

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions by rank: where each lies in z, and what it is called by now."""
        return self._played.dimensions

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would take a change back."""
        return self._history.can_undo

    @property
    def before(self) -> Floats | None:
        """The point before its last change, [L]; None for none, or one of another model."""
        place = self._history.last_elsewhere(self._place)
        return place.point.z if place and place.played is self._played else None

    @property
    def can_redo(self) -> bool:
        """Whether `redo` would take an undo back."""
        return self._history.can_redo

    @property
    def frozen(self) -> bool:
        """Whether moves are ignored."""
        return self._frozen

    @property
    def walking(self) -> bool:
        """Whether views are to call `walk_step` as time goes by."""
        return self._walking

    @property
    def reach(self) -> float:
        """The coordinate at the picture's right and upper edge."""
        return self._reach

    @property
    def status(self) -> Status:
        """What a view tells the user at all times."""
        first, second = (
            Coordinate(rank, self._played.names[rank], float(self._z[self._index(rank)]))
            for rank in self._selected
        )
        return Status((first, second), self._frozen, self._walking, self._reach)

    def face(self) -> Floats:
        """Decode the latent point.

        Returns:
            float32 [H, W] or [H, W, 3] in [0, 1].

        Raises:
            ModelError: The decoder cannot, or its answer is not finite.
        """
        return self._played.decode(self._z)

    def move(self, x: float, y: float) -> None:
        """Set the two selected coordinates from a position in the picture.

        Args:
            x: -1 at the picture's left edge, 1 at its right; sets the first selected coordinate.
            y: -1 at its bottom, 1 at its top; sets the second.
        """
        if self._frozen or not (-1 <= x <= 1 and -1 <= y <= 1):
            return
        z = self._z.copy()
        first, second = self._selected
        z[self._index(first)] = x * self._reach
        z[self._index(second)] = y * self._reach
        self._leave(self._at(z), "move")

    def set_coordinate(self, rank: int, value: float) -> None:
        """Set one coordinate, as a slider does; frozen or not.

        Args:
            rank: Of the dimension.
            value: Its new coordinate, a finite number.

        Raises:
            CommandError: There is no such dimension, or the value is not finite.
        """
        if not math.isfinite(value):
            raise CommandError(f"a coordinate must be a finite number, got {value:g}")
        z = self._z.copy()
        z[self._index(self._rank(rank))] = value
        self._leave(self._at(z), f"set {rank}")

    def select(self, first: int, second: int) -> None:
        """Choose the dimensions that follow the mouse; the previous two stay where they are.

        Args:
            first: Rank of the dimension that follows the mouse sideways.
            second: Rank of the one that follows it upwards.

        Raises:
            CommandError: There is no such dimension, or both are the same.
        """
        there = Point(self._z, self._pair(first, second))
        self._leave(Snapshot(self._played, there, self._origin), None)

    def step(self, which: int, by: int) -> None:
        """Select the next dimension, round in a circle, skipping the other selected one.

        Args:
            which: 0 to change the first selected dimension, 1 to change the second.
            by: 1 for the next rank, -1 for the previous one.
        """
        other = self._selected[1 - which]
        rank = (self._selected[which] + by) % (self.last + 1)
        if rank == other and self.last > 1:
            rank = (rank + by) % (self.last + 1)
        if rank != other:
            self.select(*((rank, other) if which == 0 else (other, rank)))

    def rename(self, rank: int, name: str | None) -> None:
        """Call a dimension by another name, or by none; nothing else changes.

        Args:
            rank: Of the dimension.
            name: A word for what it does.

        Raises:
            CommandError: There is no such dimension.
        """
        self._played.names[self._rank(rank)] = name

    def renumber(self, dimensions: Sequence[Dimension]) -> None:
        """Number the dimensions anew, as when a ranking has become better; z stays as it is.

        The selected dimensions stay selected, now and in what undo returns to, where they are still
        among the interesting ones.

        Args:
            dimensions: At least two, the most interesting first.
        """
        ranks = {dimension.index: rank for rank, dimension in enumerate(dimensions)}
        played = self._played
        moved = [ranks.get(index) for index in played.indices]

        def renumbered(place: Snapshot) -> Snapshot:
            if place.played is not played or place.point.selected is None:
                return place
            first, second = (moved[rank] for rank in place.point.selected)
            there = None if first is None or second is None else (first, second)
            return place._replace(point=place.point._replace(selected=there))

        self._history.renumber(renumbered)
        self._first = renumbered(self._first)
        self._selected = renumbered(self._place).point.selected or (0, 1)
        played.renumber(dimensions)

    def pause(self) -> None:
        """End the current change: what follows is undone by itself, even if it is of its kind."""
        self._history.pause()

    def toggle_freeze(self) -> None:
        """Ignore moves from now on, or follow them again."""
        self._history.pause()
        self._frozen = not self._frozen

    def randomise(self) -> None:
        """Draw another face: every coordinate of z afresh, from the prior."""
        self.go(self._played.draw())

    def reset(self) -> None:
        """Return to the face that the session began with; this, too, can be undone."""
        first = self._first
        if first.played is self._played:
            self.go(first.point.z, origin=first.origin)
        else:
            self._leave(first, None)

    def switch(self, model: Model, z: Floats | None = None, origin: object = None) -> None:
        """Go on with another model; undo leads back to the one of before.

        The selection starts anew, as two models' dimensions have nothing in common. Whether moves
        are ignored, the reach and the walk stay.

        Args:
            model: The other model.
            z: A latent point of it, finite numbers, [L]; drawn by default.
            origin: What the point was made of.

        Raises:
            CommandError: The point has another shape, or coordinates that are not finite.
            ModelError: The model has fewer than two interesting dimensions.
        """
        played = PlayedModel(model, self._rng, self._prior)
        there = played.draw() if z is None else _finite(z, model.latent_size)
        self._leave(Snapshot(played, Point(there, (0, 1)), origin), None)

    def go(
        self,
        z: Floats,
        selected: tuple[int, int] | None = None,
        origin: object = None,
    ) -> None:
        """Go to a latent point.

        Args:
            z: Finite numbers, [L].
            selected: Ranks to select in the same step; those selected now by default.
            origin: What the point was made of.

        Raises:
            CommandError: The point has another shape, or coordinates that are not finite; or there
                are no such dimensions.
        """
        self._leave(self._arrival(z, selected, origin), None)

    def glide(self, z: Floats, origin: object = None) -> None:
        """Go to a latent point on the way to another; consecutive ones are a single change.

        Args:
            z: Finite numbers, [L].
            origin: What the point was made of.

        Raises:
            CommandError: The point has another shape, or coordinates that are not finite.
        """
        self._leave(self._arrival(z, None, origin), "glide")

    def begin(
        self,
        z: Floats,
        selected: tuple[int, int] | None = None,
        origin: object = None,
    ) -> None:
        """Let the session begin at a latent point: there `reset` returns, and nothing is undone.

        Args:
            z: Finite numbers, [L].
            selected: Ranks to select; those selected now by default.
            origin: What the point was made of.

        Raises:
            CommandError: The point has another shape, or coordinates that are not finite; or there
                are no such dimensions.
        """
        self._first = self._arrival(z, selected, origin)
        self._restore(self._first)
        self._history = History()

    def undo(self) -> bool:
        """Return to before the last change.

        Returns:
            Whether there was one.
        """
        return self._restore(self._history.undo(self._place))

    def redo(self) -> bool:
        """Take back the last undo.

        Returns:
            Whether there was one, with no change since.
        """
        return self._restore(self._history.redo(self._place))

    def set_reach(self, reach: float) -> None:
        """Stretch the picture's edges to other coordinates; z stays until the next move.

        Args:
            reach: The coordinate at the right and upper edge, above 0 and at most a million.

        Raises:
            CommandError: The reach is not such a number.
        """
        if not (math.isfinite(reach) and 0 < reach <= LARGEST_REACH):
            raise CommandError(
                f"the range must be above 0 and at most {LARGEST_REACH:,.0f}, got {reach:g}"
            )
        self._history.pause()
        self._reach = float(reach)

    def walk(self, *, on: bool) -> None:
        """Start or stop the random walk, which views drive with `walk_step`."""
        self._history.pause()
        self._walking = on

    def walk_step(self, share: float = 1.0) -> None:
        """Take a step of the random walk, or a share of one; see RandomWalk.advance.

        Args:
            share: How much of a step to take: 1 for a whole one, above 1 for several.
        """
        if not self._frozen:
            z = self._z.copy()
            self._played.walk.advance(z, share)
            self._leave(self._at(z), "walk")

    @property
    def _place(self) -> Snapshot:
        return self._at(self._z)

    def _at(self, z: Floats) -> Snapshot:
        """Another latent point, with all else as it is."""
        return Snapshot(self._played, Point(z, self._selected), self._origin)

    def _arrival(self, z: Floats, selected: tuple[int, int] | None, origin: object) -> Snapshot:
        """A place, if there can be such a one here."""
        there = _finite(z, len(self._z))
        pair = self._selected if selected is None else self._pair(*selected)
        return Snapshot(self._played, Point(there, pair), origin)

    def _leave(self, place: Snapshot, kind: str | None) -> None:
        """Go to a place; points are replaced and never written to, so that undo has them."""
        if kind is None:
            self._history.pause()
        z, selected, _ = place.point
        moved = not np.array_equal(z, self._z) or selected != self._selected
        other = place.origin is not self._origin or place.played is not self._played
        if moved or other:
            self._history.record(self._place, kind)
        self._restore(place)

    def _restore(self, place: Snapshot | None) -> bool:
        if place is not None:
            self._played, self._origin = place.played, place.origin
            self._z = place.point.z
            self._selected = place.point.selected or self._selected
        return place is not None

    def _pair(self, first: int, second: int) -> tuple[int, int]:
        """The ranks of two different dimensions."""
        ranks = self._rank(first), self._rank(second)
        if ranks[0] == ranks[1]:
            raise CommandError(
                f"the two dimensions must differ, got {ranks[0]} twice; "
                f"choose two from 0 to {self.last}"
            )
        return ranks

    def _index(self, rank: int) -> int:
        """Where a dimension lies in z."""
        return self._played.indices[rank]

    def _rank(self, number: int) -> int:
        try:
            rank = operator.index(number)
        except TypeError:
            rank = -1
        if not 0 <= rank <= self.last:
            raise CommandError(f"there is no dimension {number}; choose from 0 to {self.last}")
        return rank


def _finite(z: Floats, size: int) -> Floats:
    """A copy of a latent point, if it is one."""
    there = np.array(z, np.float32)
    if there.shape != (size,) or not np.isfinite(there).all():
        raise CommandError(f"a latent point here is {size} finite numbers")
    return there


def _generator(seed: int | np.random.Generator | None) -> np.random.Generator:
    if seed is None or isinstance(seed, np.random.Generator):
        return np.random.default_rng(seed)
    if not isinstance(seed, int | np.integer) or not 0 <= seed <= LARGEST_SEED:
        raise CommandError(f"a seed is a whole number from 0 to {LARGEST_SEED}, got {seed}")
    return np.random.default_rng(seed)
