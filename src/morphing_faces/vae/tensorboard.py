"""The log of a run for TensorBoard."""

import shutil
from dataclasses import asdict
from pathlib import Path

from morphing_faces.errors import TrainingError
from morphing_faces.vae.run import Progress, read_log

BOARD = "tensorboard"

NAMES = {
    "elbo": "ELBO/training",
    "valid_elbo": "ELBO/held_out",
    "valid_log_likelihood": "ELBO/held_out_log_likelihood",
    "kl": "KL/training",
    "valid_kl": "KL/held_out",
    "active_units": "active_units",
    "gradient_norm": "gradient/largest_norm",
    "clipped": "gradient/part_of_steps_clipped",
    "rate": "speed/learning_rate",
    "elbo_weight": "weights/elbo",
    "cut_weight": "weights/cut",
    "images_per_second": "speed/images_per_second",
}


class TensorBoardLog:
    """The folder `tensorboard` of a run.

    It is made anew from log.jsonl whenever a run goes on, so that no epoch is in it twice.

    Args:
        folder: The run folder.

    Raises:
        TrainingError: It cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        from tensorboardX import SummaryWriter

        self._folder = folder / BOARD
        try:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._writer = SummaryWriter(str(self._folder))
        except OSError as error:
            raise TrainingError(f"{self._folder} cannot be written: {error.strerror}") from error
        for progress in read_log(folder):
            self.add(progress)

    def add(self, progress: Progress) -> None:
        """Add an epoch.

        Raises:
            TrainingError: It cannot be written.
        """
        try:
            for key, value in asdict(progress).items():
                if key in NAMES:
                    self._writer.add_scalar(NAMES[key], value, progress.step)
            self._writer.flush()
        except OSError as error:
            raise TrainingError(f"{self._folder} cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()
