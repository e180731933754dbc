"""What a decoder does, found out by calling it: on z = 0, and on 16 draws at once."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import ModelError
from morphing_faces.model.function.function import UserFunction
from morphing_faces.model.function.picture_layout import (
    PictureFormat,
    checked_range,
    find_layout,
    find_range,
)
from morphing_faces.model.function.to_numpy import Key, picked
from morphing_faces.types import Floats

DRAWS = 16
ALIKE = 1e-3
"""As a part of the range: rows that differ by less are the same picture."""
PATIENCE = 3.0
"""Seconds that draws one at a time may take, where several at once are not possible."""


@dataclass(frozen=True)
class Given:
    """What the user says of a decoder; None where it is to be found out.

    Attributes:
        shape: Of one picture.
        layout: The order of axes, as "NCHW".
        value_range: The values of black and white.
        batch: Whether it takes several points at once.
        output: Which of several outputs are the pictures.
        like: Pictures as the user has them, [N, ...], which settle what else is ambiguous.
    """

    shape: tuple[int, ...] | None = None
    layout: str | None = None
    value_range: tuple[float, float] | None = None
    batch: bool | None = None
    output: Key | None = None
    like: NDArray[Any] | None = None


@dataclass(frozen=True)
class Found:
    """What a decoder does.

    Attributes:
        format: How it gives pictures.
        batch: Whether it takes several points at once.
        seconds: How long one call with one point takes.
        notes: What else the user should know.
    """

    format: PictureFormat
    batch: bool
    seconds: float
    notes: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        many = "many at once" if self.batch else "one at a time"
        rows = [
            f"decode gives {self.format}, {many}, {1000 * self.seconds:.0f} ms a call",
            *self.notes,
        ]
        return "; ".join(rows)


def probe(
    decode: UserFunction, latent_size: int, given: Given, rng: np.random.Generator
) -> tuple[Found, Floats]:
    """Find out what a decoder does.

    Args:
        decode: The decoder.
        latent_size: L.
        given: What the user says of it.
        rng: What the draws come from.

    Returns:
        What it does, and the pictures of z = 0 and of the draws, [1 + K, H, W] or [..., 3].

    Raises:
        ModelError: It gives no pictures, or what it gives is ambiguous.
        Exception: As the decoder does.
    """
    zero = np.zeros((1, latent_size), np.float32)
    draws = rng.standard_normal((DRAWS, latent_size), np.float32)

    def run(z: Floats) -> NDArray[Any]:
        return picked(decode(z), given.output, decode.what)

    run(zero)  # the first call of many libraries takes longest
    began = monotonic()
    one = run(zero)
    seconds = monotonic() - began
    many, notes = _many(run, draws, one, given.batch)
    batch = many is not None
    row = one.shape[1:] if one.shape[:1] == (1,) and one.ndim > 1 else one.shape
    if many is not None:
        row = many.shape[1:]
    else:
        many = _one_by_one(run, draws)
    values = np.concatenate([each.reshape(-1, *row) for each in (one, many)])
    if not np.isfinite(values).all():
        raise ModelError(f"{decode.what} gives values that are not finite numbers")
    form = find_format(values, given)
    pictures = form.pictures(values)
    cut = ((values < form.low) | (values > form.high)).mean()
    if cut > 0:
        notes.append(f"{100 * cut:.1g} % of the values lie beyond that and are cut")
    if np.ptp(pictures, axis=0).max(initial=0) < ALIKE:
        notes.append("every z gives the same picture: it does not listen to z")
    elif batch and not _same(run, draws[:1], many[:1], form):
        batch = False
        notes.append("a picture depends on what else is decoded with it, so they come one by one")
    again = run(zero).reshape(values[:1].shape)
    if np.abs(form.pictures(again) - pictures[:1]).max() > ALIKE:
        notes.append("the same z gives another picture each time: is there noise or dropout in it?")
    return Found(form, batch, seconds, tuple(notes)), pictures


def find_format(values: NDArray[Any], given: Given) -> PictureFormat:
    """How pictures are given.

    Args:
        values: Pictures as they are given, [N, ...].
        given: What the user says of them.

    Raises:
        ModelError: It is ambiguous.
    """
    row, like = values.shape[1:], given.like
    shape = given.shape
    if shape is None and like is not None and len(row) == 1 and like.ndim > 2:
        shape = like.shape[1:] if math.prod(like.shape[1:]) == row[0] else None
    layout, full = find_layout(row, shape, given.layout)
    low, high = _range(values, given)
    return PictureFormat(layout, full, low, high, flat=len(row) == 1)


def find_images(images: NDArray[Any], given: Given) -> PictureFormat:
    """How the user's own pictures are given, by which an encoder is called.

    Raises:
        ModelError: It is ambiguous.
    """
    if images.ndim < 2 or not len(images):
        raise ModelError(f"images must be [N, ...] with N above 0, got {list(images.shape)}")
    own = replace(given, like=None, batch=None, value_range=None)
    if given.shape is None or math.prod(given.shape) != math.prod(images.shape[1:]):
        own = replace(own, shape=None)
    if images.ndim > 2:  # they say themselves what they are
        own = replace(own, shape=None, layout=None)
        if given.layout and len(images.shape) == len(given.layout):
            own = replace(own, layout=given.layout)
    return find_format(images, own)


def _range(values: NDArray[Any], given: Given) -> tuple[float, float]:
    if given.value_range is not None:
        return checked_range(given.value_range)
    if values.dtype == np.uint8:
        return 0.0, 255.0
    try:
        return find_range(float(values.min()), float(values.max()))
    except ModelError:
        if given.like is None:
            raise
        return find_range(float(given.like.min()), float(given.like.max()))


def _many(
    run: Callable[[Floats], NDArray[Any]], draws: Floats, one: NDArray[Any], batch: bool | None
) -> tuple[NDArray[Any] | None, list[str]]:
    """The draws decoded at once, if that is possible; and what to tell the user."""
    if batch is False:
        return None, []
    try:
        many = run(draws)
    except Exception as error:
        if batch:
            raise
        return None, [f"several points at once raise {type(error).__name__}"]
    if many.ndim > 1 and len(many) == DRAWS and many.size == DRAWS * one.size:
        return many, []
    if batch:
        raise ModelError(
            f"decode gives {list(one.shape)} for one point and {list(many.shape)} for {DRAWS}, so "
            f"it does not take several at once; leave batch= out"
        )
    if many.shape != one.shape:
        raise ModelError(
            f"decode gives {list(one.shape)} for one point and {list(many.shape)} for {DRAWS}: the "
            f"first axis must be that of the points; if it takes one at a time, say batch=False"
        )
    return None, [f"of {DRAWS} points it decodes the first only"]


def _one_by_one(run: Callable[[Floats], NDArray[Any]], draws: Floats) -> NDArray[Any]:
    """As many draws as there is patience for, one at a time."""
    began, found = monotonic(), []
    for draw in draws:
        found.append(run(draw[None]))
        if monotonic() - began > PATIENCE:
            break
    return np.stack(found)


def _same(
    run: Callable[[Floats], NDArray[Any]],
    draw: Floats,
    among: NDArray[Any],
    form: PictureFormat,
) -> bool:
    """Whether a point is decoded alone as among others."""
    alone = form.pictures(run(draw).reshape(among.shape))
    return bool(np.abs(alone - form.pictures(among)).max() < ALIKE)
