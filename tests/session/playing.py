"""A session without a screen, on a display and with a clock of a test's own."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

from morphing_faces import Model, Morpher
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections
from morphing_faces.session.session import Session


class Clock:
    """The time, as a test says."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class PlainDisplay:
    """A display without a screen: lines come from a list, and answers go to one."""

    def __init__(self) -> None:
        self.typed: deque[str | None] = deque()
        self.said: list[str] = []
        self.frames = 0
        self.closed = False

    def refresh(self) -> None:
        self.frames += 1

    def say(self, text: str) -> None:
        self.said.append(text)

    def lines(self) -> Iterator[str | None]:
        while self.typed:
            yield self.typed.popleft()

    def close(self) -> None:
        self.closed = True


class Playing:
    """A session whose user has a folder, and whose time stands still between two ticks."""

    def __init__(self, model: Model, folder: Path, finder: Path | None = None) -> None:
        self.folder = folder
        self.clock = Clock()
        self.own = UserDirections(model, folder)
        self.session = Session(
            model,
            seed=1,
            store=PointStore(folder / "points"),
            user_directions=self.own,
            finder=finder,
            clock=self.clock,
        )
        self.display = PlainDisplay()

    @property
    def morpher(self) -> Morpher:
        return self.session.morpher

    def type(self, line: str) -> str:
        """Do what a line says; the answer."""
        return self.session.execute(line)

    def busy(self) -> bool:
        return self.session.busy

    def has_photograph(self) -> bool:
        return self.session.photograph is not None

    def tick(self, seconds: float = 0.01) -> list[str]:
        """Let time go by; what is told then."""
        self.clock.now += seconds
        before = len(self.display.said)
        self.session.tick(self.display)
        return self.display.said[before:]

    def wait(self) -> list[str]:
        """Everything that is told until nothing goes on any more."""
        told = []
        while self.busy():
            told += self.tick()
        return told
