"""What a person sees of preparing: a bar while it runs, and what came of it."""

import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from morphing_faces.faces.set.faceset import REJECTED, REPORT
from morphing_faces.faces.set.journal import read_state
from morphing_faces.faces.set.prepare import Summary


class PreparingDisplay:
    """A progress bar on standard error, where that is a terminal."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("photographs"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._progress.add_task("photographs", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def step(self, done: int, total: int | None) -> None:
        """Show how many photographs are done, of how many where that is known."""
        self._progress.update(self._task, completed=done, total=total)


def summary_text(summary: Summary) -> str:
    """What became of the photographs, in a few lines."""
    splits = ", ".join(f"{count:,} {split}" for split, count in summary.splits.items())
    first = (
        f"{summary.folder}: {summary.kept:,} faces of {summary.photographs:,} photographs "
        f"in {summary.seconds:,.0f} s ({splits})"
    )
    lines = [first]
    if summary.near_duplicates["pictures"]:
        lines.append(
            f"{summary.near_duplicates['pictures']:,} of the faces are near-duplicates, in "
            f"{summary.near_duplicates['groups']:,} groups, each in one split"
        )
    if summary.rejected:
        lines.append(f"left out, each with its reason in {REJECTED}:")
        lines += [f"{count:>9,}  {reason}" for reason, count in summary.rejected.items()]
    lines.append(f"look at it: {Path(summary.folder) / REPORT}")
    return "\n".join(lines)


def stopped_text(folder: Path) -> str:
    """What is left of a preparation that was stopped, and how to go on."""
    state = read_state(folder)
    if state is None:
        return "stopped; nothing is done yet"
    return f"stopped; {state.photographs:,} photographs are done; go on with the same command"
