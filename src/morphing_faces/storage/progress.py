"""How far work is: a bar on standard error, where that is a terminal."""

import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TextIO, TypeVar, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from morphing_faces.storage.streams import PatientStream

T = TypeVar("T")


class ProgressBar:
    """What is being done, a bar, how many are done of how many, figures, and the time it takes yet.

    Use as a context manager. Where standard error is no terminal there is no bar, and `piece` and
    `line` print a line each.

    Args:
        what: What is being done, in a word or two.
        width: Of the bar, in letters.
        percent: Whether it tells the share that is done in place of the numbers.
        kept: Whether it stays on the terminal in the end.
        quiet: Whether nothing at all is shown.
    """

    def __init__(
        self,
        what: str,
        *,
        width: int = 20,
        percent: bool = False,
        kept: bool = False,
        quiet: bool = False,
    ) -> None:
        # The stream as it is now: a library that talks is kept quiet by putting another there.
        self._console = Console(file=cast("TextIO", PatientStream(sys.stderr)), quiet=quiet)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=width),
            TaskProgressColumn() if percent else MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(compact=True),
            console=self._console,
            transient=not kept,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task(what, total=None, figures="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    @property
    def shown(self) -> bool:
        """Whether there is a terminal to show it on."""
        return self._console.is_terminal

    def step(self, done: int, of: int | None, what: str | None = None) -> None:
        """Show how many are done, of how many where that is known; perhaps of something else."""
        self._bar.update(self._task, completed=done, total=of, description=what)

    def piece(self, name: str) -> None:
        """Begin another piece of work, and show its name."""
        self._bar.reset(self._task, description=name, total=None)
        if not self.shown:
            self.line(name)

    def figures(self, text: str) -> None:
        """Show figures beside the bar."""
        self._bar.update(self._task, figures=text)

    def line(self, text: str) -> None:
        """Print a line above the bar, or in its place."""
        self._console.print(text, soft_wrap=True, highlight=False)


def watched(things: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Hand on things one by one, and show how many are done.

    Args:
        things: What is made.
        total: How many there will be.
        what: What they are, for the bar.
    """
    with ProgressBar(what) as bar:
        bar.step(0, total)
        for done, thing in enumerate(things, 1):
            yield thing
            bar.step(done, total)
