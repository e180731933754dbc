"""Completion: the words that could stand at the end of an unfinished line."""

from dataclasses import dataclass

from morphing_faces.session.language import WORD, Argument, CommandTable, WordKind


@dataclass(frozen=True)
class Completion:
    """What could stand at the end of an unfinished line.

    Attributes:
        begun: The word at its end as far as it is typed; it begins with a quotation mark, which
            nothing closes yet, where it is to have spaces.
        words: What could stand in its place.
        kind: What the word stands for: where that is a point or a file, paths fit as well.
    """

    begun: str
    words: list[str]
    kind: WordKind

    @property
    def paths(self) -> bool:
        """Whether the path of a file fits as well."""
        return self.kind in (WordKind.FILE, WordKind.POINT, WordKind.MODEL)


def complete(line: str, table: CommandTable) -> Completion:
    """What the table of commands knows of the word at the end of an unfinished line."""
    before, begun = unfinished(line)
    if not before:
        words = [word for command in table.commands for word in command.words]
        return Completion(begun, _fitting(words, begun), WordKind.ANY)
    argument = _expected(before, table)
    if argument is None:
        return Completion(begun, [], WordKind.ANY)
    return Completion(begun, _fitting(argument.word.offers, begun), argument.word.kind)


def unfinished(line: str) -> tuple[list[str], str]:
    """The words before the one at the end of an unfinished line, and that one, as it is typed."""
    before = []
    rest = line.lstrip()
    while match := WORD.match(rest):
        after = rest[match.end() :]
        if not after or (match[3] and match[3][0] in "\"'" and match[3][0] not in after):
            break
        before.append("".join(match.groups(default="")))
        rest = after.lstrip()
    return before, rest


def _expected(before: list[str], table: CommandTable) -> Argument | None:
    """The argument that follows some words."""
    command = table.get(before[0])
    arguments = command.arguments if command else ()
    place = len(before) - 1
    return arguments[place] if place < len(arguments) else None


def _fitting(words: list[str] | tuple[str, ...], begun: str) -> list[str]:
    return [word for word in words if word.startswith(begun.lower())]
