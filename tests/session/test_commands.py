"""The command language."""

from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.errors import CommandError
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.session.commands import (
    COMMANDS,
    Reply,
    Surroundings,
    completions,
    execute,
    help_text,
)
from tests.morpher.test_morpher import Stripes


@pytest.fixture
def morpher() -> Morpher:
    return Morpher(Stripes(), seed=1)


def test_d_selects_two_dimensions(morpher: Morpher) -> None:
    assert execute("d 3 1", morpher) == Reply("the mouse now moves dimensions 3 and 1")
    assert morpher.selected == (3, 1)


def test_r_draws_another_face(morpher: Morpher) -> None:
    before = morpher.z
    assert execute("r", morpher) == Reply("another face")
    assert not np.any(morpher.z == before)


def test_f_freezes_and_unfreezes(morpher: Morpher) -> None:
    assert execute("f", morpher).text.startswith("frozen")
    assert morpher.frozen
    assert execute("freeze", morpher) == Reply("unfrozen")
    assert not morpher.frozen


def test_range_stretches_the_picture(morpher: Morpher) -> None:
    assert execute("range 2.5", morpher) == Reply("the picture's edges are now at -2.5 and 2.5")
    assert morpher.reach == 2.5


def test_undo_redo_and_reset(morpher: Morpher) -> None:
    first = morpher.z
    assert execute("undo", morpher) == Reply("nothing to undo")
    execute("r", morpher)
    second = morpher.z
    execute("d 2 3", morpher)
    assert [execute("u", morpher).text for _ in range(3)] == ["undone", "undone", "nothing to undo"]
    assert np.array_equal(morpher.z, first)
    assert morpher.selected == (0, 1)
    assert [execute("redo", morpher).text for _ in range(3)] == [
        *["done again"] * 2,
        "nothing to redo",
    ]
    assert np.array_equal(morpher.z, second)
    assert execute("reset", morpher) == Reply("back at the first face")
    assert np.array_equal(morpher.z, first)


class Heard:
    """Surroundings that repeat what they were asked for."""

    def __getattr__(self, name: str) -> Callable[..., str]:
        return lambda *words, **named: f"{name} {words} {named}"


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("save me", "save ('me',) {'replace': False}"),
        ("save me replace", "save ('me',) {'replace': True}"),
        ('load "my face.png"', "load ('my face.png',) {}"),
        ("load 'my face.png'", "load ('my face.png',) {}"),
        ("load don't", 'load ("don\'t",) {}'),
        ("list", "kept () {}"),
        ("link", "link () {}"),
        ("open #p=A", "open ('#p=A',) {}"),
        ("photo me.jpg", "photo ('me.jpg', None) {}"),
        ("photo C:\\me.jpg 2", "photo ('C:\\\\me.jpg', 2) {}"),
        ("photo me.jpg 1,2.5,3,4", "photo ('me.jpg', (1.0, 2.5, 3.0, 4.0)) {}"),
        ("refine", "refine (10,) {}"),
        ("refine 3", "refine (3,) {}"),
        ("morph a b.jpg", "morph ('a', 'b.jpg') {}"),
        ("dir", "directions () {}"),
        ("dir age", "go_along ('age', None) {}"),
        ("dir age +1.5", "go_along ('age', 1.5) {}"),
        ("dir age -.5", "go_along ('age', -0.5) {}"),
        ("name 3 smirk", "name_dimension (3, 'smirk') {}"),
        ("name 3", "name_dimension (3, None) {}"),
        ("remember smirk a", "remember ('smirk', 'a', None) {}"),
        ("remember smirk a b.jpg", "remember ('smirk', 'a', 'b.jpg') {}"),
        ("forget smirk", "forget ('smirk',) {}"),
        ("picture a.png", "picture ('a.png',) {'replace': False}"),
        ("record start a.mp4", "record ('a.mp4',) {}"),
        ("record stop", "stop_recording (None,) {}"),
        ("record stop b.gif", "stop_recording ('b.gif',) {}"),
    ],
)
def test_what_lies_outside_is_asked_of_the_surroundings(
    morpher: Morpher, line: str, heard: str
) -> None:
    around = cast("Surroundings", Heard())
    assert execute(line, morpher, around) == Reply(heard)


def test_walk_starts_and_stops(morpher: Morpher) -> None:
    for line, walking in [
        ("walk", True),
        ("walk", False),
        ("walk stop", False),
        ("walk start", True),
        ("walk start", True),
        ("walk stop", False),
    ]:
        execute(line, morpher)
        assert morpher.walking is walking, line
    morpher.toggle_freeze()
    assert execute("walk", morpher) == Reply("walking as soon as you unfreeze")


@pytest.mark.parametrize("line", ["h", "help", "?"])
def test_h_lists_every_command_in_a_row(morpher: Morpher, line: str) -> None:
    rows = execute(line, morpher).text.splitlines()
    assert [row.split()[0] for row in rows] == [command.name for command in COMMANDS]
    assert "each from 0 to 4" in rows[0]


@pytest.mark.parametrize("line", ["q", "quit", "exit", "  Q  "])
def test_q_quits(morpher: Morpher, line: str) -> None:
    assert execute(line, morpher) == Reply(quit=True)


@pytest.mark.parametrize("line", ["", "   ", "\t", "\r"])
def test_an_empty_line_does_nothing(morpher: Morpher, line: str) -> None:
    assert execute(line, morpher) == Reply()


def test_spaces_and_capitals_do_not_matter(morpher: Morpher) -> None:
    execute("  D \t 2   4 \r", morpher)
    assert morpher.selected == (2, 4)


WHICH = "N|EYES must be a face's number from 1, or its eyes as X1,Y1,X2,Y2 in pixels, got {}"

STEPS = "STEPS must be a number of steps from -100 to 100, such as +1.5, got {}"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "d",
            (
                "'d' takes 2 words after it, got 0 "
                "(d D1 D2: let the mouse move two dimensions, each from 0 to 4)"
            ),
        ),
        (
            "d 3",
            (
                "'d' takes 2 words after it, got 1 "
                "(d D1 D2: let the mouse move two dimensions, each from 0 to 4)"
            ),
        ),
        (
            "d 1 2 3",
            (
                "'d' takes 2 words after it, got 3 "
                "(d D1 D2: let the mouse move two dimensions, each from 0 to 4)"
            ),
        ),
        ("d 3 99", "there is no dimension 99; choose from 0 to 4"),
        ("d -1 2", "there is no dimension -1; choose from 0 to 4"),
        ("d a b", "D1 must be a whole number from 0 to 4, got 'a'"),
        ("d 1 2.0", "D2 must be a whole number from 0 to 4, got '2.0'"),
        ("d ٣ 1", "D1 must be a whole number from 0 to 4, got '٣'"),
        ("d 5 5", "there is no dimension 5; choose from 0 to 4"),
        ("d 4 4", "the two dimensions must differ, got 4 twice; choose two from 0 to 4"),
        ("r 1", "'r' takes no words after it, got 1 (r: draw a random face)"),
        ("range 0", "the range must be above 0 and at most 1,000,000, got 0"),
        ("range -2", "the range must be above 0 and at most 1,000,000, got -2"),
        ("range nan", "the range must be above 0 and at most 1,000,000, got nan"),
        ("range inf", "the range must be above 0 and at most 1,000,000, got inf"),
        ("range wide", "R must be a number above 0, got 'wide'"),
        ("walk fast", "start|stop must be 'start' or 'stop', got 'fast'"),
        (
            "walk stop now",
            (
                "'walk' takes 0 to 1 words after it, got 2 "
                "(walk [start|stop]: start or stop a random walk)"
            ),
        ),
        ("rnage 2", "there is no command 'rnage'; did you mean 'range'?"),
        ("x", "there is no command 'x'; h lists them"),
        (
            "save",
            "'save' takes 1 to 2 words after it, got 0 (save NAME [replace]: keep this point)",
        ),
        ("save me again", "replace must be 'replace', got 'again'"),
        ("save me", "'save' needs a model folder, and this face has none"),
        ("refine 0", "STEPS must be a whole number from 1 to 1000, got '0'"),
        *(
            (f"dir age {word}", STEPS.format(repr(word)))
            for word in ("far", "nan", "inf", "1e3", "101", "+-1", "٣", "1,5")
        ),
        ("name x y", "D must be a whole number from 0 to 4, got 'x'"),
        ("photo me.jpg 0", WHICH.format("'0'")),
        ("photo me.jpg 1,2,3", WHICH.format("'1,2,3'")),
        ("photo me.jpg 1,2,3,nan", WHICH.format("'1,2,3,nan'")),
        ("record now", "start|stop must be 'start' or 'stop', got 'now'"),
    ],
)
def test_a_wrong_line_gets_one_sentence(morpher: Morpher, line: str, sentence: str) -> None:
    with pytest.raises(CommandError) as caught:
        execute(line, morpher)
    assert str(caught.value) == sentence


@given(st.text(st.characters(codec="utf-8")) | st.from_regex(r"(d|range|walk|dir|name) \S+( \S+)?"))
def test_whatever_is_typed_is_obeyed_or_changes_nothing_and_is_told_in_one_line(line: str) -> None:
    morpher = Morpher(Stripes(), seed=1)
    before = (morpher.z.tobytes(), morpher.status, morpher.selected)
    try:
        reply = execute(line, morpher)
    except CommandError as error:
        sentence = str(error)
        assert sentence
        assert sentence.isprintable()
        assert len(sentence) < 200
        assert (morpher.z.tobytes(), morpher.status, morpher.selected) == before
    else:
        assert isinstance(reply, Reply)


def test_every_word_of_the_table_means_one_command() -> None:
    words = [word for command in COMMANDS for word in (command.name, *command.aliases)]
    assert len(set(words)) == len(words)


def test_the_help_is_narrow_enough_for_a_terminal(morpher: Morpher) -> None:
    assert max(map(len, help_text(morpher).splitlines())) < 90


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("wa", ["walk"]),
        ("R", ["r", "random", "range", "redo", "reset", "refine", "remember", "record"]),
        ("walk ", ["start", "stop"]),
        ("walk st", ["start", "stop"]),
        ("walk sto", ["stop"]),
        ("walk stop ", []),
        ("save me ", ["replace"]),
        ("d 1 ", []),
        ("nonsense ", []),
        ("h", ["h", "help"]),
    ],
)
def test_completion_offers_the_words_that_fit(line: str, words: list[str]) -> None:
    assert completions(line) == words


def test_completion_of_nothing_offers_every_word() -> None:
    assert completions("")[:2] == ["d", "dimensions"]
    assert set(completions("")) >= {command.name for command in COMMANDS}
