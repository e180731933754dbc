"""What terminals answer, and how pictures are shown in them."""

import subprocess
import sys

import pytest

from morphing_faces.views.terminal.abilities import Abilities
from morphing_faces.views.terminal.choose import PictureKind, choose_kind

KITTY = ["\x1b_Gi=31;OK\x1b\\", "\x1b[6;18;8t", "\x1b[?62;c"]
FOOT = ["\x1bP1$r0;48:2::1:2:3m\x1b\\", "\x1b[?1016;2$y", "\x1b[?62;4;22c"]
XTERM = ["\x1bP1$r0;48:2:1:2:3m\x1b\\", "\x1bP1$r0;48:5:233m\x1b\\", "\x1b[?64;1;2;6;9c"]
TABLE_ONLY = ["\x1bP1$r0;48;5;17m\x1b\\", "\x1bP1$r0;48;5;233m\x1b\\", "\x1b[?1;2c"]
OLD = ["\x1b_Gi=31;ENOTSUPPORTED\x1b\\", "\x1bP0$r\x1b\\", "\x1b[?1016;0$y", "\x1b[?1;2c"]
"""Of a 4 in the first place: the kind of terminal, not sixels."""
VT132 = ["\x1b[?4;6c"]


def known(answers: list[str]) -> Abilities:
    abilities = Abilities()
    for answer in answers:
        assert not abilities.answered
        abilities = abilities.learn(answer)
    assert abilities.answered
    return abilities


@pytest.mark.parametrize(
    ("answers", "environment", "colours", "wished", "kind"),
    [
        (KITTY, {}, 8, None, "kitty"),
        (KITTY, {"NO_COLOR": "1"}, 8, None, "kitty"),
        (KITTY, {}, 8, "blocks", "blocks"),
        (FOOT, {}, 8, None, "sixel"),
        (XTERM, {}, 8, None, "blocks"),
        (XTERM, {"NO_COLOR": "1"}, 256, None, "ascii"),
        (XTERM, {"NO_COLOR": ""}, 8, None, "blocks"),
        (TABLE_ONLY, {}, 8, None, "blocks"),
        (OLD, {}, 256, None, "blocks"),
        (OLD, {"COLORTERM": "truecolor"}, 8, None, "blocks"),
        (OLD, {}, 16, None, "ascii"),
        (OLD, {}, -1, None, "ascii"),
        (VT132, {}, 16, None, "ascii"),
        (OLD, {}, 16, "sixel", "sixel"),
    ],
)
def test_the_best_way_that_the_terminal_knows_is_taken(
    answers: list[str],
    environment: dict[str, str],
    colours: int,
    wished: PictureKind | None,
    kind: str,
) -> None:
    assert choose_kind(wished, known(answers), environment, colours) == kind


@pytest.mark.slow
@pytest.mark.parametrize(("term", "colours"), [("linux", 8), ("xterm-256color", 256), ("?", -1)])
def test_the_systems_data_base_knows_how_many_colours_there_are(term: str, colours: int) -> None:
    program = "import sys; from morphing_faces.views.terminal.choose import known_colours as known"
    words = [sys.executable, "-c", f"{program}; print(known(sys.argv[1]))", term]
    assert subprocess.run(words, capture_output=True, check=True).stdout == b"%d\n" % colours


def test_answers_are_understood() -> None:
    assert known(KITTY).cell == (8, 18)
    assert known(FOOT).pixels
    assert not known(OLD).pixels
    assert known(XTERM).true_colour
    assert (known(TABLE_ONLY).true_colour, known(TABLE_ONLY).many_colours) == (False, True)


@pytest.mark.parametrize(
    ("answer", "light"),
    [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", True),
        ("\x1b]11;rgb:1e1e/1E1E/2e2e\x07", False),
        ("\x1b]11;rgb:fd/f6/e3\x07", True),
    ],
)
def test_the_background_is_light_or_dark(answer: str, light: bool) -> None:
    assert Abilities().learn(answer).light is light
