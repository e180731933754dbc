"""A table of keys: what each is called, and what it does; every view has its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

V_contra = TypeVar("V_contra", contravariant=True)


@dataclass(frozen=True)
class KeyRow(Generic[V_contra]):
    """A row of the table of keys of a view.

    Attributes:
        keys: The toolkit's names for the keys.
        label: What the help calls them, and the mouse's way to the same.
        help: What they do; where there is none, the row after this one tells it.
        action: Does it to the view; a frame follows.
    """

    keys: tuple[str, ...]
    label: str
    help: str
    action: Callable[[V_contra], object]


def told(table: Sequence[KeyRow[V_contra]]) -> tuple[tuple[str, str], ...]:
    """The rows of the help: labels, and what they do."""
    return tuple((row.label, row.help) for row in table if row.help)


def sentence(error: Exception) -> str:
    """What went wrong on one line, for whoever pressed a key."""
    return " ".join(str(error).split()) or type(error).__name__
