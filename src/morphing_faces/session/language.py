"""The command language: one annotated method gives a command's row, parser, help and completion.

    @command("forget")
    def forget(self, name: Annotated[str, Word(kind=WordKind.DIRECTION)]) -> str:
        "Take away a direction of yours."

is typed as `forget NAME`, explained by `h`, completed by the names of directions, refused with its
usage where the words are too few or too many; and what it returns is what the user is told.

The library that reads the program's flags is of no use here: `dir age -1` and `range -2` have no
flags, and a refusal names the highest dimension of the model that is played with.
"""

import difflib
import inspect
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar, get_args

from morphing_faces.errors import CommandError
from morphing_faces.storage.system import WINDOWS

LONGEST_ECHO = 40
WORD = re.compile(r""""([^"]*)"(?!\S)|'([^']*)'(?!\S)|(\S+)""")
"""A word of a line; one with spaces in it stands in quotes."""
ESCAPED = re.compile(r"\\[^\w\\]")


class WordKind(Enum):
    """What a word of a line stands for, where that can be completed."""

    ANY = "any"
    FILE = "a file"
    POINT = "a point's name, or a file"
    DIRECTION = "a direction's name"
    MODEL = "a model's name, or its folder"


@dataclass(frozen=True)
class Word:
    """How a word after a command is read; it stands in the annotation of the method's parameter.

    Attributes:
        label: What the help calls it; the parameter's name in capitals by default.
        read: Turns the word into a value, or raises ValueError with what is allowed; there, as in
            a command's help, `{last}` stands for the highest dimension.
        offers: The words to offer for completion.
        kind: What else to offer.
    """

    label: str = ""
    read: Callable[[str], object] = str
    offers: tuple[str, ...] = ()
    kind: WordKind = WordKind.ANY


@dataclass(frozen=True)
class Argument:
    """A word after a command.

    Attributes:
        label: What the help calls it.
        word: How it is read and completed.
        optional: Whether the command does without it.
    """

    label: str
    word: Word
    optional: bool

    def value(self, word: str, last: int) -> object:
        """What a word means; raises CommandError where it cannot mean anything."""
        try:
            return self.word.read(word)
        except ValueError as error:
            allowed = str(error).format(last=last)
            raise CommandError(f"{self.label} must be {allowed}, got {_echo(word)}") from None


@dataclass(frozen=True)
class Command:
    """A row of the table.

    Attributes:
        words: What is typed for it; the help shows the first one.
        help: What it does, for the help.
        arguments: The words that follow.
        owner: The class that it belongs to.
        method: Does it, given an instance of that class and the arguments' values.
    """

    words: tuple[str, ...]
    help: str
    arguments: tuple[Argument, ...]
    owner: type
    method: Callable[..., str]

    @property
    def name(self) -> str:
        """The word that the help shows."""
        return self.words[0]

    @property
    def usage(self) -> str:
        """The command as it is typed: `d D1 D2`; optional words in brackets."""
        labels = (f"[{each.label}]" if each.optional else each.label for each in self.arguments)
        return " ".join((self.name, *labels))

    def explain(self, last: int) -> str:
        """What the command does where `last` is the highest dimension."""
        return self.help.format(last=last)

    def values(self, words: list[str], last: int) -> list[object]:
        """What the words after the command mean.

        Raises:
            CommandError: They are too few, too many, or none that the command knows.
        """
        least = sum(not argument.optional for argument in self.arguments)
        most = len(self.arguments)
        if not least <= len(words) <= most:
            allowed = f"{least} to {most}" if least < most else most or "no"
            raise CommandError(
                f"{self.name!r} takes {allowed} words after it, got {len(words)} "
                f"({self.usage}: {self.explain(last)})"
            )
        pairs = zip(self.arguments, words, strict=False)
        return [argument.value(word, last) for argument, word in pairs]


Method = TypeVar("Method", bound=Callable[..., str])

_told: dict[Callable[..., str], tuple[str, ...]] = {}
"""The words of each method that is a command."""


def command(*words: str) -> Callable[[Method], Method]:
    """Make a command of a method, which returns what to tell the user; empty for nothing.

    The first line of its docstring is its help. Its parameters are words of the line, each read as
    the Word in its annotation says; those with a default can be left out.

    Args:
        words: What is typed for it, the usual word first.
    """

    def tell(method: Method) -> Method:
        _told[method] = words
        return method

    return tell


class CommandTable:
    """The commands of some classes.

    Args:
        owners: The classes, in the order of the help.
    """

    def __init__(self, *owners: type) -> None:
        self.commands = tuple(each for owner in owners for each in _commands(owner))
        self._by_word = {word: each for each in self.commands for word in each.words}

    def find(self, word: str) -> Command:
        """The command that a word means.

        Raises:
            CommandError: There is none.
        """
        found = self.get(word)
        if found is None:
            near = difflib.get_close_matches(word.lower(), self._by_word, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "; h lists them"
            raise CommandError(f"there is no command {_echo(word)}{hint}")
        return found

    def get(self, word: str) -> Command | None:
        """The command that a word means, in capitals or not."""
        return self._by_word.get(word.lower())

    def help(self, last: int) -> str:
        """Every command in a row of its own: how it is typed, and what it does."""
        width = max(len(each.usage) for each in self.commands)
        return "\n".join(f"{c.usage:<{width}}   {c.explain(last)}" for c in self.commands)


def split(line: str) -> list[str]:
    """The words of a line; what stands in quotes is one of them.

    A line with a backslash before a space or a sign is read as a shell reads it, because terminals
    type so the name of a file that is dropped on them. On Windows such a backslash is of a path.
    """
    if ESCAPED.search(line) and not WINDOWS:
        with suppress(ValueError):  # a quotation mark that nothing closes, as in don't
            return shlex.split(line)
    return ["".join(match.groups(default="")) for match in WORD.finditer(line)]


def quoted(word: str) -> str:
    """A word as it is typed in a line: in quotes where it has spaces."""
    if not re.search(r"\s", word):
        return word
    return f"'{word}'" if '"' in word else f'"{word}"'


def _commands(owner: type) -> Iterator[Command]:
    """The commands of a class, in the order in which they stand there."""
    for method in vars(owner).values():
        if inspect.isfunction(method) and method in _told:
            summary = (inspect.getdoc(method) or "").splitlines()[0].rstrip(".")
            _, *parameters = inspect.signature(method).parameters.values()
            arguments = tuple(_argument(each) for each in parameters)
            help_ = summary[:1].lower() + summary[1:]
            yield Command(_told[method], help_, arguments, owner, method)


def _argument(parameter: inspect.Parameter) -> Argument:
    word = next(_words_in(parameter.annotation), Word())
    label = word.label or parameter.name.upper()
    return Argument(label, word, parameter.default is not parameter.empty)


def _words_in(annotation: Any) -> Iterator[Word]:
    """Every Word in an annotation: in Annotated[str, Word()], or in that with `| None` after it."""
    for part in get_args(annotation):
        if isinstance(part, Word):
            yield part
        else:
            yield from _words_in(part)


def _echo(word: str) -> str:
    """A user's word, quoted, on one line, and not too long."""
    return repr(word if len(word) <= LONGEST_ECHO else word[: LONGEST_ECHO - 1] + "…")
