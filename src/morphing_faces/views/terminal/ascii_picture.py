"""A picture of letters that are more or less bright, for terminals without colours to speak of."""

import numpy as np

from morphing_faces.types import Floats, Pixels
from morphing_faces.views.terminal.area import BESIDE, Area
from morphing_faces.views.terminal.picture import compose

RAMP = " .:-=+*#%@"
"""From dark to bright, where letters are bright."""


class AsciiPicture:
    """See `picture.Picture`.

    Args:
        light: Whether the terminal's background is, and letters are dark.
    """

    def __init__(self, *, light: bool) -> None:
        self._ramp = np.array(list(RAMP[::-1] if light else RAMP))
        self._shown: list[str] = []
        self._area: Area | None = None

    def largest(self, shape: tuple[int, ...]) -> int | None:  # noqa: ARG002 - see Picture
        """As large as there is room: letters are short to write."""
        return None

    def frame(self, face: Floats, photograph: Floats | None, area: Area) -> str:
        """The parts of rows that differ."""
        if area != self._area:
            self.forget()
        self._area = area
        beside = photograph if area.beside else None
        rows = self._rows(compose(face, beside, area.rows, area.columns, BESIDE, grey=True))
        before = self._shown or [""] * len(rows)
        self._shown = rows
        return "".join(
            _changed(old, new, area.top + number, area.left)
            for number, (old, new) in enumerate(zip(before, rows, strict=True))
        )

    def forget(self) -> None:
        """Write every letter the next time."""
        self._shown = []

    def erase(self) -> str:
        """Nothing: these are letters."""
        return ""

    def _rows(self, pixels: Pixels) -> list[str]:
        steps = pixels.astype(np.int32) * len(self._ramp) // 256
        return ["".join(row) for row in self._ramp[steps]]


def _changed(old: str, new: str, row: int, left: int) -> str:
    """What turns a row into another: all from the first letter that differs to the last."""
    if old == new:
        return ""
    places = [k for k, letter in enumerate(new) if k >= len(old) or old[k] != letter]
    first, last = places[0], places[-1]
    return f"\x1b[{row + 1};{left + first + 1}H{new[first : last + 1]}"
