"""The command language: one table makes the parser, the help and the completion."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from morphing_faces.errors import CommandError
from morphing_faces.faces.find.choice import Eyes, read_face
from morphing_faces.morpher.morpher import Morpher

LONGEST_ECHO = 40
MOST_STEPS = 1000
FARTHEST = 100
WORD = re.compile(r""""([^"]*)"(?!\S)|'([^']*)'(?!\S)|(\S+)""")
"""A word of a line; one with spaces in it stands in quotes."""


class Surroundings(Protocol):
    """What commands can do outside of the morpher: files, photographs, films.

    Each returns what to tell the user, and raises MorphingFacesError with a sentence.
    """

    def save(self, name: str, *, replace: bool) -> str:
        """Keep the point under a name."""

    def load(self, point: str) -> str:
        """Go to a point that was kept, by its name or its file."""

    def kept(self) -> str:
        """The names of the points that are kept."""

    def link(self) -> str:
        """The address that shows the point in the online demo."""

    def open(self, link: str) -> str:
        """Go to the point of a link."""

    def photo(self, path: str, face: int | Eyes | None) -> str:
        """Go to the point of a photograph; which of its faces, or where its eyes are."""

    def refine(self, steps: int) -> str:
        """Bring the face closer to the photograph."""

    def morph(self, start: str, end: str) -> str:
        """Slide from one point to another."""

    def directions(self) -> str:
        """The directions there are, in a line each."""

    def go_along(self, direction: str, steps: float | None) -> str:
        """Go some steps along a direction; None tells about it."""

    def name_dimension(self, rank: int, name: str | None) -> str:
        """Call a dimension by a name; None takes the user's name away."""

    def remember(self, name: str, start: str, end: str | None) -> str:
        """Keep the step from one point to another, the face by default, as a direction."""

    def forget(self, direction: str) -> str:
        """Take away a direction of the user's own."""

    def picture(self, path: str, *, replace: bool) -> str:
        """Write the face as a picture."""

    def record(self, path: str) -> str:
        """Film from now on what happens."""

    def stop_recording(self, path: str | None = None) -> str:
        """Write what happened since `record` as a film; to another file than was said, perhaps."""


class Kind(Enum):
    """What a word of a line stands for, where that can be completed."""

    ANY = "any"
    FILE = "a file"
    POINT = "a point's name, or a file"
    DIRECTION = "a direction's name"


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
        kind: What else to offer for completion.
    """

    name: str
    read: Callable[[str], object] = str
    words: tuple[str, ...] = ()
    optional: bool = False
    kind: Kind = Kind.ANY


@dataclass(frozen=True)
class Command:
    """A row of the table.

    Attributes:
        name: The word that the help shows.
        aliases: Other words for the same.
        help: What it does, for the help; `{last}` stands for the highest dimension.
        action: Does it, given the morpher and the arguments' values.
        arguments: The words that follow the name.
        outward: Whether the action is given the surroundings in place of the morpher.
    """

    name: str
    aliases: tuple[str, ...]
    help: str
    action: Callable[..., Reply]
    arguments: tuple[Argument, ...] = ()
    outward: bool = False

    @property
    def usage(self) -> str:
        """The command as it is typed: `d D1 D2`; optional words in brackets."""
        words = (f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return " ".join((self.name, *words))

    def explain(self, morpher: Morpher) -> str:
        """What the command does with this morpher's dimensions."""
        return self.help.format(last=morpher.last)


def execute(line: str, morpher: Morpher, around: Surroundings | None = None) -> Reply:
    """Do what a line of the command language says.

    Args:
        line: A command and its arguments, between spaces; an empty line does nothing.
        morpher: What the command acts on; left as it was when the line is wrong.
        around: What it can do outside of the morpher; None for nothing.

    Raises:
        CommandError: The line is wrong; one line says what is, and what is allowed.
        MorphingFacesError: The surroundings do not allow it.
    """
    name, *words = _words(line) or [""]
    if not name:
        return Reply()
    command = _find(name)
    values = _read(command, words, morpher)
    if not command.outward:
        return command.action(morpher, *values)
    if around is None:
        raise CommandError(f"{command.name!r} needs a model folder, and this face has none")
    return command.action(around, *values)


def help_text(morpher: Morpher) -> str:
    """Every command in a row of its own: how it is typed, and what it does."""
    width = max(len(command.usage) for command in COMMANDS)
    return "\n".join(f"{c.usage:<{width}}   {c.explain(morpher)}" for c in COMMANDS)


def completions(line: str) -> list[str]:
    """The words that could stand at the end of an unfinished line, in the table's order."""
    before, begun = unfinished(line)
    if not before:
        words = [word for command in COMMANDS for word in (command.name, *command.aliases)]
    else:
        argument = _expected(before)
        words = list(argument.words) if argument else []
    return [word for word in words if word.startswith(begun.lower())]


def unfinished(line: str) -> tuple[list[str], str]:
    """The words before the one at the end of an unfinished line, and that one, as it is typed.

    It begins with a quotation mark, which nothing closes yet, where it is to have spaces.
    """
    before = []
    rest = line.lstrip()
    while match := WORD.match(rest):
        after = rest[match.end() :]
        if not after or (match[3] and match[3][0] in "\"'" and match[3][0] not in after):
            break
        before.append("".join(match.groups(default="")))
        rest = after.lstrip()
    return before, rest


def kind_at_end(line: str) -> Kind:
    """What the unfinished word at the end of a line stands for."""
    before, _ = unfinished(line)
    argument = _expected(before) if before else None
    return argument.kind if argument else Kind.ANY


def _expected(before: list[str]) -> Argument | None:
    """The argument that follows some words."""
    command = _BY_WORD.get(before[0].lower())
    arguments = command.arguments if command else ()
    place = len(before) - 1
    return arguments[place] if place < len(arguments) else None


def _words(line: str) -> list[str]:
    """The words of a line; what stands in quotes is one of them."""
    return ["".join(match.groups(default="")) for match in WORD.finditer(line)]


def quoted(word: str) -> str:
    """A word as it is typed in a line: in quotes where it has spaces."""
    if not re.search(r"\s", word):
        return word
    return f"'{word}'" if '"' in word else f'"{word}"'


def _find(name: str) -> Command:
    command = _BY_WORD.get(name.lower())
    if command is None:
        near = difflib.get_close_matches(name.lower(), _BY_WORD, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise CommandError(f"there is no command {_echo(name)}{hint or '; h lists them'}")
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


def _steps(word: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", word) or not 1 <= int(word) <= MOST_STEPS:
        raise ValueError(f"a whole number from 1 to {MOST_STEPS}")
    return int(word)


def _along(word: str) -> float:
    allowed = f"a number of steps from -{FARTHEST} to {FARTHEST}, such as +1.5"
    if not re.fullmatch(r"[+-]?([0-9]{1,4}(\.[0-9]{0,9})?|\.[0-9]{1,9})", word):
        raise ValueError(allowed)
    if abs(float(word)) > FARTHEST:
        raise ValueError(allowed)
    return float(word)


def _which_face(word: str) -> int | Eyes:
    face = read_face(word)
    if face is None:
        raise ValueError("a face's number from 1, or its eyes as X1,Y1,X2,Y2 in pixels")
    return face


def _replace(word: str) -> bool:
    if word.lower() != "replace":
        raise ValueError("'replace'")
    return True


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


def _undo(morpher: Morpher) -> Reply:
    return Reply("undone" if morpher.undo() else "nothing to undo")


def _redo(morpher: Morpher) -> Reply:
    return Reply("done again" if morpher.redo() else "nothing to redo")


def _reset(morpher: Morpher) -> Reply:
    morpher.reset()
    return Reply("back at the first face")


def _save(around: Surroundings, name: str, replace: bool = False) -> Reply:
    return Reply(around.save(name, replace=replace))


def _load(around: Surroundings, point: str) -> Reply:
    return Reply(around.load(point))


def _list(around: Surroundings) -> Reply:
    return Reply(around.kept())


def _link(around: Surroundings) -> Reply:
    return Reply(around.link())


def _open(around: Surroundings, link: str) -> Reply:
    return Reply(around.open(link))


def _photo(around: Surroundings, path: str, face: int | Eyes | None = None) -> Reply:
    return Reply(around.photo(path, face))


def _refine(around: Surroundings, steps: int = 10) -> Reply:
    return Reply(around.refine(steps))


def _morph(around: Surroundings, start: str, end: str) -> Reply:
    return Reply(around.morph(start, end))


def _dir(around: Surroundings, name: str | None = None, steps: float | None = None) -> Reply:
    return Reply(around.directions() if name is None else around.go_along(name, steps))


def _name(around: Surroundings, rank: int, name: str | None = None) -> Reply:
    return Reply(around.name_dimension(rank, name))


def _remember(around: Surroundings, name: str, start: str, end: str | None = None) -> Reply:
    return Reply(around.remember(name, start, end))


def _forget(around: Surroundings, name: str) -> Reply:
    return Reply(around.forget(name))


def _picture(around: Surroundings, path: str, replace: bool = False) -> Reply:
    return Reply(around.picture(path, replace=replace))


def _record(around: Surroundings, start: bool, path: str | None = None) -> Reply:
    if not start:
        return Reply(around.stop_recording(path))
    if path is None:
        raise CommandError("type 'record start FILM.mp4', and 'record stop' when you are done")
    return Reply(around.record(path))


def _help(morpher: Morpher) -> Reply:
    return Reply(help_text(morpher))


def _quit(_: Morpher) -> Reply:
    return Reply(quit=True)


REPLACE = Argument("replace", _replace, ("replace",), optional=True)

COMMANDS: tuple[Command, ...] = (
    Command(
        "d",
        ("dimensions",),
        "let the mouse move two dimensions, each from 0 to {last}",
        _select,
        (Argument("D1", _dimension), Argument("D2", _dimension)),
    ),
    Command("r", ("random",), "draw a random face", _random),
    Command("f", ("freeze",), "freeze the face, or let the mouse move it again", _freeze),
    Command(
        "range",
        (),
        "put the picture's edges at -R and R, R above 0 (1 at first)",
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
    Command("undo", ("u",), "take back the last change", _undo),
    Command("redo", (), "take back an undo", _redo),
    Command("reset", (), "return to the first face", _reset),
    Command("save", (), "keep this point", _save, (Argument("NAME"), REPLACE), outward=True),
    Command(
        "load",
        (),
        "go to a kept point, or take what a .json or .png file has",
        _load,
        (Argument("NAME", kind=Kind.POINT),),
        outward=True,
    ),
    Command("list", (), "list the points that are kept", _list, outward=True),
    Command("link", (), "print the address of this face in the online demo", _link, outward=True),
    Command("open", (), "go to the face of such an address", _open, (Argument("LINK"),), True),
    Command(
        "photo",
        (),
        "go to a photograph's face: the Nth, or X1,Y1,X2,Y2 its eyes",
        _photo,
        (
            Argument("PATH", kind=Kind.FILE),
            Argument("N|EYES", _which_face, optional=True),
        ),
        outward=True,
    ),
    Command(
        "refine",
        (),
        "bring the face closer to its photograph",
        _refine,
        (Argument("STEPS", _steps, optional=True),),
        outward=True,
    ),
    Command(
        "morph",
        (),
        "slide from one point or photograph to another",
        _morph,
        (Argument("A", kind=Kind.POINT), Argument("B", kind=Kind.POINT)),
        outward=True,
    ),
    Command(
        "dir",
        ("directions",),
        "go some steps along a direction; dir lists all",
        _dir,
        (
            Argument("NAME", optional=True, kind=Kind.DIRECTION),
            Argument("STEPS", _along, optional=True),
        ),
        outward=True,
    ),
    Command(
        "name",
        (),
        "call a dimension, from 0 to {last}, by a name of yours",
        _name,
        (Argument("D", _dimension), Argument("NAME", optional=True)),
        outward=True,
    ),
    Command(
        "remember",
        (),
        "make a direction of the step from point A to B or here",
        _remember,
        (
            Argument("NAME"),
            Argument("A", kind=Kind.POINT),
            Argument("B", optional=True, kind=Kind.POINT),
        ),
        outward=True,
    ),
    Command(
        "forget",
        (),
        "take away a direction of yours",
        _forget,
        (Argument("NAME", kind=Kind.DIRECTION),),
        outward=True,
    ),
    Command(
        "picture",
        (),
        "write the face as a PNG file",
        _picture,
        (Argument("PATH", kind=Kind.FILE), REPLACE),
        outward=True,
    ),
    Command(
        "record",
        (),
        "film what you do from now on, and stop",
        _record,
        (
            Argument("start|stop", _start_or_stop, ("start", "stop")),
            Argument("PATH", optional=True, kind=Kind.FILE),
        ),
        outward=True,
    ),
    Command("h", ("help", "?"), "show this help", _help),
    Command("q", ("quit", "exit"), "quit", _quit),
)

_BY_WORD: dict[str, Command] = {
    word: command for command in COMMANDS for word in (command.name, *command.aliases)
}
