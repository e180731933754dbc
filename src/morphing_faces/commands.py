"""The command language: one table makes the parser, the help and the completion."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass

from morphing_faces.errors import CommandError
from morphing_faces.morpher import Morpher

LONGEST_ECHO = 40


@dataclass(frozen=True)
class Reply:
    """What a view does with a line that was executed.

    Attributes:
        text: What to tell the user; empty for nothing.
        quit: Whether the user wants to leave.
    """

    text: str = ""
    quit: bool = False


@dataclass(frozen=True)
class Argument:
    """A word after a command.

    Attributes:
        name: What the help calls it.
        read: Turns the word into a value; says what is allowed when it cannot.
        words: The words to offer for completion.
        optional: Whether the command does without it.
    """

    name: str
    read: Callable[[str], object]
    words: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Command:
    """A row of the table.

    Attributes:
        name: The word that the help shows.
        aliases: Other words for the same.
        help: What it does, for the help; `{last}` stands for the highest dimension.
        action: Does it, given the morpher and the arguments' values.
        arguments: The words that follow the name.
    """

    name: str
    aliases: tuple[str, ...]
    help: str
    action: Callable[..., Reply]
    arguments: tuple[Argument, ...] = ()

    @property
    def usage(self) -> str:
        """The command as it is typed: `d D1 D2`; optional words in brackets."""
        words = (f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return " ".join((self.name, *words))

    def explain(self, morpher: Morpher) -> str:
        """What the command does with this morpher's dimensions."""
        return self.help.format(last=morpher.last)


def execute(line: str, morpher: Morpher) -> Reply:
    """Do what a line of the command language says.

    Args:
        line: A command and its arguments, between spaces; an empty line does nothing.
        morpher: What the command acts on; left as it was when the line is wrong.

    Raises:
        CommandError: The line is wrong; one line says what is, and what is allowed.
    """
    name, *words = line.split() or [""]
    if not name:
        return Reply()
    command = _find(name)
    return command.action(morpher, *_read(command, words, morpher))


def help_text(morpher: Morpher) -> str:
    """Every command in a row of its own: how it is typed, and what it does."""
    width = max(len(command.usage) for command in COMMANDS)
    return "\n".join(f"{c.usage:<{width}}   {c.explain(morpher)}" for c in COMMANDS)


def completions(line: str) -> list[str]:
    """The words that could stand at the end of an unfinished line, in the table's order."""
    *before, begun = re.split(r"\s+", line.lstrip())
    if not before:
        words = [word for command in COMMANDS for word in (command.name, *command.aliases)]
    else:
        command = _BY_WORD.get(before[0].lower())
        arguments = command.arguments if command else ()
        place = len(before) - 1
        words = list(arguments[place].words) if place < len(arguments) else []
    return [word for word in words if word.startswith(begun.lower())]


def _find(name: str) -> Command:
    command = _BY_WORD.get(name.lower())
    if command is None:
        near = difflib.get_close_matches(name.lower(), _BY_WORD, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        names = ", ".join(command.name for command in COMMANDS)
        raise CommandError(f"there is no command {_echo(name)}{hint} (commands: {names})")
    return command


def _read(command: Command, words: list[str], morpher: Morpher) -> list[object]:
    least = sum(not argument.optional for argument in command.arguments)
    most = len(command.arguments)
    if not least <= len(words) <= most:
        allowed = f"{least} to {most}" if least < most else most or "no"
        raise CommandError(
            f"{command.name!r} takes {allowed} words after it, got {len(words)} "
            f"({command.usage}: {command.explain(morpher)})"
        )
    pairs = zip(command.arguments, words, strict=False)
    return [_value(argument, word, morpher) for argument, word in pairs]


def _value(argument: Argument, word: str, morpher: Morpher) -> object:
    try:
        return argument.read(word)
    except ValueError as error:
        allowed = str(error).format(last=morpher.last)
        raise CommandError(f"{argument.name} must be {allowed}, got {_echo(word)}") from None


def _echo(word: str) -> str:
    """A user's word, quoted, on one line, and not too long."""
    return repr(word if len(word) <= LONGEST_ECHO else word[: LONGEST_ECHO - 1] + "…")


def _dimension(word: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", word):
        raise ValueError("a whole number from 0 to {last}")
    return int(word)


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise ValueError("a number above 0") from None


def _start_or_stop(word: str) -> bool:
    if word.lower() not in ("start", "stop"):
        raise ValueError("'start' or 'stop'")
    return word.lower() == "start"


def _select(morpher: Morpher, first: int, second: int) -> Reply:
    morpher.select(first, second)
    names = [f"{c.rank} ({c.name})" if c.name else f"{c.rank}" for c in morpher.status.selected]
    return Reply("the mouse now moves dimensions " + " and ".join(names))


def _random(morpher: Morpher) -> Reply:
    morpher.randomise()
    return Reply("another face")


def _freeze(morpher: Morpher) -> Reply:
    morpher.toggle_freeze()
    return Reply("frozen: the mouse does not move the face" if morpher.frozen else "unfrozen")


def _range(morpher: Morpher, reach: float) -> Reply:
    morpher.set_reach(reach)
    return Reply(f"the picture's edges are now at -{morpher.reach:g} and {morpher.reach:g}")


def _walk(morpher: Morpher, on: bool | None = None) -> Reply:
    morpher.walk(on=not morpher.walking if on is None else on)
    if not morpher.walking:
        return Reply("standing still")
    return Reply("walking as soon as you unfreeze" if morpher.frozen else "walking")


def _help(morpher: Morpher) -> Reply:
    return Reply(help_text(morpher))


def _quit(_: Morpher) -> Reply:
    return Reply(quit=True)


COMMANDS: tuple[Command, ...] = (
    Command(
        "d",
        ("dimensions",),
        "let the mouse move two different dimensions, each from 0 to {last}",
        _select,
        (Argument("D1", _dimension), Argument("D2", _dimension)),
    ),
    Command("r", ("random",), "draw a random face", _random),
    Command("f", ("freeze",), "freeze the face, or let the mouse move it again", _freeze),
    Command(
        "range",
        (),
        "put the picture's edges at -R and R, with R above 0 (1 at first)",
        _range,
        (Argument("R", _number),),
    ),
    Command(
        "walk",
        (),
        "start or stop a random walk",
        _walk,
        (Argument("start|stop", _start_or_stop, ("start", "stop"), optional=True),),
    ),
    Command("h", ("help", "?"), "show this help", _help),
    Command("q", ("quit", "exit"), "quit", _quit),
)

_BY_WORD: dict[str, Command] = {
    word: command for command in COMMANDS for word in (command.name, *command.aliases)
}
