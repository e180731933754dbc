"""What keys do while no line of commands is being typed."""

from collections.abc import Callable
from typing import Protocol

from morphing_faces.session.session import Session
from morphing_faces.views.key_table import KeyRow, told

STRIDE = 0.05
"""How far a key moves the point, in widths of the picture."""


class Keyed(Protocol):
    """What keys act on: a view of a session in a terminal."""

    @property
    def session(self) -> Session:
        """What is shown."""

    def type(self) -> None:
        """Begin a line of commands."""

    def scroll(self, pages: int) -> None:
        """Go through what was answered."""

    def redraw(self) -> None:
        """Draw everything anew."""

    def suspend(self) -> None:
        """Go back to the shell, until it resumes this."""

    def show_keys(self) -> None:
        """Tell what keys do."""

    def close(self) -> None:
        """End it."""


def _step(which: int, by: int) -> Callable[[Keyed], None]:
    return lambda view: view.session.morpher.step(which, by)


def _move(which: int, by: int) -> Callable[[Keyed], None]:
    """Move the point along one selected dimension, as far as the mouse reaches, or nearer."""

    def move(view: Keyed) -> None:
        morpher = view.session.morpher
        if morpher.frozen:
            return
        coordinate = morpher.status.selected[which]
        farthest = max(morpher.reach, abs(coordinate.value))
        value = coordinate.value + 2 * STRIDE * morpher.reach * by
        morpher.set_coordinate(coordinate.rank, min(max(value, -farthest), farthest))

    return move


KEYS: tuple[KeyRow[Keyed], ...] = (
    KeyRow((), "mouse", "morph", lambda _: None),
    KeyRow(("H", "s-left"), "H", "", _move(0, -1)),
    KeyRow(("L", "s-right"), "L", "", _move(0, 1)),
    KeyRow(("J", "s-down"), "J", "", _move(1, -1)),
    KeyRow(("K", "s-up"), "H J K L, Shift and arrows", "morph by keys", _move(1, 1)),
    KeyRow(("f",), "click, f", "freeze", lambda view: view.session.morpher.toggle_freeze()),
    KeyRow(("r",), "r", "another face", lambda view: view.session.morpher.randomise()),
    KeyRow(("u", "c-_"), "u", "undo", lambda view: view.session.morpher.undo()),
    KeyRow(("U", "c-y"), "U, ctrl+y", "redo", lambda view: view.session.morpher.redo()),
    KeyRow(("left",), "←", "", _step(0, -1)),
    KeyRow(("right",), "← →", "other dimension sideways", _step(0, 1)),
    KeyRow(("down",), "↓", "", _step(1, -1)),
    KeyRow(("up",), "↑ ↓", "other dimension upwards", _step(1, 1)),
    KeyRow((":", "enter", "tab"), ":, Enter", "type a command", lambda view: view.type()),
    KeyRow(("pageup",), "", "", lambda view: view.scroll(-1)),
    KeyRow(("pagedown",), "Page up, down", "read answers", lambda view: view.scroll(1)),
    KeyRow(("c-l",), "ctrl+l", "draw everything anew", lambda view: view.redraw()),
    KeyRow(("c-z",), "ctrl+z", "to the shell; fg comes back", lambda view: view.suspend()),
    KeyRow(("h", "?"), "h", "this help", lambda view: view.show_keys()),
    KeyRow(("q", "c-d"), "q", "quit", lambda view: view.close()),
)


def keys_help() -> str:
    """The table in words."""
    rows = told(KEYS)
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}}   {words}" for label, words in rows)
