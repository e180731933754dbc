"""What a user does, kept as the points that were on the screen, to be drawn as a film later."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import FileError
from morphing_faces.model.protocol import Model
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.types import Floats

FRAMES_PER_SECOND = 30
LONGEST = 600.0
"""In seconds. A point takes two kilobytes, and there are at most about sixty a second."""
SIDE = 512
TINY = 1e-6


class Recording:
    """The points of a session, each with the time at which it was reached.

    Args:
        path: The film to be.
        model: What decodes its points.
        z: The point at its beginning, float32 [L].
        now: The time, in seconds.
    """

    def __init__(self, path: Path, model: Model, z: Floats, now: float) -> None:
        self.path = path
        self.model = model
        self._points = [z]
        self._times = [now]
        self._end = now
        self._over = False

    @property
    def seconds(self) -> float:
        """How long the film is."""
        return self._end - self._times[0]

    def full(self, now: float) -> bool:
        """Whether the film is at its longest."""
        return now - self._times[0] > LONGEST

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._over

    def look(self, z: Floats, now: float) -> None:
        """Note where the session is; nothing more is noted once the film is at its longest."""
        if self._over or self.full(now):
            return
        self._end = now
        if not np.array_equal(z, self._points[-1]):
            self._points.append(z)
            self._times.append(now)

    def end(self, now: float) -> None:
        """End the film; it shows its last face for a frame at least. It does not end twice."""
        if self._over:
            return
        self._over = True
        self._end = max(min(now, self._times[0] + LONGEST), self._times[-1])

    def points(self) -> Iterator[Floats]:
        """The point on the screen at each frame, [L]: the first, then the newest of its time."""
        place = 0
        # A frame more where the last one is not over: what was done last must be in the film.
        count = math.ceil(self.seconds * FRAMES_PER_SECOND - TINY)
        for frame in range(max(count, min(len(self._points), 2))):
            time = self._times[0] + ((frame + 1) / FRAMES_PER_SECOND if frame else 0)
            while place + 1 < len(self._times) and self._times[place + 1] <= time:
                place += 1
            yield self._points[place]

    def frames(self, *, stop: Callable[[], bool] = lambda: False) -> Iterator[NDArray[np.uint8]]:
        """The film's pictures, uint8 [SIDE, W] or [SIDE, W, 3].

        Args:
            stop: Whether to give up.

        Raises:
            FileError: It was given up.
        """
        shown, picture = None, np.empty(0, np.uint8)
        for point in self.points():
            if stop():
                raise FileError(f"{self.path} was not written")
            if point is not shown:
                face = self.model.decode(point[None])[0]
                picture = enlarge(face, round(SIDE * face.shape[1] / face.shape[0]), SIDE)
                shown = point
            yield picture
