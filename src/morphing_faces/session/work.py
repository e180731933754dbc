"""What a command has begun and the next one has to wait for: a task in a thread, or a slide."""

from collections.abc import Callable, Iterator

from morphing_faces.errors import MorphingFacesError
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.session.slide import Slide
from morphing_faces.session.task import BackgroundTask

WAIT = 0.1
"""Seconds between two questions whether work that is waited for is to be given up."""


class Work:
    """At most one task and one slide, which go on at every tick.

    Args:
        morpher: What a slide moves.
    """

    def __init__(self, morpher: Morpher) -> None:
        self._morpher = morpher
        self._task: BackgroundTask | None = None
        self._slide: Slide | None = None

    @property
    def busy(self) -> bool:
        """Whether there is any, that the next command has to wait for."""
        return self._task is not None or self._slide is not None

    @property
    def precious(self) -> bool:
        """Whether there is a task that is waited for when the session ends."""
        return self._task is not None and self._task.precious

    def start(self, work: BackgroundTask | Slide) -> None:
        """Let a task or a slide go on from now on."""
        if isinstance(work, Slide):
            self._slide = work
        else:
            self._task = work

    def slide(self, now: float) -> None:
        """Take the slide to where it is now, in seconds."""
        if self._slide is not None and not self._slide.go_on(self._morpher, now):
            self._slide = None

    def told(self) -> list[str]:
        """What the task has told since the last call; when it is done, its last word or failure."""
        if self._task is None:
            return []
        task, done = self._task, self._task.done  # asked first: nothing is told after this
        said = list(task.messages())
        if done:
            self._task = None
            try:
                said.append(task.finish())
            except MorphingFacesError as error:
                said.append(str(error))
        return said

    def interrupt(self) -> bool:
        """Stop what goes on, where it is; whether there was anything."""
        was_busy, self._slide = self.busy, None
        if self._task is not None:
            self._task.stopping.set()
        return was_busy

    def end(self, give_up: Callable[[], bool]) -> Iterator[str]:
        """Wait for the task: shortly, or until it is done where it is precious.

        Args:
            give_up: Asked again and again meanwhile: whether to stop a precious one, too.

        Raises:
            MorphingFacesError: It has failed.
        """
        self._slide = None
        if self._task is None:
            return
        task, self._task = self._task, None
        if not task.precious:
            task.stopping.set()
        while not task.wait(WAIT):
            if give_up():
                task.stopping.set()
        yield task.finish()
