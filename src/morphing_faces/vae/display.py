"""What a person sees while a model trains: a bar with the latest figures, on standard error."""

import os
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from morphing_faces.vae.run import Progress as Epoch


class TrainingDisplay:
    """A progress bar on a terminal; a line an epoch where standard error goes elsewhere.

    Use as a context manager, and hand its methods to training.train.
    """

    def __init__(self) -> None:
        # Of several processes of one run, the first on each machine shows something.
        quiet = int(os.environ.get("LOCAL_RANK", "0")) > 0
        self._console = Console(stderr=True, quiet=quiet)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=12),
            TaskProgressColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(compact=True),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("preparing", total=None, figures="")

    def __enter__(self) -> "TrainingDisplay":
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
        """Show how many steps are done."""
        self._bar.update(self._task, completed=done, total=of, description="training")

    def epoch(self, epoch: Epoch) -> None:
        """Show an epoch's figures; on a terminal, as many as fit into 80 columns with the bar."""
        short = (
            f"ELBO {epoch.valid_elbo:,.0f} KL {epoch.valid_kl:,.0f} {epoch.active_units} active "
            f"{epoch.images_per_second:,.0f} img/s"
        )
        self._bar.update(self._task, figures=short)
        figures = (
            f"epoch {epoch.epoch}  ELBO {epoch.valid_elbo:,.0f} held out, {epoch.elbo:,.0f} "
            f"trained  KL {epoch.valid_kl:,.0f}  {epoch.active_units} active units  "
            f"{epoch.images_per_second:,.0f} images/s"
        )
        if not self._console.is_terminal:
            self.event(figures)

    def event(self, sentence: str) -> None:
        """Show that something happened."""
        self._console.print(sentence, soft_wrap=True, highlight=False)
