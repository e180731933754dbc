"""What a person sees while a model is judged: a bar a piece of work, on standard error."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class WorkDisplay:
    """A progress bar on a terminal; a line a piece of work where standard error goes elsewhere.

    Use as a context manager.
    """

    def __init__(self) -> None:
        # The stream as it is now: a library that talks is kept quiet by putting another there.
        self._console = Console(file=sys.stderr)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("faces", total=None)

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

    def step(self, done: int, of: int) -> None:
        """Show how many are done, of how many."""
        self._bar.update(self._task, completed=done, total=of)

    def piece(self, name: str) -> None:
        """Show which piece of work begins."""
        self._bar.reset(self._task, description=name, total=None)
        if not self._console.is_terminal:
            self._console.print(name, soft_wrap=True, highlight=False)
