"""A window and the command line beside it, as one display."""

from collections.abc import Callable, Iterator

from morphing_faces.session.session import Session
from morphing_faces.storage.signals import Stop
from morphing_faces.views.prompt import Prompt, TerminalPrompt, open_prompt
from morphing_faces.views.session_loop import run_view
from morphing_faces.views.window.window import Window

WELCOME = "Move the mouse over the face to morph it, click to freeze it; h lists the commands."


def play(
    session: Session,
    *,
    stop: Stop,
    say: Callable[[str], None],
    news: Callable[[], str] = str,
    typed: bool = True,
) -> None:
    """Show a session in a window and obey the command line, until the user leaves.

    Args:
        session: What to play.
        stop: Set when the program is to end; see stop_on_signals.
        say: Tells the user a line or more.
        news: Asked at every tick for what else there is to tell; empty for nothing.
        typed: Whether lines are read from standard input.

    Raises:
        DisplayError: No window can be opened here.
        ModelError: The first face cannot be decoded.
        MorphingFacesError: What was going on when the user left could not be brought to an end.
    """
    window = Window(session)
    view = WindowView(window, open_prompt(session) if typed else None, say)
    try:
        run_view(session, view, stop, news)
    finally:
        view.close_prompt()
    stop.forgive()
    session.close(view, stop.is_set)


class WindowView:
    """A window and a prompt in the terminal beside it; see session_loop.RunningView.

    Args:
        window: Where the face is.
        prompt: Where lines come from; None for nowhere.
        say: Tells the user a line or more.
    """

    def __init__(self, window: Window, prompt: Prompt | None, say: Callable[[str], None]) -> None:
        self._window = window
        self._prompt = prompt
        self.say = say
        if isinstance(prompt, TerminalPrompt):
            say(WELCOME)

    def run(self, tick: Callable[[], None]) -> None:
        """Handle the window's events until it is closed."""
        self._window.run(tick)

    def refresh(self) -> None:
        """Draw a frame soon."""
        self._window.refresh()

    def lines(self) -> Iterator[str | None]:
        """The lines that have been typed."""
        return iter(()) if self._prompt is None else self._prompt.lines()

    def close(self) -> None:
        """Close the window; the prompt is closed when its loop has ended."""
        self._window.close()

    def interrupted(self) -> bool:
        """Whether Ctrl-C was typed at the prompt since the last call."""
        return self._prompt is not None and self._prompt.interrupted()

    def close_prompt(self) -> None:
        """Leave the terminal as it was."""
        if self._prompt is not None:
            self._prompt.close()
