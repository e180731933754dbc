"""Completion of a line of commands, as prompt_toolkit asks for it."""

from collections.abc import Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from morphing_faces.session.session import Session, quoted


class WordCompleter(Completer):
    """Completes the word before the cursor: commands, and what may follow them.

    Args:
        session: Says what could stand in a line.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._files = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        """What could stand there."""
        found = self._session.complete(document.text_before_cursor)
        begun = found.begun
        for word in found.words:
            yield Completion(word, -len(begun))
        if found.paths:
            path = begun.lstrip("\"'")
            for file in self._files.get_completions(Document(path), event):
                word = quoted(path + file.text) if path == begun else begun + file.text
                yield Completion(word, -len(begun), file.display)
