"""Which way to show pictures suits a terminal."""

from collections.abc import Mapping
from typing import Literal

from morphing_faces.views.terminal.abilities import Abilities
from morphing_faces.views.terminal.ascii_picture import AsciiPicture
from morphing_faces.views.terminal.block_picture import BlockPicture
from morphing_faces.views.terminal.kitty import KittyPicture
from morphing_faces.views.terminal.picture import Picture
from morphing_faces.views.terminal.sixel import SixelPicture

PictureKind = Literal["kitty", "sixel", "blocks", "ascii"]
TABLE = 256


def choose_kind(
    wished: PictureKind | None, abilities: Abilities, environment: Mapping[str, str], colours: int
) -> PictureKind:
    """The best way that the terminal knows.

    Args:
        wished: What the user asks for, whatever the terminal says.
        abilities: What the terminal says of itself.
        environment: NO_COLOR and COLORTERM.
        colours: How many colours the system's data base says that it has; -1 where unknown.
    """
    if wished is not None:
        return wished
    if abilities.kitty:
        return "kitty"
    if abilities.sixel:
        return "sixel"
    many = abilities.many_colours or has_true_colour(abilities, environment) or colours >= TABLE
    return "blocks" if many and not environment.get("NO_COLOR") else "ascii"


def make_picture(
    kind: PictureKind, abilities: Abilities, environment: Mapping[str, str], cell: tuple[int, int]
) -> Picture:
    """A picture of a kind.

    Args:
        kind: Which.
        abilities: What the terminal says of itself.
        environment: COLORTERM.
        cell: Width and height of a cell in pixels.
    """
    if kind == "kitty":
        return KittyPicture()
    if kind == "sixel":
        return SixelPicture(cell)
    if kind == "ascii":
        return AsciiPicture(light=abilities.light)
    return BlockPicture(true=has_true_colour(abilities, environment))


def has_true_colour(abilities: Abilities, environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows any colour, as it says, or whoever has started it."""
    return abilities.true_colour or environment.get("COLORTERM") in ("truecolor", "24bit")


def known_colours(term: str) -> int:
    """How many colours the system's data base says that a kind of terminal has; -1 if unknown."""
    try:
        import curses
    except ImportError:  # where Python was built without it
        return -1
    try:
        curses.setupterm(term, 1)
        return curses.tigetnum("colors")
    except curses.error:
        return -1
