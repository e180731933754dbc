"""A session in whatever view, from its first tick to its last word; every way to end it."""

from collections.abc import Callable
from typing import Protocol

from morphing_faces.session.display import Display
from morphing_faces.session.session import Session
from morphing_faces.storage.signals import Stop


class RunningView(Display, Protocol):
    """A display that has the loop, and hears Ctrl-C where that is no signal."""

    def run(self, tick: Callable[[], None]) -> None:
        """Show the session until it is closed, and call `tick` about sixty times a second."""

    def interrupted(self) -> bool:
        """Whether Ctrl-C was typed since the last call."""


def run_view(
    session: Session, view: RunningView, stop: Stop, news: Callable[[], str] = str
) -> None:
    """Show a session until the user leaves.

    Args:
        session: What to show.
        view: Where.
        stop: Set when the program is to end; see stop_on_signals.
        news: Asked at every tick for what else there is to tell; empty for nothing.
    """

    def tick() -> None:
        if _leaving(session, view, stop):
            view.close()
            return
        if told := news():
            view.say(told)
            view.refresh()
        session.tick(view)

    try:
        view.run(tick)
    finally:
        view.close()


def _leaving(session: Session, view: RunningView, stop: Stop) -> bool:
    """Whether the user wants to leave: not if Ctrl-C stops what is going on."""
    typed = view.interrupted()
    if not (typed or stop.is_set()):
        return False
    if (typed or stop.polite) and session.interrupt():
        stop.forgive()
        return False
    return True
