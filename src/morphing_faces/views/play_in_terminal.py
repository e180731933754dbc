"""A session without a window: its face in the terminal, or no picture at all."""

from collections.abc import Callable, Iterator
from threading import Event

from morphing_faces.errors import DisplayError
from morphing_faces.session.session import Session
from morphing_faces.storage.signals import Stop
from morphing_faces.views.prompt import Prompt, open_prompt
from morphing_faces.views.session_loop import run_view
from morphing_faces.views.terminal.choose import PictureKind

TICK = 0.015


def play_in_terminal(
    session: Session,
    *,
    stop: Stop,
    say: Callable[[str], None],
    news: Callable[[], str] = str,
    picture: PictureKind | None = None,
) -> None:
    """Show a session in the terminal, until the user leaves.

    Args:
        session: What to play.
        stop: Set when the program is to end; see stop_on_signals.
        say: Tells the user a line or more, before and after the face is shown.
        news: Asked at every tick for what else there is to tell; empty for nothing.
        picture: How it is shown; by default, as the terminal says that it can.

    Raises:
        DisplayError: This is no terminal that can be drawn on.
        ModelError: The first face cannot be decoded.
        MorphingFacesError: What was going on when the user left could not be brought to an end.
    """
    try:
        # Not before: Windows has neither of its two modules, and does have a window.
        from morphing_faces.views.terminal.view import TerminalView
    except ModuleNotFoundError as error:
        if error.name not in ("fcntl", "termios"):
            raise
        raise DisplayError(
            "terminals of this system cannot show the face; a window can, and --view none obeys "
            "commands without a picture"
        ) from None
    view = TerminalView(session, picture=picture)
    try:
        run_view(session, view, stop, news)
    finally:
        # The terminal shows again what it did before; what was answered is worth keeping.
        say("\n".join(view.said))
    stop.forgive()
    session.close(LinesView(None, say), stop.is_set)


def play_without_picture(session: Session, *, stop: Stop, say: Callable[[str], None]) -> None:
    """Obey lines of commands from standard input, until there are no more.

    Args:
        session: What to play.
        stop: Set when the program is to end; see stop_on_signals.
        say: Tells the user a line or more.

    Raises:
        MorphingFacesError: What was going on when the user left could not be brought to an end.
    """
    prompt = open_prompt(session)
    view = LinesView(prompt, say)
    try:
        run_view(session, view, stop)
    finally:
        if prompt is not None:
            prompt.close()
    stop.forgive()
    session.close(view, stop.is_set)


class LinesView:
    """Lines in and lines out; see session_loop.RunningView.

    Args:
        prompt: Where lines come from; None for nowhere, and then there are no more.
        say: Tells the user a line or more.
    """

    def __init__(self, prompt: Prompt | None, say: Callable[[str], None]) -> None:
        self._prompt = prompt
        self._closed = Event()
        self.say = say

    def run(self, tick: Callable[[], None]) -> None:
        """Tick until it is closed."""
        while not self._closed.wait(TICK):
            tick()

    def refresh(self) -> None:
        """Show nothing."""

    def lines(self) -> Iterator[str | None]:
        """The lines that have come."""
        return iter((None,)) if self._prompt is None else self._prompt.lines()

    def close(self) -> None:
        """End `run`."""
        self._closed.set()

    def interrupted(self) -> bool:
        """Whether Ctrl-C was typed at the prompt since the last call."""
        return self._prompt is not None and self._prompt.interrupted()
