"""A session: a window, a command line beside it, a walk, and every way to end it."""

import threading
from collections.abc import Callable
from time import monotonic

from morphing_faces.commands import execute
from morphing_faces.errors import CommandError
from morphing_faces.morpher import Morpher
from morphing_faces.views.prompt import Prompt, TerminalPrompt, open_prompt
from morphing_faces.views.window import Window

WELCOME = "Move the mouse over the face to morph it, click to freeze it; h lists the commands."
LONGEST_PAUSE = 0.1


def play(
    morpher: Morpher, *, stop: threading.Event, say: Callable[[str], None], pace: float = 2.0
) -> None:
    """Show a morpher in a window and obey the command line, until the user leaves.

    Args:
        morpher: What to play with.
        stop: Set when the program is to end; see stop_on_signals.
        say: Tells the user a line or more.
        pace: Steps a second of the random walk, while the morpher walks.

    Raises:
        DisplayError: No window can be opened here.
        ModelError: The first face cannot be decoded.
    """
    window = Window(morpher)
    prompt = open_prompt()
    if isinstance(prompt, TerminalPrompt):
        say(WELCOME)
    try:
        window.run(Session(morpher, window, prompt, stop=stop, say=say, pace=pace).tick)
    finally:
        window.close()
        if prompt is not None:
            prompt.close()


class Session:
    """What happens between the window's events: lines are obeyed, the walk goes on."""

    def __init__(
        self,
        morpher: Morpher,
        window: Window,
        prompt: Prompt | None,
        *,
        stop: threading.Event,
        say: Callable[[str], None],
        pace: float,
    ) -> None:
        self._morpher = morpher
        self._window = window
        self._prompt = prompt
        self._stop = stop
        self._say = say
        self._pace = pace
        self._clock = monotonic()

    def tick(self) -> None:
        """Do what there is to do now."""
        self._walk()
        if self._stop.is_set() or self._obey():
            self._window.close()

    def _walk(self) -> None:
        """Glide along the random walk, as far as the time since the last tick takes it."""
        now = monotonic()
        passed, self._clock = min(now - self._clock, LONGEST_PAUSE), now
        if self._morpher.walking and not self._morpher.frozen:
            self._morpher.walk_step(passed * self._pace)
            self._window.refresh()

    def _obey(self) -> bool:
        """Execute the lines that have come; whether the user wants to leave."""
        for line in self._prompt.lines() if self._prompt else ():
            if line is None:
                return True
            try:
                reply = execute(line, self._morpher)
            except CommandError as error:
                self._say(str(error))
                continue
            if reply.quit:
                return True
            if reply.text:
                self._say(reply.text)
            self._window.refresh()
        return False
