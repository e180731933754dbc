"""What a person sees while a model trains: a bar with the latest figures, on standard error."""

import os

from morphing_faces.storage.progress import ProgressBar
from morphing_faces.vae.run import Progress as Epoch
from morphing_faces.wording import counted


class TrainingDisplay(ProgressBar):
    """A progress bar on a terminal; a line an epoch where standard error goes elsewhere.

    Use as a context manager, and hand its methods to training.train.
    """

    def __init__(self) -> None:
        # Of several processes of one run, the first on each machine shows something.
        quiet = int(os.environ.get("LOCAL_RANK", "0")) > 0
        super().__init__("preparing", width=12, percent=True, kept=True, quiet=quiet)

    def step(self, done: int, of: int | None, what: str | None = "training") -> None:
        """Show how many steps are done."""
        super().step(done, of, what)

    def epoch(self, epoch: Epoch) -> None:
        """Show an epoch's figures; on a terminal, as many as fit into 80 columns with the bar."""
        short = (
            f"ELBO {epoch.valid_elbo:,.0f} KL {epoch.valid_kl:,.0f} {epoch.active_units} active "
            f"{epoch.images_per_second:,.0f} img/s"
        )
        self.figures(short)
        figures = (
            f"epoch {epoch.epoch}  ELBO {epoch.valid_elbo:,.0f} held out, {epoch.elbo:,.0f} "
            f"trained  KL {epoch.valid_kl:,.0f}  {counted(epoch.active_units, 'active unit')}  "
            f"{epoch.images_per_second:,.0f} images/s"
        )
        if not self.shown:
            self.line(figures)
