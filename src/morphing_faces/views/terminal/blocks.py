"""Half blocks: a cell shows two pixels, one above the other, as colours of letter and ground."""

import numpy as np

from morphing_faces.views.terminal.palette import Codes, sgr

UPPER, LOWER, FULL, EMPTY = "▀", "▄", "█", " "
NONE = -1


def half_blocks(codes: Codes, shown: Codes | None, top: int, left: int) -> str:
    """What turns the picture that is shown into another; only cells that differ are written.

    Args:
        codes: The pixels' colours, [2 R, C], for R rows of C cells.
        shown: Those that are there, of the same shape; None where that is unknown.
        top: Row of the uppermost cells, from 0.
        left: Column of the leftmost ones.

    Returns:
        Escape sequences and letters; empty where nothing differs.
    """
    upper, lower = codes[::2], codes[1::2]
    if shown is None:
        differs = np.ones(upper.shape, bool)
    else:
        differs = (upper != shown[::2]) | (lower != shown[1::2])
    out = list[str]()
    letter = ground = NONE
    for row in np.flatnonzero(differs.any(1)).tolist():
        columns = np.flatnonzero(differs[row])
        pairs = zip(upper[row, columns].tolist(), lower[row, columns].tolist(), strict=True)
        place = NONE
        for column, (above, below) in zip(columns.tolist(), pairs, strict=True):
            if place == NONE:
                out.append(f"\x1b[{top + row + 1};{left + column + 1}H")
            elif column > place:
                out.append(f"\x1b[{column - place if column - place > 1 else ''}C")
            place = column + 1
            glyph, front, back = _cheapest(above, below, letter, ground)
            changes = [f"38;{sgr(front)}"] if front != letter else []
            changes += [f"48;{sgr(back)}"] if back != ground else []
            if changes:
                out.append(f"\x1b[{';'.join(changes)}m")
            letter, ground = front, back
            out.append(glyph)
    if not out:
        return ""
    return "".join([*out, "\x1b[0m"])


def _cheapest(above: int, below: int, letter: int, ground: int) -> tuple[str, int, int]:
    """The glyph for two pixels, with its colours, that changes the fewest of those set now."""
    if above == below:
        if above == letter != ground:
            return FULL, letter, ground
        return EMPTY, letter, above
    if (above != letter) + (below != ground) <= (below != letter) + (above != ground):
        return UPPER, above, below
    return LOWER, below, above
