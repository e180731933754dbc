"""How a decoder gives its pictures: which axis is which, and which values are black and white.

Both are found from what it gives. Where that leaves a choice, nothing is guessed: the error names
the argument that settles it. tests/model/function/outputs.json holds the cases, for the page too.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.errors import ModelError
from morphing_faces.types import Floats
from morphing_faces.wording import counted

Layout = Literal["NHW", "NCHW", "NHWC"]
"""Of many pictures: N pictures, H rows, W columns, C channels."""
LAYOUTS: tuple[Layout, ...] = ("NHW", "NCHW", "NHWC")
CHANNELS = 1, 3
BEYOND = 0.05
"""How far values may go beyond a range, as a part of it: a linear decoder overshoots a little."""
DARK = -0.5
"""Pictures in [-1, 1] have values below this one; those in [0, 1] that overshoot have not."""
BRIGHT = 32.0
"""Pictures in 0 to 255 have values above this one."""
FEW = 1.5
"""Values in [0, 1] or [-1, 1] stay below this one, whatever they overshoot."""
LARGEST_PICTURE = 1 << 26
"""Numbers in a picture."""


@dataclass(frozen=True)
class PictureFormat:
    """How pictures are given as arrays.

    Attributes:
        layout: The order of axes.
        shape: Of one picture, in that order: (H, W), (C, H, W) or (H, W, C).
        low: The value of black.
        high: The value of white.
        flat: Whether a picture is given as one row of numbers.
    """

    layout: Layout
    shape: tuple[int, ...]
    low: float = 0.0
    high: float = 1.0
    flat: bool = False

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(H, W) for grey pictures, (H, W, 3) for colour."""
        rows = {"NHW": self.shape, "NCHW": self.shape[1:], "NHWC": self.shape[:2]}[self.layout]
        return rows if self.channels == 1 else (*rows, self.channels)

    @property
    def channels(self) -> int:
        """1 for grey, 3 for red, green and blue."""
        return {"NHW": 1, "NCHW": self.shape[0], "NHWC": self.shape[-1]}[self.layout]

    def pictures(self, given: ArrayLike) -> Floats:
        """Make pictures of what is given.

        Args:
            given: [N, *shape], or [N, numbers of a picture].

        Returns:
            float32 [N, H, W] or [N, H, W, 3]; black is 0 and white is 1, and what lies beyond is
            cut.
        """
        values = np.asarray(given, np.float32).reshape(-1, *self.shape)
        if self.layout == "NCHW":
            values = np.moveaxis(values, 1, -1)
        values = values.reshape(-1, *self.image_shape)
        if (self.low, self.high) != (0.0, 1.0):
            values = (values - np.float32(self.low)) / np.float32(self.high - self.low)
        return np.clip(values, 0, 1)

    def given(self, pictures: ArrayLike) -> Floats:
        """The way back: pictures [N, H, W] or [N, H, W, 3] in [0, 1] as they are given here."""
        values = np.asarray(pictures, np.float32)
        if self.layout == "NCHW":
            values = np.moveaxis(values.reshape(-1, *self.shape[1:], self.channels), -1, 1)
        values = values * np.float32(self.high - self.low) + np.float32(self.low)
        return np.ascontiguousarray(values.reshape(len(values), *self._row))

    @property
    def _row(self) -> tuple[int, ...]:
        return (math.prod(self.shape),) if self.flat else self.shape

    def __str__(self) -> str:
        height, width, *_ = self.image_shape
        colours = "grey" if self.channels == 1 else "colour"
        flat = ", each in a row" if self.flat else ""
        values = f"{self.low:g} to {self.high:g}"
        return f"{height} x {width} {colours} pictures ({self.layout}{flat}), values {values}"


def find_layout(
    row: tuple[int, ...],
    shape: tuple[int, ...] | None = None,
    layout: str | None = None,
) -> tuple[Layout, tuple[int, ...]]:
    """Which axis of a picture is which.

    Args:
        row: The shape of one picture as it is given: without the axis of many.
        shape: What the user says it is to be taken for.
        layout: What the user says of its axes.

    Returns:
        The layout, and the picture's shape in its order.

    Raises:
        ModelError: It can be no picture, or several; the argument that settles it is named.
    """
    if layout is not None and layout not in LAYOUTS:
        raise ModelError(f"layout= is one of {', '.join(LAYOUTS)}, got {layout!r}")
    given = tuple(shape) if shape is not None else row
    if math.prod(given) != math.prod(row) or min(given, default=0) < 1:
        raise ModelError(
            f"shape={given} has {counted(math.prod(given), 'number')}, but a picture here has "
            f"{math.prod(row):,} {_written(row)}"
        )
    if math.prod(given) > LARGEST_PICTURE:
        raise ModelError(f"a picture of {math.prod(given):,} numbers is too large to be shown")
    if len(given) == 1:
        side = math.isqrt(given[0])
        hint = f"shape=({side}, {side})" if side**2 == given[0] else "shape=(rows, columns)"
        raise ModelError(
            f"each picture is a row of {counted(given[0], 'number')}; say which shape they have, "
            f"such as {hint}, or with colours shape=(3, rows, columns)"
        )
    fits = [each for each in LAYOUTS if _fits(each, given)]
    if layout is not None:
        fits = [each for each in fits if each == layout]
    if not fits:
        wish = f" in the layout {layout}" if layout else ""
        raise ModelError(
            f"{_written(given)} is no picture{wish}: grey ones are [H, W], [1, H, W] or [H, W, 1], "
            f"those in colour [3, H, W] or [H, W, 3]"
        )
    if len(fits) > 1:
        raise ModelError(
            f"{_written(given)} can be read as {' and as '.join(fits)}; say which with "
            f"layout={fits[0]!r} or layout={fits[1]!r}"
        )
    return fits[0], given


def find_range(low: float, high: float) -> tuple[float, float]:
    """Which values are black and white.

    Args:
        low: The least value that was seen.
        high: The greatest.

    Returns:
        (0, 1), (-1, 1) or (0, 255).

    Raises:
        ModelError: It may be several, or none; `value_range=` settles it.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ModelError("its pictures have values that are not finite numbers")
    seen = f"values from {low:.3g} to {high:.3g}"
    if low >= -BEYOND and high <= 1 + BEYOND:
        return 0.0, 1.0
    if -1 - 2 * BEYOND <= low <= DARK and high <= 1 + 2 * BEYOND:
        return -1.0, 1.0
    if low >= -255 * BEYOND and BRIGHT <= high <= 255 * (1 + BEYOND):
        return 0.0, 255.0
    if low < -FEW or high > FEW:
        raise ModelError(
            f"{seen} are in none of the ranges 0 to 1, -1 to 1 and 0 to 255: if they are logits, "
            f"put a sigmoid after the decoder; else say which are black and white, as in "
            f"value_range=({low:.2g}, {high:.2g})"
        )
    raise ModelError(
        f"{seen} fit pictures in 0 to 1 that overshoot, and others; say which are black and "
        f"white with value_range=(0, 1) or value_range=(-1, 1)"
    )


def checked_range(given: tuple[float, float]) -> tuple[float, float]:
    """A range that the user has said, if it is one.

    Raises:
        ModelError: It is not.
    """
    try:
        low, high = (float(each) for each in given)
    except (TypeError, ValueError):
        low = high = math.nan
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ModelError(f"value_range= is the values of black and white, (0, 1), got {given!r}")
    return low, high


def _fits(layout: Layout, shape: tuple[int, ...]) -> bool:
    if layout == "NHW":
        return len(shape) == 2
    return len(shape) == 3 and shape[0 if layout == "NCHW" else -1] in CHANNELS


def _written(shape: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, shape))}]"
