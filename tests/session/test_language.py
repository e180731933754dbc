"""A command is told once: its row, its parser, its help and its completion come of one method."""

import pytest

from morphing_faces.errors import CommandError
from morphing_faces.session.argument_types import PointWord, Replace, Steps, Switch
from morphing_faces.session.completion import complete
from morphing_faces.session.language import Command, CommandTable, command, quoted, split


class Parrot:
    """Commands of a test's own."""

    @command("say", "speak")
    def say(self, word: str, times: Steps = 2, replace: Replace = False) -> str:
        """Say a word, loudly up to {last}.

        What stands here is nobody's business.
        """
        return f"{word!r} {times!r} {replace!r}"

    @command("fly")
    def fly(self, on: Switch, there: PointWord | None = None) -> str:
        """Fly."""
        return f"{on!r} {there!r}"

    def sit(self) -> str:
        """Sit, which is no command."""
        return "sitting"


TABLE = CommandTable(Parrot)


def found(line: str) -> tuple[Command, list[str]]:
    name, *words = split(line)
    return TABLE.find(name), words


def obeyed(line: str) -> str:
    which, words = found(line)
    return which.method(Parrot(), *which.values(words, 28))


def test_the_row_and_the_help_come_of_signature_and_docstring() -> None:
    assert TABLE.help(28).splitlines() == [
        "say WORD [TIMES] [replace]   say a word, loudly up to 28",
        "fly start|stop [THERE]       fly",
    ]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("say hello", "'hello' 2 False"),
        ("SPEAK hello 3", "'hello' 3 False"),
        ("say hello 3 REPLACE", "'hello' 3 True"),
        ('say "two words"', "'two words' 2 False"),
        ("say 'two words' 1", "'two words' 1 False"),
        ("say don't", '"don\'t" 2 False'),
        ("say C:\\me.jpg", "'C:\\\\me.jpg' 2 False"),
        ("fly start", "True None"),
        ("fly stop there", "False 'there'"),
    ],
)
def test_words_reach_the_method_as_its_annotations_say(line: str, answer: str) -> None:
    assert obeyed(line) == answer


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "say",
            "'say' takes 1 to 3 words after it, got 0 (say WORD [TIMES] [replace]: say a word, ",
        ),
        ("say a 0", "TIMES must be a whole number from 1 to 1000, got '0'"),
        ("say a 1 again", "replace must be 'replace', got 'again'"),
        ("fly up", "start|stop must be 'start' or 'stop', got 'up'"),
        ("sit", "there is no command 'sit'"),
        ("sya a", "there is no command 'sya'; did you mean 'say'?"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(line: str, sentence: str) -> None:
    with pytest.raises(CommandError) as caught:
        obeyed(line)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("line", "words", "paths"),
    [
        ("", ["say", "speak", "fly"], False),
        ("S", ["say", "speak"], False),
        ("say a 2 ", ["replace"], False),
        ("fly ", ["start", "stop"], False),
        ("fly start ", [], True),
        ("sit ", [], False),
    ],
)
def test_completion_comes_of_the_annotations(line: str, words: list[str], paths: bool) -> None:
    completion = complete(line, TABLE)
    assert (completion.words, completion.paths) == (words, paths)


@pytest.mark.parametrize("word", ["plain", "two words", 'a "quoted" word', "it's here"])
def test_a_quoted_word_is_read_as_it_was(word: str) -> None:
    assert split(f"say {quoted(word)}") == ["say", word]
