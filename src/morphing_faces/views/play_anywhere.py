"""A session where it can be seen: in a window, and in the terminal where none can be opened."""

import os
import sys
from collections.abc import Callable
from typing import TextIO

from morphing_faces.errors import DisplayError
from morphing_faces.session.session import Session
from morphing_faces.storage.signals import Stop


def play_anywhere(
    session: Session,
    *,
    stop: Stop,
    say: Callable[[str], None],
    news: Callable[[], str] = str,
    typed: bool = True,
) -> None:
    """Show a session in a window; where none can be opened, in the terminal, and say so.

    Args:
        session: What to play.
        stop: Set when the program is to end; see stop_on_signals.
        say: Tells the user a line or more.
        news: Asked at every tick for what else there is to tell; empty for nothing.
        typed: Whether the window's lines of commands are read from standard input.

    Raises:
        DisplayError: No window can be opened, and input and output are not both a terminal.
        ModelError: The first face cannot be decoded.
        MorphingFacesError: What was going on when the user left could not be brought to an end.
    """
    try:
        play_in_window(session, stop=stop, say=say, news=news, typed=typed)
    except DisplayError as error:
        if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
            raise
        say(f"{error}; meanwhile, the face is shown in this terminal")
    else:
        return
    from morphing_faces.views.play_in_terminal import play_in_terminal  # only where it is needed

    play_in_terminal(session, stop=stop, say=say, news=news)


def play_in_window(
    session: Session,
    *,
    stop: Stop,
    say: Callable[[str], None],
    news: Callable[[], str] = str,
    typed: bool = True,
) -> None:
    """Show a session in a window; see play_anywhere and views.play.

    Raises:
        DisplayError: No window can be opened.
    """
    try:
        from morphing_faces.views.play import play
    except ValueError:  # how matplotlib greets a backend that it does not know
        name = os.environ.get("MPLBACKEND", "")
        raise DisplayError(f"matplotlib has no backend MPLBACKEND={name}; unset it") from None
    play(session, stop=stop, say=say, news=news, typed=typed)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is one; a program without a console has none at all."""
    return stream is not None and not stream.closed and stream.isatty()
