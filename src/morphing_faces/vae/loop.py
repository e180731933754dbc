"""What happens between steps: judging, logging, checkpoints, rolling back and stopping early."""

import math
import time
from collections.abc import Callable
from dataclasses import asdict, astuple, replace
from pathlib import Path
from types import TracebackType

from torch import Tensor

from morphing_faces.errors import TrainingError
from morphing_faces.evaluation.metrics.units import ACTIVE_VARIANCE
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae import checkpoint
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.distributed import ProcessGroup
from morphing_faces.vae.follow import EVERY, Standing, adjusted, follows, standing
from morphing_faces.vae.heldout import HeldOut, held_out
from morphing_faces.vae.run import BEST, LAST, Progress, append_event, append_log, forget_after
from morphing_faces.vae.sheets import SHEETS, write_sheet
from morphing_faces.vae.state import TrainingState
from morphing_faces.vae.step import RAMP, schedule
from morphing_faces.vae.tensorboard import TensorBoardLog


class TrainingLoop:
    """The run folder of a run in progress; use as a context manager.

    Args:
        folder: The run folder, which exists.
        config: Of the run.
        faces: For its held-out faces.
        state: Of the run; rolled back in place.
        group: The processes of the run; the first alone judges and writes.
        per_epoch: Steps of an epoch.
    """

    def __init__(
        self,
        folder: Path,
        config: TrainingConfig,
        faces: FaceSet,
        state: TrainingState,
        group: ProcessGroup,
        per_epoch: int,
    ) -> None:
        self._folder, self._config, self._faces = folder, config, faces
        self._state, self._group, self._per_epoch = state, group, per_epoch
        self._best: tuple[dict[str, Tensor], Progress] | None = None
        self._board: TensorBoardLog | None = None
        self._began = self._saved = self._clock = time.perf_counter()
        self._since = state.counters.step
        self.steps = config.epochs * per_epoch
        self.on_epoch: Callable[[Progress], None] = lambda _progress: None
        self.on_event: Callable[[str], None] = lambda _sentence: None

    def __enter__(self) -> "TrainingLoop":
        self._group.first_alone(self._open_board)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._board:
            self._board.close()

    @property
    def due(self) -> bool:
        """Whether it is time for a checkpoint."""
        return time.perf_counter() - self._saved >= self._config.checkpoint_seconds

    @property
    def done(self) -> bool:
        """Whether the last step is taken, or the held-out ELBO has not risen for long enough."""
        return self._state.counters.step >= self.steps or self._stalled

    @property
    def _stalled(self) -> bool:
        epoch, step = divmod(self._state.counters.step, self._per_epoch)
        waited = epoch - self._state.counters.best_epoch
        return bool(self._config.patience) and step == 0 and waited >= self._config.patience

    def finish(self) -> None:
        """End an epoch: judge the averaged weights, and log."""
        found: list[Progress] = []
        self._group.first_alone(lambda: found.append(self._judge()))
        counters = self._state.counters
        [elbo] = self._group.largest(found[0].valid_elbo if found else -math.inf)
        if elbo > counters.best:
            counters = replace(counters, best=elbo, best_epoch=counters.step // self._per_epoch)
        self._state.counters = counters.in_new_epoch()
        if found:
            best = found[0].valid_elbo == counters.best and found[0].epoch == counters.best_epoch
            if best or self._config.keep == "last":
                average = self._state.average.state_dict()
                self._best = {name: value.clone() for name, value in average.items()}, found[0]
            self.on_epoch(found[0])
        if self._stalled and counters.step < self.steps:
            self._group.first_alone(self._record_early_stop)
        self._since, self._clock = counters.step, time.perf_counter()

    def follow(self) -> None:
        """Where weights follow held-out faces and it is time, look at these and adjust them."""
        counters, config = self._state.counters, self._config
        if counters.step % EVERY or not follows(config):
            return
        found: list[Standing] = []
        self._group.first_alone(
            lambda: found.append(standing(self._state.average, self._faces, config.cut))
        )
        shared = astuple(found[0]) if found else (-math.inf,) * 3
        seen = Standing(*self._group.largest(*shared))
        ruled = counters.step / self.steps >= config.adversarial_from + RAMP
        self._state.counters = adjusted(counters, config, seen, ruled=ruled)

    def save(self) -> None:
        """Write a checkpoint."""

        def write() -> None:
            # The best first: whoever resumes from the last must find the best that it knows of.
            if self._best:
                checkpoint.save(self._folder / BEST, self._best[0], asdict(self._best[1]))
                self._best = None
            self._state.save(self._folder / LAST)

        self._group.first_alone(write)
        self._saved = time.perf_counter()

    def roll_back(self) -> None:
        """Go back to the last checkpoint with half the rate, once in a run.

        Raises:
            TrainingError: It was done before.
        """
        failed, config = self._state.counters, self._config
        used = config.rate * failed.rate
        if failed.rate < 1:
            self._group.together(lambda: self._give_up(failed.step, used))
        self._group.together(lambda: self._state.restore(self._folder / LAST))
        self._state.counters = replace(self._state.counters, rate=failed.rate / 2)
        self._best = None
        self.save()
        self._group.first_alone(lambda: self._record_roll_back(failed.step, used / 2))
        self._since, self._clock = self._state.counters.step, time.perf_counter()

    def _judge(self) -> Progress:
        judged = held_out(self._state.average, self._faces)
        counters, config = self._state.counters, self._config
        likelihood = float(judged.log_likelihood.mean())
        kl = float(judged.kl.sum(dim=1).mean())
        steps, seconds = counters.step - self._since, time.perf_counter() - self._clock
        pictures = min(config.batch, len(self._faces.split("train")))
        progress = Progress(
            epoch=counters.step // self._per_epoch,
            step=counters.step,
            elbo=counters.elbo / counters.tallied,
            kl=counters.kl / counters.tallied,
            valid_elbo=likelihood - kl,
            valid_log_likelihood=likelihood,
            valid_kl=kl,
            active_units=int((judged.mean.var(dim=0) > ACTIVE_VARIANCE).sum()),
            gradient_norm=counters.norm,
            clipped=counters.clipped / counters.tallied,
            rate=config.rate * counters.rate * self._schedule(counters.step / self.steps),
            images_per_second=steps * pictures / seconds,
            seconds=time.perf_counter() - self._began,
            elbo_weight=config.elbo_weight * counters.elbo_factor,
            cut_weight=config.cut_weight * counters.cut_factor if config.cut else 0.0,
        )
        append_log(self._folder, progress)
        if self._board:
            self._board.add(progress)
        self._draw(progress.epoch, judged)
        return progress

    def _schedule(self, progress: float) -> float:
        return schedule(progress, self._config.warmup, self._config.hold)

    def _draw(self, epoch: int, judged: HeldOut) -> None:
        every = self._config.sheet_epochs
        if every and (epoch % every == 0 or epoch == self._config.epochs):
            path = self._folder / SHEETS / f"epoch-{epoch:04d}.png"
            write_sheet(path, self._state.average, self._faces, judged.kl, self._config.seed)

    def _open_board(self) -> None:
        if self._board:
            self._board.close()
        self._board = TensorBoardLog(self._folder)

    def _record_early_stop(self) -> None:
        counters = self._state.counters
        append_event(self._folder, counters.step, "early stop", {"best_epoch": counters.best_epoch})
        self.on_event(
            f"stopped early: the held-out ELBO has not risen since epoch {counters.best_epoch}"
        )

    def _record_roll_back(self, failed: int, rate: float) -> None:
        step = self._state.counters.step
        forget_after(self._folder, step)
        append_event(self._folder, step, "rollback", {"failed_at": failed, "rate": rate})
        self._open_board()
        self.on_event(
            f"the loss was not finite at step {failed}; went back to step {step}, and on with "
            f"half the rate, {rate:g}"
        )

    def _give_up(self, step: int, rate: float) -> None:
        raise TrainingError(
            f"the loss is not finite at step {step}, and half the rate did not help; the last "
            f"checkpoint is intact; start again with a rate below {rate:g}"
        )
