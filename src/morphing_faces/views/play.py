"""A session: a window, a command line beside it, a walk, and every way to end it."""

from collections.abc import Callable, Iterator
from time import monotonic

import numpy as np

from morphing_faces.errors import MorphingFacesError
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.session.commands import execute
from morphing_faces.session.session import Studio
from morphing_faces.storage.signals import Stop
from morphing_faces.views.prompt import Prompt, TerminalPrompt, open_prompt
from morphing_faces.views.window.window import Window

WELCOME = "Move the mouse over the face to morph it, click to freeze it; h lists the commands."
LONGEST_PAUSE = 0.1


def play(
    morpher: Morpher,
    *,
    stop: Stop,
    say: Callable[[str], None],
    pace: float = 2.0,
    studio: Studio | None = None,
) -> None:
    """Show a morpher in a window and obey the command line, until the user leaves.

    Args:
        morpher: What to play with.
        stop: Set when the program is to end; see stop_on_signals.
        say: Tells the user a line or more.
        pace: Steps a second of the random walk, while the morpher walks.
        studio: What keeps points and takes photographs; None where nothing can.

    Raises:
        DisplayError: No window can be opened here.
        ModelError: The first face cannot be decoded.
        MorphingFacesError: What was going on when the user left could not be brought to an end.
    """
    window = Window(morpher)
    prompt = open_prompt(studio.names, studio.direction_names) if studio else open_prompt()
    if isinstance(prompt, TerminalPrompt):
        say(WELCOME)
    session = Session(morpher, window, prompt, stop=stop, say=say, pace=pace, studio=studio)
    try:
        window.run(session.tick)
    finally:
        window.close()
        if prompt is not None:
            prompt.close()
    stop.forgive()
    for text in studio.close(stop.is_set) if studio else ():
        say(text)


class Session:
    """What happens between the window's events: lines are obeyed, the walk goes on."""

    def __init__(
        self,
        morpher: Morpher,
        window: Window,
        prompt: Prompt | None,
        *,
        stop: Stop,
        say: Callable[[str], None],
        pace: float,
        studio: Studio | None,
    ) -> None:
        self._morpher = morpher
        self._window = window
        self._prompt = prompt
        self._stop = stop
        self._say = say
        self._pace = pace
        self._studio = studio
        self._clock = monotonic()

    def tick(self) -> None:
        """Do what there is to do now."""
        self._walk()
        self._work()
        if self._leaving() or self._obey():
            self._window.close()

    def _walk(self) -> None:
        """Glide along the random walk, as far as the time since the last tick takes it."""
        now = monotonic()
        passed, self._clock = min(now - self._clock, LONGEST_PAUSE), now
        if self._morpher.walking and not self._morpher.frozen and not self._busy:
            self._morpher.walk_step(passed * self._pace)
            self._window.refresh()

    def _work(self) -> None:
        """Go on with what commands have begun."""
        if self._studio is None:
            return
        before = self._morpher.z
        try:
            said = self._studio.tick()
        except MorphingFacesError as error:
            said = [str(error)]
        for text in said:
            self._say(text)
        if said or not np.array_equal(self._morpher.z, before):
            self._window.refresh()

    @property
    def _busy(self) -> bool:
        return self._studio is not None and self._studio.busy

    def _leaving(self) -> bool:
        """Whether the user wants to leave: not if Ctrl-C stops what is going on."""
        typed = self._prompt is not None and self._prompt.interrupted()
        if not (typed or self._stop.is_set()):
            return False
        if (typed or self._stop.polite) and self._studio is not None and self._studio.interrupt():
            self._stop.forgive()
            return False
        return True

    def _obey(self) -> bool:
        """Execute the lines that have come; whether the user wants to leave."""
        for line in self._lines():
            if line is None:
                return True
            try:
                reply = execute(line, self._morpher, self._studio)
            except Exception as error:  # noqa: BLE001 - whoever typed has to get an answer
                self._say(" ".join(str(error).split()) or type(error).__name__)
                continue
            if reply.quit:
                return True
            if reply.text:
                self._say(reply.text)
            self._window.refresh()
        return False

    def _lines(self) -> Iterator[str | None]:
        """The lines that have come; those after one that takes a while wait until that is done."""
        lines = self._prompt.lines() if self._prompt else iter(())
        while not self._busy:
            try:
                yield next(lines)
            except StopIteration:
                return
