"""What a terminal sends besides keys: where the mouse is, and answers to what it was asked.

They are taken out of its input before keys are read from it. (Mouse: xterm's "SGR" reports, modes
1006 and 1016. Kitty's graphics answer in APC strings, questions about settings in DCS strings.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOUSE = re.compile(r"\x1b\[<(\d{1,5});(\d{1,6});(\d{1,6})([Mm])")
ANSWER = re.compile(
    r"\x1b\[\?[\d;]*c"  # what it is (device attributes)
    r"|\x1b\[\?\d+;\d+\$y"  # whether it has a mode
    r"|\x1b\[0n"  # that it has come to here
    r"|\x1b\[[468];\d+;\d+t"  # sizes
    r"|\x1b[_P][^\x1b]*\x1b\\"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
BEGUN = re.compile(r"\x1b(\[([<?]?[\d;]*\$?)?|[]_P][^\x1b\x07]*\x1b?)?\Z")
"""What may become a report when more is read; but the first two letters may be a key as well."""
SURE = re.compile(r"\x1b(\[[<?]|[]_P][^\x1b])")
"""What no key begins with."""
LONGEST = 4096
MOTION, WHEEL = 32, 64


@dataclass(frozen=True)
class Mouse:
    """A report of the mouse.

    Attributes:
        x: From the left, 0 at the edge; in cells, or in pixels where that was asked for.
        y: From above, likewise.
        button: 0 for the left one, 64 and 65 for a wheel up and down; modifiers are left out.
        pressed: Whether a button went down, or the wheel was turned.
        moved: Whether it is motion that is reported.
    """

    x: int
    y: int
    button: int
    pressed: bool
    moved: bool


@dataclass(frozen=True)
class Answer:
    """An answer to a question, as the terminal has put it."""

    text: str


class Reports:
    """Takes reports out of what is read, and keeps what is unfinished for the next time."""

    def __init__(self) -> None:
        self._begun = ""

    def feed(self, text: str) -> Iterator[str | Mouse | Answer]:
        """What has come, in its order; strings are keys."""
        text, self._begun = self._begun + text, ""
        keys = ""
        while text:
            start = text.find("\x1b")
            if start < 0:
                keys += text
                break
            keys, text = keys + text[:start], text[start:]
            if (mouse := MOUSE.match(text)) or (answer := ANSWER.match(text)):
                if keys:
                    yield keys
                    keys = ""
                found = mouse or answer
                assert found is not None  # noqa: S101 - for the type checker
                yield _mouse(found) if mouse else Answer(found[0])
                text = text[found.end() :]
            elif BEGUN.match(text) and len(text) < LONGEST:
                self._begun = text
                break
            else:
                keys, text = keys + text[0], text[1:]
        if keys:
            yield keys

    def flush(self) -> str:
        """What was kept and is a key after all, since nothing has followed it."""
        if SURE.match(self._begun):
            return ""
        keys, self._begun = self._begun, ""
        return keys


def _mouse(found: re.Match[str]) -> Mouse:
    code, x, y = (int(found[number]) for number in (1, 2, 3))
    return Mouse(
        x=max(x - 1, 0),
        y=max(y - 1, 0),
        button=code & (WHEEL | 3),
        pressed=found[4] == "M" and not code & MOTION,
        moved=bool(code & MOTION),
    )
