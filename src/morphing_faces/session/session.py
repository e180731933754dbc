"""A session: a model, a point that moves, and all that a user does with them, in whatever view.

It has no screen, no thread and no loop of its own. A view shows what the session has, and moves its
morpher; whoever owns the loop (a toolkit's timer, a thread, asyncio) calls `tick` many times a
second, in the one thread in which the morpher is moved, too.
"""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import numpy as np

from morphing_faces.errors import MorphingFacesError, OtherModelError
from morphing_faces.model.capabilities import ENCODING, FILES
from morphing_faces.model.directions import Direction
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.morpher import Morpher, Status
from morphing_faces.morpher.played import Prior
from morphing_faces.points.link import SITE
from morphing_faces.points.resolve import Portrait, Resolved
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections
from morphing_faces.session.commands.directions import DirectionCommands
from morphing_faces.session.commands.films import FilmCommands
from morphing_faces.session.commands.locks import LockCommands
from morphing_faces.session.commands.moves import MoveCommands
from morphing_faces.session.commands.photos import PhotoCommands
from morphing_faces.session.commands.points import PointCommands
from morphing_faces.session.commands.switching import ModelCommands
from morphing_faces.session.completion import Completion, complete
from morphing_faces.session.display import Display
from morphing_faces.session.language import CommandTable, WordKind, command, quoted, split
from morphing_faces.session.session_points import SessionPoints
from morphing_faces.session.slide import Slide
from morphing_faces.session.work import Work
from morphing_faces.types import Floats, Reals

__all__ = ["COMMANDS", "Display", "Session", "Status", "quoted"]

LONGEST_PAUSE = 0.1
"""Seconds between two ticks that the random walk makes up for."""


class Session:
    """What happens to a point: views move it, lines are obeyed, walks, slides and work go on.

    Args:
        model: What is played with.
        seed: As of a Morpher.
        reach: As of a Morpher.
        prior: As of a Morpher.
        pace: Steps a second of the random walk.
        site: Where the online demo is, for links; on this machine by default.
        store: The points that are kept; by default, in the user's folder.
        user_directions: The user's own directions and names; by default, in the user's folder.
        finder: The file of the face finder's network, where it cannot be fetched.
        clock: Tells the time in seconds.

    Attributes:
        morpher: The point, and what moves it; views call it as they like.
        points: Where the session is and can go.
        over: Whether the user has asked to leave.

    Raises:
        CommandError: The seed, the reach or the prior is not allowed.
        ModelError: The model has fewer than two interesting dimensions.
    """

    def __init__(
        self,
        model: Model,
        *,
        seed: int | None = None,
        reach: float = 1.0,
        prior: Prior = "fitted",
        pace: float = 2.0,
        site: str | None = None,
        store: PointStore | None = None,
        user_directions: UserDirections | None = None,
        finder: Path | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.morpher = Morpher(model, seed, reach, prior)
        self.over = False
        self._pace = pace
        self._clock = clock
        self._before = clock()
        self._work = Work(self.morpher)
        store = store or PointStore()
        user_directions = user_directions or UserDirections(model)
        self.points = SessionPoints(self.morpher, store, finder)
        directions = DirectionCommands(self.morpher, self.points, user_directions)
        self._directions = directions
        self._films = FilmCommands(self.morpher, self.points, self._work, clock)
        self._models = ModelCommands(self.morpher, self._work, user_directions.home)
        self._owners: dict[type, object] = {
            type(each): each
            for each in (
                MoveCommands(self.morpher),
                PointCommands(self.morpher, self.points, store, directions, site or SITE),
                PhotoCommands(self.morpher, self.points, self._work),
                directions,
                LockCommands(self.morpher, directions),
                self._films,
                self._models,
                self,
            )
        }
        self._names = {
            WordKind.POINT: store.names,
            WordKind.DIRECTION: directions.names,
            WordKind.MODEL: self._models.names,
        }

    @property
    def status(self) -> Status:
        """What a view tells at all times; as a string, it is a line in words."""
        return self.morpher.status

    @property
    def name(self) -> str:
        """What the user calls the model."""
        return self.morpher.model.name

    @property
    def directions(self) -> list[Direction]:
        """The directions there are: the model's, then the user's own."""
        self._directions.follow()
        return self._directions.known()

    @property
    def locked(self) -> set[str]:
        """The names of the directions that stay while others move."""
        self._directions.follow()
        return set(self._directions.locked)

    @property
    def encodes(self) -> bool:
        """Whether photographs and other pictures can be taken."""
        return ENCODING.of(self.morpher.model) is not None

    @property
    def steady(self) -> bool:
        """Whether decoding always takes about as long: files do, a function may do anything."""
        return FILES in self.morpher.model.capabilities

    @property
    def photograph(self) -> Floats | None:
        """The photograph that the point was made of, [H, W] or [H, W, 3] in [0, 1], if any."""
        origin = self.morpher.origin
        return origin.image if isinstance(origin, Portrait) else None

    @property
    def busy(self) -> bool:
        """Whether there is work going on, or a slide, that the next line has to wait for."""
        return self._work.busy

    def face(self) -> Floats:
        """The face at the point; see Morpher.face."""
        return self.morpher.face()

    def begin(self, found: Resolved) -> str:
        """Let the session begin at a point; what to tell the user."""
        self.points.begin(found)
        return found.note

    def begin_slide(self, start: str, end: str) -> str:
        """Let the session begin at a point and slide to another; what to tell the user."""
        first, last = self.points.find(start), self.points.find(end)
        self.points.begin(first)
        self._work.start(Slide(first, last))
        return "\n".join(filter(None, (first.note, last.note)))

    def take_photograph(self, name: str, content: bytes) -> str:
        """Go to the largest face in the contents of a picture file; what to tell the user.

        Raises:
            MorphingFacesError: As of PhotoEncoder.take.
        """
        found = self.points.uploaded(name, content)
        self.points.go(found)
        return found.note or f"the face in {name}, and what the model makes of it"

    def take_picture(self, picture: Reals) -> None:
        """Go to what the model makes of a picture of its own shape and range.

        Raises:
            CommandError: The picture is none: another shape, or values outside [0, 1].
            ModelError: The model cannot encode.
        """
        self.points.go(self.points.pictured(picture))

    def renumber(self) -> None:
        """Take over the ranking and the directions that the model has by now; z stays."""
        self.morpher.renumber(self.morpher.model.interesting)
        self._directions.reload()

    def execute(self, line: str) -> str:
        """Do what a line of the command language says.

        Args:
            line: A command and its arguments, between spaces; an empty line does nothing.

        Returns:
            What to tell the user; empty for nothing.

        Raises:
            CommandError: The line is wrong; one line says what is, and what is allowed.
            OtherModelError: What it names is of another model; where that is at hand, `model NAME`
                is offered.
            MorphingFacesError: It cannot be done.
        """
        name, *words = split(line) or [""]
        if not name:
            return ""
        self._directions.follow()
        found = COMMANDS.find(name)
        values = found.values(words, self.morpher.last)
        try:
            return found.method(self._owners[found.owner], *values)
        except OtherModelError as error:
            owner = self._models.owner_of(error)
            if owner is None:
                raise
            offered = f"{error}; 'model {quoted(owner)}' goes on with that model, then say it again"
            raise OtherModelError(offered, error.decoder) from None

    def complete(self, line: str) -> Completion:
        """What could stand at the end of an unfinished line; any thread may ask."""
        found = complete(line, COMMANDS)
        names = self._names[found.kind]() if found.kind in self._names else []
        found.words.extend(name for name in names if name.startswith(found.begun))
        return found

    def tick(self, display: Display) -> None:
        """Do what there is to do now: walk, go on with work, obey the lines that have come.

        Args:
            display: Where the session is seen. Whatever goes wrong is said there.
        """
        before = self.morpher.z
        self._walk()
        said = self._go_on()
        for text in said:
            display.say(text)
        if said or not np.array_equal(self.morpher.z, before):
            display.refresh()
        self._obey(display)
        if self.over:
            display.close()

    def interrupt(self) -> bool:
        """Stop the work or the slide that is going on, where it is; whether there was any."""
        return self._work.interrupt()

    def close(self, display: Display, give_up: Callable[[], bool] = lambda: False) -> None:
        """Bring to an end what is going on; a film that was being recorded is written.

        Args:
            display: Where to tell the user of it.
            give_up: Asked again and again while a film is written: whether it is to be dropped.

        Raises:
            MorphingFacesError: It could not be; what came after it is done all the same.
        """
        failed: MorphingFacesError | None = None
        writing = self._work.precious
        try:
            self._end(display, give_up)
        except MorphingFacesError as error:
            failed = error
        if self._films.recording and not writing:
            display.say(self._films.record(start=False))
            self._end(display, give_up)
        if failed is not None:
            raise failed

    @command("h", "help", "?")
    def help(self) -> str:
        """Show this help."""
        return COMMANDS.help(self.morpher.last)

    @command("q", "quit", "exit")
    def leave(self) -> str:
        """Quit."""
        self.over = True
        return ""

    def _walk(self) -> None:
        """Glide along the random walk, as far as the time since the last tick takes it."""
        now = self._clock()
        passed, self._before = min(now - self._before, LONGEST_PAUSE), now
        if self.morpher.walking and not self.busy:
            self.morpher.walk_step(passed * self._pace)

    def _go_on(self) -> list[str]:
        """Go on with what commands have begun; what to tell the user."""
        self._work.slide(self._clock())
        said = [*self._films.look(), *self._work.told()]
        self._directions.follow()
        return [*self._directions.complaints(), *said]

    def _obey(self, display: Display) -> None:
        """Execute the lines that have come; those after one that takes a while wait for it."""
        lines = display.lines()
        while not (self.busy or self.over):
            try:
                line = next(lines)
            except StopIteration:
                return
            if line is None:
                self.over = True
                return
            try:
                said = self.execute(line)
            except Exception as error:  # noqa: BLE001 - whoever typed has to get an answer
                display.say(" ".join(str(error).split()) or type(error).__name__)
                continue
            if said:
                display.say(said)
            display.refresh()

    def _end(self, display: Display, give_up: Callable[[], bool]) -> None:
        for text in self._work.end(give_up):
            display.say(text)


COMMANDS = CommandTable(
    MoveCommands,
    PointCommands,
    PhotoCommands,
    DirectionCommands,
    LockCommands,
    FilmCommands,
    ModelCommands,
    Session,
)
"""Every command, in the order of the help."""
