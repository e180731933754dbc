"""Commands about photographs, and the way from one face to another: photo refine morph."""

from collections.abc import Callable, Iterable
from time import monotonic

import numpy as np

from morphing_faces.errors import CommandError
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.points.resolve import Portrait
from morphing_faces.session.argument_types import File, PointWord, Steps, WhichFace
from morphing_faces.session.language import command
from morphing_faces.session.refine import Refined, refine
from morphing_faces.session.session_points import SessionPoints
from morphing_faces.session.slide import Slide
from morphing_faces.session.task import BackgroundTask
from morphing_faces.session.work import Work
from morphing_faces.types import Floats
from morphing_faces.wording import counted

PATIENCE = 0.5
"""Seconds between two words on how far refining is."""


class PhotoCommands:
    """What a session does with photographs.

    Args:
        morpher: What is moved.
        points: Finds photographs and points.
        work: Goes on with what takes a while.
    """

    def __init__(self, morpher: Morpher, points: SessionPoints, work: Work) -> None:
        self._morpher = morpher
        self._points = points
        self._work = work

    @command("photo")
    def photo(self, path: File, face: WhichFace | None = None) -> str:
        """Go to a photograph's face: the Nth, or X1,Y1,X2,Y2 its eyes."""
        found = self._points.photograph(path, face)
        self._points.go(found)
        return found.note or f"the face in {path}, and what the model makes of it"

    @command("refine")
    def refine(self, steps: Steps = 10) -> str:
        """Bring the face closer to its photograph."""
        portrait = self._morpher.origin
        if not isinstance(portrait, Portrait):
            raise CommandError("there is no photograph to come closer to; 'photo PATH' takes one")
        start = self._morpher.z
        better = refine(self._morpher.model, portrait.image, start, steps)
        self._work.start(
            BackgroundTask(lambda task: self._search(task, portrait, start, steps, better))
        )
        return (
            f"refining in up to {counted(steps, 'step')}; Ctrl-C stops, and keeps the best so far"
        )

    @command("morph")
    def morph(self, a: PointWord, b: PointWord) -> str:
        """Slide from one point or photograph to another."""
        first, last = self._points.find(a), self._points.find(b)
        self._points.go(first)
        self._work.start(Slide(first, last))
        return "\n".join(filter(None, [f"from {a} to {b}", first.note, last.note]))

    def _search(
        self,
        task: BackgroundTask,
        portrait: Portrait,
        start: Floats,
        steps: int,
        better: Iterable[Refined],
    ) -> Callable[[], str]:
        """Refine in the task's thread."""
        told, found = monotonic(), list[Refined]()
        for best in better:
            found.append(best)
            if monotonic() - told > PATIENCE:
                task.tell(f"step {len(found) - 1} of {steps}: error {100 * best.rmse:.2f} %")
                told = monotonic()
            if task.stopping.is_set():
                break
        return lambda: self._refined(portrait, start, found)

    def _refined(self, portrait: Portrait, start: Floats, found: list[Refined]) -> str:
        first, best, steps = found[0], found[-1], len(found) - 1
        if self._morpher.origin is not portrait or not np.array_equal(self._morpher.z, start):
            return "the face has changed meanwhile and stays as it is; 'refine' again goes on there"
        if not steps:
            return f"the error is {100 * best.rmse:.2f} %, and no step was taken that makes it less"
        self._morpher.go(best.z, origin=portrait)
        after = "one step" if steps == 1 else f"{steps} steps"
        return (
            f"after {after} the error is {100 * best.rmse:.2f} %, it was {100 * first.rmse:.2f} %"
        )
