"""A session in terminals of each kind, which answer as they do."""

from collections.abc import Iterator

import numpy as np
import pytest

from morphing_faces.session.session import Session
from morphing_faces.views.terminal.choose import PictureKind
from tests.views.terminal.emulator import Emulator, Scenario, watch

KITTY_ASKED = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
PIXELS_ASKED, CELL_ASKED = "\x1b[?1016$p", "\x1b[16t"
KITTY = {KITTY_ASKED: "\x1b_Gi=31;OK\x1b\\", CELL_ASKED: "\x1b[6;20;10t"}
SIXEL = {"\x1b[c": "\x1b[?62;4;22c", CELL_ASKED: "\x1b[6;12;6t"}


@pytest.fixture
def open_emulator() -> Iterator[list[Emulator]]:
    opened: list[Emulator] = []
    yield opened
    for each in opened:
        each.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "environment", "wished", "sign"),
    [
        (KITTY, {}, None, "\x1b_Ga=T,f=100,"),
        (SIXEL, {}, None, "\x1bP0;1;0q"),
        ({}, {}, None, "38;5;2"),
        ({}, {"NO_COLOR": "1"}, None, "+++"),
        (KITTY, {}, "blocks", "38;5;2"),
        ({}, {}, "sixel", "\x1bP0;1;0q"),
    ],
)
def test_a_terminal_gets_what_it_says_it_can_show(
    session: Session,
    open_emulator: list[Emulator],
    answers: dict[str, str],
    environment: dict[str, str],
    wished: PictureKind | None,
    sign: str,
) -> None:
    emulator = Emulator(answers=answers)
    open_emulator.append(emulator)
    signs = {"\x1b_Ga=T,f=100,", "\x1bP0;1;0q", "38;5;2", "+++"}

    def scenario() -> Scenario:
        yield lambda: sign in emulator.raw
        assert not any(other in emulator.raw for other in signs - {sign})
        shown = len(emulator.raw)
        emulator.mouse(3, 3)
        yield lambda: sign in emulator.raw[shown:] and emulator.shows(str(session.status))

    watch(session, emulator, scenario(), environment, wished)


def test_a_picture_of_kitty_is_gone_when_the_user_leaves(
    session: Session, open_emulator: list[Emulator]
) -> None:
    emulator = Emulator(answers=KITTY)
    open_emulator.append(emulator)

    def scenario() -> Scenario:
        yield lambda: "a=T" in emulator.raw

    watch(session, emulator, scenario())
    after = emulator.raw[emulator.raw.rindex("a=T") :]
    assert after.count("a=d,d=I") >= 2
    assert after.rindex("a=d,d=I") < after.index("\x1b[?1049l")


def test_the_mouse_is_followed_in_pixels_where_it_can_be(
    session: Session, open_emulator: list[Emulator]
) -> None:
    emulator = Emulator(answers={CELL_ASKED: "\x1b[6;20;10t", PIXELS_ASKED: "\x1b[?1016;2$y"})
    open_emulator.append(emulator)

    def scenario() -> Scenario:
        yield lambda: "\x1b[?1016h" in emulator.raw and emulator.shows("▀")
        emulator.mouse(47, 23)
        yield lambda: [each.value for each in session.status.selected] == [1, -1]
        emulator.type("\x1b[?1016;1$y")
        emulator.mouse(239, 0)
        yield lambda: np.allclose([e.value for e in session.status.selected], [239 / 239.5 - 1, 1])

    watch(session, emulator, scenario())


@pytest.mark.slow
def test_answers_that_are_late_count_and_keys_that_come_meanwhile_are_not_lost(
    session: Session, open_emulator: list[Emulator]
) -> None:
    emulator = Emulator(answers={"\x1b[c": "f"})
    open_emulator.append(emulator)

    def scenario() -> Scenario:
        yield lambda: session.morpher.frozen and emulator.shows("▀")
        emulator.type(f"d{KITTY[KITTY_ASKED]} 3\x1b[?62c 7\r")
        yield lambda: "a=T" in emulator.raw and session.morpher.selected == (3, 7)

    watch(session, emulator, scenario())


@pytest.mark.slow
def test_a_resized_terminal_shows_everything_again(
    session: Session, open_emulator: list[Emulator]
) -> None:
    emulator = Emulator(80, 30)
    open_emulator.append(emulator)

    def scenario() -> Scenario:
        yield lambda: emulator.lines[24].startswith("0: ")
        emulator.resize(60, 20)
        yield lambda: emulator.lines[15].startswith("0: ") and emulator.lines[19].startswith(">")
        assert all(set(line[:30]) <= set("▀▄█ ") for line in emulator.lines[:15])
        emulator.resize(20, 7)
        yield lambda: emulator.lines[0].startswith("0: ") and not emulator.shows("▀")

    watch(session, emulator, scenario())
