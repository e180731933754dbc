"""A glide from one point to another, as time goes by."""

import numpy as np

from morphing_faces.model.protocol import Model
from morphing_faces.morpher.interpolation import along
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.points.resolve import Resolved

SLIDE_SECONDS = 3.0


class Slide:
    """Leads a morpher from one point to another.

    Beside it stands the photograph that it comes from; in the end, the one that it leads to.

    Args:
        start: Where the morpher is.
        end: Where it goes.
    """

    def __init__(self, start: Resolved, end: Resolved) -> None:
        self._stops = [start.point.z, end.point.z]
        self._origins = start.portrait, end.portrait
        self._begun: float | None = None
        self._model: Model | None = None
        self._last = start.point.z

    def go_on(self, morpher: Morpher, now: float) -> bool:
        """Take the morpher to where the slide is now, in seconds; whether it goes on."""
        if self._begun is None:  # the first frame may have had to wait for the window
            self._begun, self._model = now, morpher.model
        if morpher.model is not self._model or not np.array_equal(morpher.z, self._last):
            return False  # the user has taken over
        share = (now - self._begun) / SLIDE_SECONDS
        there = share >= 1
        self._last = along(self._stops, min(share, 1.0))
        morpher.glide(self._last, self._origins[there])
        return not there
