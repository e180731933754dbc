"""Directions with names: steps through the latent space that change one thing about a face.

A model folder may have `directions.json`, which `morphing-faces directions` writes::

    {"format": 1, "directions": [{
        "name": "age", "kind": "label", "step": [L numbers], "mean": 0.12,
        "score": {"kind": "R2", "value": 0.71, "faces": 1234}, "unit": {"value": 14.3,
        "of": "years"}, "ends": ["younger", "older"], "leakage": {"neutral": 0.41}}]}
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from morphing_faces.errors import ModelError
from morphing_faces.storage.documents import read_document
from morphing_faces.types import Floats

FORMAT = 1
NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
LEAST_LEAKAGE = 0.1
"""Smaller ones are not kept."""
WARNED = 0.3
"""From here on the user is told, when a step drags another direction along."""
SHORTEST = 1e-6
FREE = 0.01
"""So much of a step's square must be left beside locked directions, that it can move at all."""
LEAST_CHANGE = 0.05
"""Smaller changes of a reading are not told."""
TOLD = 4
"""So many changes are told at most."""

Kind = Literal["label", "measured", "unsupervised", "own"]


class Score(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How well a direction's probe tells what it is named after, on faces held out from it.

    Attributes:
        kind: R2, the share of the variance of a number that it explains; or AUC, how often a face
            of the class is read above one that is not.
        value: At most 1.
        faces: How many it was measured on.
    """

    kind: Literal["R2", "AUC"]
    value: float
    faces: int

    def __str__(self) -> str:
        return f"{'R²' if self.kind == 'R2' else self.kind} {self.value:.2f}"


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one step is in the unit of the attribute: 14.3 of "years"."""

    value: float
    of: str

    def __str__(self) -> str:
        return f"{self.value:.3g} {self.of}"


@dataclass(frozen=True, eq=False)
class Direction:
    """A way to go from any latent point, and how far one step is.

    Attributes:
        name: What the user calls it.
        kind: Found from labels of faces, from what was measured in them, or from the model alone;
            or the user's own.
        step: What is added to z for one step, float32 [L]: one standard deviation.
        mean: What reads 0: that of the average face.
        score: How well it tells what it is named after; None where there is nothing to compare to.
        unit: What one step is in the attribute's own unit, where it has one.
        ends: Words for what lies towards - and +.
        leakage: How many standard deviations of other directions a step drags along.
    """

    name: str
    kind: Kind
    step: Floats
    mean: float = 0.0
    score: Score | None = None
    unit: Unit | None = None
    ends: tuple[str, str] | None = None
    leakage: dict[str, float] | None = None

    def reading(self, z: ArrayLike) -> float:
        """How far along the direction a point lies, in steps: 0 for the average face.

        Args:
            z: A latent point, [L].
        """
        step = self.step.astype(np.float64)
        return float(np.asarray(z, np.float64) @ step / (step @ step)) - self.mean

    def stepped(self, z: ArrayLike, steps: float) -> Floats:
        """The point so many steps further, float32 [L].

        Args:
            z: A latent point, [L].
            steps: How many; a negative number goes the other way.
        """
        moved = np.asarray(z, np.float64) + steps * self.step.astype(np.float64)
        return moved.astype(np.float32)

    def at(self, z: ArrayLike, reading: float) -> Floats:
        """The point that a slider leads to: changed along the direction until it reads this."""
        return self.stepped(z, reading - self.reading(z))

    def beside(self, locked: Sequence["Direction"]) -> NDArray[np.float64] | None:
        """The step that changes this reading by 1 and that of no locked direction.

        A reading along u is z.u / u.u: it stays if and only if the step is orthogonal to u. The
        shortest such step is p u.u / p.p, where p is the part of this direction's own step u that
        is orthogonal to all locked ones.

        Args:
            locked: Directions whose readings are to stay.

        Returns:
            [L]; None where the locked ones leave next to nothing of the step, as they would of one
            that is nearly the same.
        """
        step = self.step.astype(np.float64)
        if not locked:
            return step
        across = np.stack([each.step.astype(np.float64) for each in locked], axis=1)
        across /= np.linalg.norm(across, axis=0)
        left = step - across @ np.linalg.lstsq(across, step)[0]
        square = float(step @ step)
        return None if left @ left < FREE * square else left * (square / float(left @ left))

    @property
    def drags(self) -> list[tuple[str, float]]:
        """The directions that a step drags along so far that the user should know; most first."""
        found = [each for each in (self.leakage or {}).items() if abs(each[1]) >= WARNED]
        return sorted(found, key=lambda each: -abs(each[1]))

    def dragging(self, steps: float = 1.0) -> str:
        """What so many steps drag along, in words; empty for nothing that the user should know."""
        return ", ".join(f"{name} {value * steps:+.2f}" for name, value in self.drags)


def changes(
    directions: Iterable[Direction], before: ArrayLike, now: ArrayLike
) -> list[tuple[Direction, float]]:
    """How far readings differ between two points, in steps: the largest few, the largest first.

    Args:
        directions: Those to look at.
        before: A latent point, [L].
        now: Another.
    """
    found = [(each, each.reading(now) - each.reading(before)) for each in directions]
    told = [each for each in found if abs(each[1]) >= LEAST_CHANGE]
    return sorted(told, key=lambda each: -abs(each[1]))[:TOLD]


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A direction as the file has it."""

    name: str
    kind: Literal["label", "measured", "unsupervised"]
    step: list[float]
    mean: float
    score: Score | None
    unit: Unit | None
    ends: tuple[str, str] | None
    leakage: dict[str, float]


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    directions: tuple[_Written, ...]


def read_directions(path: Path, latent_size: int) -> tuple[Direction, ...]:
    """Read the directions of a model folder.

    Args:
        path: Its directions.json.
        latent_size: L, the length that every step must have.

    Raises:
        ModelError: The file cannot be read, is of another version, or does not fit the model.
    """
    document = read_document(path, _Document, (FORMAT,), ModelError, "list of directions")
    directions = tuple(_read(path, each, latent_size) for each in document.directions)
    names = [direction.name for direction in directions]
    for name in names:
        if names.count(name) > 1:
            raise ModelError(f"{path} has two directions of the name {name!r}")
    return directions


def write_directions(directions: tuple[Direction, ...]) -> bytes:
    """The contents of directions.json; each step in the shortest decimals that are it again."""
    document = {
        "format": FORMAT,
        "directions": [
            described(direction) | {"step": [float(str(value)) for value in direction.step]}
            for direction in directions
        ],
    }
    return msgspec.json.encode(document)


def described(direction: Direction) -> dict[str, object]:
    """A direction as its documents have it; the step as an array."""
    return {
        "name": direction.name,
        "kind": direction.kind,
        "step": direction.step,
        "mean": direction.mean,
        "score": direction.score,
        "unit": direction.unit,
        "ends": direction.ends,
        "leakage": direction.leakage or {},
    }


def _read(path: Path, found: _Written, latent_size: int) -> Direction:
    """A direction, if it can be one of this model."""
    if not NAME.fullmatch(found.name):
        raise ModelError(
            f"{path}: a direction's name is up to 32 small letters, digits and -, from a letter "
            f"on, not {found.name[:40]!r}"
        )
    where = f"{path}: direction {found.name!r}"
    with np.errstate(over="ignore"):
        step = np.array(found.step, np.float64).astype(np.float32)
    if len(step) != latent_size or not np.isfinite(step).all():
        raise ModelError(f"{where} must have a step of {latent_size} finite numbers")
    if np.linalg.norm(step) < SHORTEST:
        raise ModelError(f"{where} has a step that leads nowhere")
    if found.score is not None and (found.score.value > 1 or found.score.faces < 1):
        raise ModelError(f"{where} has a score above 1, or of no faces")
    return Direction(
        found.name,
        found.kind,
        step,
        found.mean,
        found.score,
        found.unit,
        found.ends,
        found.leakage,
    )
