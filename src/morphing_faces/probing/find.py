"""Find directions with names in a model, from the labels of faces and from what is seen in them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.evaluate import fitting_rows
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.directions import LEAST_LEAKAGE, Direction, Score, Unit
from morphing_faces.model.protocol import Model
from morphing_faces.probing.attribute_table import with_table
from morphing_faces.probing.attributes import Attribute, look_at
from morphing_faces.probing.leakage import take_steps
from morphing_faces.probing.naming import Named, explain
from morphing_faces.probing.ridge import Probe, auc, fit_probe, r2
from morphing_faces.probing.singular import first_layer, singular_directions
from morphing_faces.probing.steps import HELD, pattern
from morphing_faces.types import Doubles, Floats
from morphing_faces.wording import counted

MOST = 50_000
"""Faces to learn from; more would take memory and improve nothing."""
HELD_OUT = 10_000
LEAST_TRAIN, LEAST_HELD_OUT = 200, 40
LEAST_CLASS = 20
"""Held-out faces of a class, and of the others."""
CONSTANT = 1e-5
"""Variation of values that differ by nothing but rounding."""
WEAKEST = {"R2": 0.1, "AUC": 0.65}
"""A direction whose probe scores less does not deserve its name."""
JUDGED = 200
SINGULAR, TRIED = 8, 16
LEAST_CHANGE = 2.0
"""Of a pixel by one step, in grey levels: singular directions that change less are left out."""


class WithoutDirection(NamedTuple):
    """An attribute that gets no direction, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class FoundDirections:
    """What was found.

    Attributes:
        directions: In the order of a list: labels, then measures, then unsupervised ones.
        names: Of the model's dimensions, by their index in z.
        left_out: Attributes without a direction.
        kept: By direction, how many standard deviations of its own attribute a step moves once it
            is decoded and encoded again: 1 where the network keeps all of it.
        penalties: By direction, the penalty of its probe.
        learnt_from: Faces that probes were fitted to.
        held_out: Faces for scores.
        judged: Of these, the faces that leakage was measured on.
    """

    directions: tuple[Direction, ...]
    names: dict[int, Named]
    left_out: tuple[WithoutDirection, ...]
    kept: dict[str, float]
    penalties: dict[str, float]
    learnt_from: int
    held_out: int
    judged: int


class _Probed(NamedTuple):
    """An attribute whose probe deserves its name."""

    attribute: Attribute
    probe: Probe
    score: Score


def find_directions(
    model: Model,
    faces: FaceSet,
    *,
    attributes: Path | None = None,
    most: int = MOST,
    seed: int = 0,
    on_piece: Callable[[str], None] = lambda _name: None,
    on_step: Callable[[int, int], None] = lambda _done, _of: None,
) -> FoundDirections:
    """Fit a probe to everything that is known of enough faces, and make steps of them.

    Args:
        model: With an encoder.
        faces: Pictures of the model's shape; probes learn from the split "train" and are scored on
            "valid" and "test".
        attributes: A table of what else is known of the faces; see attribute_table.py.
        most: The most faces to learn from; of more, so many are drawn at random.
        seed: Of what is drawn.
        on_piece: Told which piece of work begins.
        on_step: Told how much of it is done, and of how much.

    Raises:
        ModelError: The model has no encoder.
        FaceSetError: The faces have another shape, or are too few.
        MissingExtraError: The package onnx is not installed.
        CommandError: The table cannot be read.
    """
    ENCODING.needed(model)
    weight = first_layer(model)
    rng = np.random.default_rng(seed)
    train, held_out = _rows(model, faces, most, rng)
    on_piece("looking at faces")
    rows = np.concatenate([train, held_out])
    means, known = look_at(model, faces, rows, on_step)
    if attributes is not None:
        known = with_table(attributes, faces, rows, known)
    z, learning = means.astype(np.float64), np.arange(len(rows)) < len(train)
    on_piece("fitting probes")
    probed, left_out = _probe_all(z, known, learning, seed, on_step)
    covariance = np.atleast_2d(np.cov(z[learning].T))
    steps = _steps(probed, covariance, left_out)
    probed = [each for each in probed if each.attribute.name in steps]
    singular = np.empty((0, model.latent_size))
    if weight is None:
        left_out.append(WithoutDirection("svd", "the decoder is not of this package's make"))
    else:
        singular = singular_directions(weight, TRIED)
        singular *= np.sqrt(np.einsum("kl,lm,km->k", singular, covariance, singular))[:, None]
    on_piece("taking steps")
    judged = rng.permutation(np.flatnonzero(~learning))[:JUDGED]
    readers = np.array([_reader(each.probe, covariance) for each in probed])
    all_steps = np.concatenate([*(steps[each.attribute.name][None] for each in probed), singular])
    moved = take_steps(
        model, means[judged], all_steps, readers.reshape(-1, model.latent_size), on_step
    )
    names = [each.attribute.name for each in probed]
    own = dict(zip(names, np.diagonal(moved.readings).tolist(), strict=True))
    directions = [
        _named(each, steps[each.attribute.name], z, covariance, own, _leaks(names, row))
        for each, row in zip(probed, moved.readings, strict=False)
    ]
    for step, row, change in zip(
        singular, moved.readings[len(names) :], moved.change[len(names) :], strict=True
    ):
        number = len(directions) - len(names) + 1
        if change >= LEAST_CHANGE and number <= SINGULAR:
            directions.append(_plain(f"svd-{number}", step, z, _leaks(names, row)))
    return FoundDirections(
        directions=tuple(directions),
        names=explain(model, z[~learning], [each.attribute for each in probed], ~learning),
        left_out=tuple(left_out),
        kept=own,
        penalties={each.attribute.name: each.probe.penalty for each in probed},
        learnt_from=len(train),
        held_out=len(held_out),
        judged=len(judged),
    )


def _rows(
    model: Model, faces: FaceSet, most: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The faces to learn from and those to score on; drawn where there are more than enough."""
    train = fitting_rows(model, faces, "train")
    held_out = np.concatenate([faces.split("valid"), faces.split("test")])
    if len(train) < LEAST_TRAIN or len(held_out) < LEAST_HELD_OUT:
        raise FaceSetError(
            f"{faces.folder} has {counted(len(train), 'face')} to learn from and {len(held_out)} "
            f"held out; directions need {LEAST_TRAIN} and {LEAST_HELD_OUT}"
        )
    return (
        np.sort(rng.permutation(train)[:most]),
        np.sort(rng.permutation(held_out)[:HELD_OUT]),
    )


def _probe_all(
    z: Doubles,
    attributes: list[Attribute],
    learning: NDArray[np.bool_],
    seed: int,
    on_step: Callable[[int, int], None],
) -> tuple[list[_Probed], list[WithoutDirection]]:
    probed, left_out = [], []
    for number, attribute in enumerate(attributes):
        known = np.isfinite(attribute.values)
        train, test = known & learning, known & ~learning
        if why := _too_few(attribute, train, test):
            left_out.append(WithoutDirection(attribute.name, why))
        else:
            probe = fit_probe(
                z[train], attribute.values[train], classes=attribute.classes, seed=seed
            )
            kind, measure = ("AUC", auc) if attribute.classes else ("R2", r2)
            value = measure(attribute.values[test], probe(z[test]))
            if value < WEAKEST[kind]:
                left_out.append(
                    WithoutDirection(attribute.name, f"{kind} {value:.2f} is below {WEAKEST[kind]}")
                )
            else:
                score = Score(
                    "AUC" if attribute.classes else "R2", round(value, 4), int(test.sum())
                )
                probed.append(_Probed(attribute, probe, score))
        on_step(number + 1, len(attributes))
    return probed, left_out


def _too_few(attribute: Attribute, train: NDArray[np.bool_], test: NDArray[np.bool_]) -> str:
    """What is missing for a probe; empty if nothing is."""
    if train.sum() < LEAST_TRAIN or test.sum() < LEAST_HELD_OUT:
        return (
            f"known of {counted(train.sum(), 'face')} to learn from and {test.sum()} held out; "
            f"{LEAST_TRAIN} and {LEAST_HELD_OUT} are needed"
        )
    if attribute.classes:
        inside = int(attribute.values[test].sum())
        least = min(inside, int(test.sum()) - inside, int(attribute.values[train].sum()))
        if least < LEAST_CLASS:
            are = f"{counted(least, 'face')} {'is' if least == 1 else 'are'}"
            return f"only {are} {attribute.name}, or not; {LEAST_CLASS} are needed"
    elif min(map(_variation, (attribute.values[train], attribute.values[test]))) < CONSTANT:
        return "it is the same for all faces"
    return ""


def _variation(values: Doubles) -> float:
    """How much values vary, beside how large they are."""
    return float(values.std() / max(1.0, float(np.abs(values).max())))


def _steps(
    probed: list[_Probed], covariance: Doubles, left_out: list[WithoutDirection]
) -> dict[str, Doubles]:
    """A step for every probe; what cannot be told from light and pose is left out."""
    weights = {each.attribute.name: each.probe.weight for each in probed}
    steps = {}
    for name, weight in weights.items():
        others = [weights[held] for held in HELD if held in weights and held != name]
        held = np.array(others).reshape(-1, len(weight)).T
        step = pattern(weight, held, covariance)
        if step is None:
            left_out.append(WithoutDirection(name, "cannot be told from light and pose"))
        else:
            steps[name] = step
    return steps


def _reader(probe: Probe, covariance: Doubles) -> Doubles:
    """A probe's weights, so that what it reads varies by one over faces."""
    return probe.weight / _spread(probe, covariance)


def _spread(probe: Probe, covariance: Doubles) -> float:
    """The standard deviation of what a probe says of faces."""
    return float(np.sqrt(probe.weight @ covariance @ probe.weight))


def _leaks(names: list[str], row: Doubles) -> dict[str, float]:
    return dict(zip(names, row.tolist(), strict=True))


def _named(
    found: _Probed,
    step: Doubles,
    z: Doubles,
    covariance: Doubles,
    own: dict[str, float],
    leaks: dict[str, float],
) -> Direction:
    """A direction with its score, and what a step is worth once it was decoded."""
    attribute = found.attribute
    unit = None
    if attribute.unit is not None:
        worth = own[attribute.name] * _spread(found.probe, covariance)
        unit = Unit(float(f"{worth:.4g}"), attribute.unit)
    plain = _plain(attribute.name, step, z, leaks)
    return Direction(
        plain.name,
        attribute.kind,
        plain.step,
        plain.mean,
        found.score,
        unit,
        attribute.ends,
        plain.leakage,
    )


def _plain(name: str, step: Doubles, z: Doubles, leaks: dict[str, float]) -> Direction:
    short: Floats = np.array([float(f"{value:.5g}") for value in step]).astype(np.float32)
    along = short.astype(np.float64)
    mean = float(z.mean(axis=0) @ along / (along @ along))
    kept = {
        other: round(value, 3)
        for other, value in leaks.items()
        if other != name and abs(value) >= LEAST_LEAKAGE
    }
    return Direction(name, "unsupervised", short, float(f"{mean:.5g}"), leakage=kept)
