"""The command language, on a model that has no files."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.errors import CommandError, MorphingFacesError
from morphing_faces.session.session import COMMANDS, Session
from tests.morpher.test_morpher import Stripes
from tests.session.playing import Playing


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Playing(Stripes(), tmp_path).session


def test_d_selects_two_dimensions(session: Session) -> None:
    assert session.execute("d 3 1") == "the mouse now moves dimensions 3 and 1"
    assert session.morpher.selected == (3, 1)


def test_r_draws_another_face(session: Session) -> None:
    before = session.morpher.z
    assert session.execute("r") == "another face"
    assert not np.any(session.morpher.z == before)


def test_f_freezes_and_unfreezes(session: Session) -> None:
    assert session.execute("f").startswith("frozen")
    assert session.morpher.frozen
    assert session.execute("freeze") == "unfrozen"
    assert not session.morpher.frozen


def test_range_stretches_the_picture(session: Session) -> None:
    assert session.execute("range 2.5") == "the picture's edges are now at -2.5 and 2.5"
    assert session.morpher.reach == 2.5
    assert session.execute("reach 1") == "the picture's edges are now at -1 and 1"


def test_undo_redo_and_reset(session: Session) -> None:
    first = session.morpher.z
    assert session.execute("undo") == "nothing to undo"
    session.execute("r")
    second = session.morpher.z
    session.execute("d 2 3")
    assert [session.execute("u") for _ in range(3)] == ["undone", "undone", "nothing to undo"]
    assert np.array_equal(session.morpher.z, first)
    assert session.morpher.selected == (0, 1)
    assert [session.execute("redo") for _ in range(3)] == [
        *["done again"] * 2,
        "nothing to redo",
    ]
    assert np.array_equal(session.morpher.z, second)
    assert session.execute("reset") == "back at the first face"
    assert np.array_equal(session.morpher.z, first)


def test_walk_starts_and_stops(session: Session) -> None:
    for line, walking in [
        ("walk", True),
        ("walk", False),
        ("walk stop", False),
        ("walk start", True),
        ("walk start", True),
        ("walk stop", False),
    ]:
        session.execute(line)
        assert session.morpher.walking is walking, line
    session.morpher.toggle_freeze()
    assert session.execute("walk") == "walking as soon as you unfreeze"


@pytest.mark.parametrize("line", ["h", "help", "?"])
def test_h_lists_every_command_in_a_row(session: Session, line: str) -> None:
    rows = session.execute(line).splitlines()
    assert [row.split()[0] for row in rows] == [command.name for command in COMMANDS.commands]
    assert "each from 0 to 4" in rows[0]


@pytest.mark.parametrize("line", ["q", "quit", "exit", "  Q  "])
def test_q_quits(session: Session, line: str) -> None:
    assert session.execute(line) == ""
    assert session.over


@pytest.mark.parametrize("line", ["", "   ", "\t", "\r"])
def test_an_empty_line_does_nothing(session: Session, line: str) -> None:
    assert session.execute(line) == ""
    assert not session.over


def test_spaces_and_capitals_do_not_matter(session: Session) -> None:
    session.execute("  D \t 2   4 \r")
    assert session.morpher.selected == (2, 4)


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
def test_a_wrong_line_gets_one_sentence(session: Session, line: str, sentence: str) -> None:
    with pytest.raises(CommandError) as caught:
        session.execute(line)
    assert str(caught.value) == sentence


@pytest.mark.slow
@given(st.text(st.characters(codec="utf-8")) | st.from_regex(r"(d|range|walk|dir|name) \S+( \S+)?"))
def test_whatever_is_typed_is_obeyed_or_changes_nothing_and_is_told_in_one_line(
    home: Path, line: str
) -> None:
    session = Playing(Stripes(), home).session
    before = session.morpher.z.tobytes(), session.status
    try:
        session.execute(line)
    except MorphingFacesError as error:
        sentence = str(error)
        assert sentence
        assert sentence.isprintable()
        assert len(sentence) < 200
        assert (session.morpher.z.tobytes(), session.status) == before


def test_every_word_of_the_table_means_one_command() -> None:
    words = [word for command in COMMANDS.commands for word in command.words]
    assert len(set(words)) == len(words)


def test_the_help_is_narrow_enough_for_a_terminal(session: Session) -> None:
    assert max(map(len, COMMANDS.help(session.morpher.last).splitlines())) < 90


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("wa", ["walk"]),
        ("R", ["r", "random", "range", "reach", "redo", "reset", "refine", "remember", "record"]),
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
def test_completion_offers_the_words_that_fit(
    session: Session, line: str, words: list[str]
) -> None:
    assert session.complete(line).words == words


def test_completion_of_nothing_offers_every_word(session: Session) -> None:
    found = session.complete("").words
    assert found[:2] == ["d", "dimensions"]
    assert set(found) >= {command.name for command in COMMANDS.commands}


@pytest.mark.parametrize(
    ("line", "begun", "paths"),
    [
        ("photo me", "me", True),
        ("photo 'my f", "'my f", True),
        ("photo me.png ", "", False),
        ("load 'a b' c", "c", False),
        ("load sm", "sm", True),
        ("morph a ", "", True),
        ("record start fi", "fi", True),
        ("open ", "", False),
        ("forget sm", "sm", False),
    ],
)
def test_completion_says_where_the_path_of_a_file_fits(
    session: Session, line: str, begun: str, paths: bool
) -> None:
    found = session.complete(line)
    assert (found.begun, found.paths) == (begun, paths)
