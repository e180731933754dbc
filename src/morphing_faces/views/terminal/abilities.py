"""What a terminal can do, as it says itself: one batch of questions, ended by one that all answer.

The last question is for the device attributes (`CSI c`), which every terminal since the VT100
answers, and answers come in the order of the questions. So what has not come by then will not come.
Answers that are late, over a slow line, count all the same.
"""

import re
from dataclasses import dataclass, replace

PATIENCE = 0.2
"""Seconds that the first picture waits for answers."""
PIXELS_SET = "\x1b[?1016;1$y"
"""The answer where the mouse is reported in pixels from now on."""
CELL_SIZE = "\x1b[16t"
QUESTIONS = (
    "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"  # kitty's graphics
    "\x1b]11;?\x1b\\"  # the background's colour
    "\x1b[48;2;1;2;3m\x1bP$qm\x1b\\"  # sets a colour, and asks which is set (DECRQSS)
    "\x1b[48;5;233m\x1bP$qm\x1b\\\x1b[0m"
    "\x1b[?1016$p"  # whether it reports the mouse in pixels (DECRQM)
    f"{CELL_SIZE}"
    "\x1b[c"
)
SIXEL = "4"
"""Among the device attributes, after the first, which is the kind of terminal."""
LIGHT = 0.5
"""Luminance of a background on which letters are dark."""


@dataclass(frozen=True)
class Abilities:
    """What is known of a terminal.

    Attributes:
        answered: Whether it has answered all that it ever will.
        kitty: Whether it shows pictures by kitty's protocol.
        sixel: Whether it shows pictures by sixels.
        true_colour: Whether it shows any colour.
        many_colours: Whether it has a table of 256 colours.
        pixels: Whether it can report the mouse in pixels.
        cell: Width and height of a cell in pixels.
        light: Whether its background is light.
    """

    answered: bool = False
    kitty: bool = False
    sixel: bool = False
    true_colour: bool = False
    many_colours: bool = False
    pixels: bool = False
    cell: tuple[int, int] | None = None
    light: bool = False

    def learn(self, answer: str) -> "Abilities":
        """What is known with another answer, as the terminal has put it."""
        if found := re.fullmatch(r"\x1b\[\?([\d;]*)c", answer):
            _, *attributes = found[1].split(";")
            return replace(self, answered=True, sixel=SIXEL in attributes)
        if re.fullmatch(r"\x1b_Gi=31;OK\x1b\\", answer):
            return replace(self, kitty=True)
        if found := re.fullmatch(r"\x1bP1\$r(.*)m\x1b\\", answer):
            true = re.search(r"48[:;]2[:;]+1[:;]2[:;]3\b", found[1]) is not None
            many = true or re.search(r"48[:;]5[:;]233\b", found[1]) is not None
            return replace(
                self,
                true_colour=self.true_colour or true,
                many_colours=self.many_colours or many,
            )
        if found := re.fullmatch(r"\x1b\[\?1016;(\d)\$y", answer):
            return replace(self, pixels=found[1] in "123")
        if found := re.fullmatch(r"\x1b\[6;(\d+);(\d+)t", answer):
            height, width = int(found[1]), int(found[2])
            return replace(self, cell=(width, height)) if width and height else self
        if found := re.match(r"\x1b\]11;rgb:([\da-f]+)/([\da-f]+)/([\da-f]+)", answer.lower()):
            red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
            return replace(self, light=0.3 * red + 0.59 * green + 0.11 * blue > LIGHT)
        return self
