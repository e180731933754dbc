"""What keys do while no line of commands is being typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from morphing_faces.session.session import Session

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


@dataclass(frozen=True)
class TerminalKey:
    """A row of the table of keys.

    Attributes:
        keys: prompt_toolkit's names for the keys.
        label: What the help calls them, and the mouse's way to the same.
        help: What they do.
        action: Does it; a frame follows.
    """

    keys: tuple[str, ...]
    label: str
    help: str
    action: Callable[[Keyed], object]


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


KEYS = (
    TerminalKey((), "mouse", "morph", lambda _: None),
    TerminalKey(("H", "s-left"), "H", "", _move(0, -1)),
    TerminalKey(("L", "s-right"), "L", "", _move(0, 1)),
    TerminalKey(("J", "s-down"), "J", "", _move(1, -1)),
    TerminalKey(("K", "s-up"), "H J K L, Shift and arrows", "morph by keys", _move(1, 1)),
    TerminalKey(("f",), "click, f", "freeze", lambda view: view.session.morpher.toggle_freeze()),
    TerminalKey(("r",), "r", "another face", lambda view: view.session.morpher.randomise()),
    TerminalKey(("u", "c-_"), "u", "undo", lambda view: view.session.morpher.undo()),
    TerminalKey(("U", "c-y"), "U, ctrl+y", "redo", lambda view: view.session.morpher.redo()),
    TerminalKey(("left",), "←", "", _step(0, -1)),
    TerminalKey(("right",), "← →", "other dimension sideways", _step(0, 1)),
    TerminalKey(("down",), "↓", "", _step(1, -1)),
    TerminalKey(("up",), "↑ ↓", "other dimension upwards", _step(1, 1)),
    TerminalKey((":", "enter", "tab"), ":, Enter", "type a command", lambda view: view.type()),
    TerminalKey(("pageup",), "", "", lambda view: view.scroll(-1)),
    TerminalKey(("pagedown",), "Page up, down", "read answers", lambda view: view.scroll(1)),
    TerminalKey(("c-l",), "ctrl+l", "draw everything anew", lambda view: view.redraw()),
    TerminalKey(("c-z",), "ctrl+z", "to the shell; fg comes back", lambda view: view.suspend()),
    TerminalKey(("h", "?"), "h", "this help", lambda view: view.show_keys()),
    TerminalKey(("q", "c-d"), "q", "quit", lambda view: view.close()),
)
"""Rows without help are told by the row after them."""


def keys_help() -> str:
    """The table in words."""
    rows = [(key.label, key.help) for key in KEYS if key.help]
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}}   {told}" for label, told in rows)
