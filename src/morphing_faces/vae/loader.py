"""The batches of a run: each made while the step before it is computed."""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.augment import augmented
from morphing_faces.vae.batches import pictures, shuffled
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.distributed import ProcessGroup
from morphing_faces.vae.random_streams import DRAWS, DROPOUT, LATENT, Stream


class Batch(NamedTuple):
    """This process's part of a batch.

    Attributes:
        size: Images of the whole batch.
        x: float32 [N, D] in [0, 1).
        noise: Draws from N(0, 1), [N, L].
        masks: Factors of the hidden units of both halves, [N, mask width], or None.
        draws: Latent points from N(0, I) to be decoded, [M, L], or None where no term asks.
    """

    size: int
    x: Tensor
    noise: Tensor
    masks: Tensor | None
    draws: Tensor | None = None


class BatchLoader:
    """Makes the batch of any step of a run; use as a context manager.

    Args:
        faces: Whose "train" split is fed.
        config: Of the run.
        group: Whose part this process is.
        mask_widths: Hidden units of encoder and decoder that dropout may leave out.
    """

    def __init__(
        self,
        faces: FaceSet,
        config: TrainingConfig,
        group: ProcessGroup,
        mask_widths: tuple[int, int],
    ) -> None:
        self._faces, self._config, self._group = faces, config, group
        rates = max(config.dropout, config.encoder_dropout), config.dropout
        left_out = [
            torch.full((width,), rate) for width, rate in zip(mask_widths, rates, strict=True)
        ]
        self._left_out = torch.cat(left_out)
        self._rows = faces.split("train")
        self._order: tuple[int, NDArray[np.int64]] | None = None
        self._ahead: tuple[int, Future[Batch]] | None = None
        # One thread of its own each, or the two would fight over the cores.
        self._pool = ThreadPoolExecutor(1, initializer=torch.set_num_threads, initargs=(1,))

    @property
    def per_epoch(self) -> int:
        """Steps of an epoch: whole batches only, unless there is less than one."""
        return max(1, len(self._rows) // self._config.batch)

    def __enter__(self) -> "BatchLoader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def batch(self, step: int) -> Batch:
        """The batch of a step, on the group's device; begins to make the next one."""
        if self._ahead is None or self._ahead[0] != step:
            self._ahead = step, self._pool.submit(self._make, step)
        batch = self._ahead[1].result()
        self._ahead = step + 1, self._pool.submit(self._make, step + 1)
        device = self._group.device
        if device.type == "cpu":
            return batch
        masks = None if batch.masks is None else batch.masks.to(device)
        draws = None if batch.draws is None else batch.draws.to(device)
        return Batch(batch.size, batch.x.to(device), batch.noise.to(device), masks, draws)

    def _make(self, step: int) -> Batch:
        config = self._config
        epoch, number = divmod(step, self.per_epoch)
        if self._order is None or self._order[0] != epoch:
            self._order = epoch, shuffled(self._rows, config.seed, epoch)
        rows = self._order[1][config.batch * number :][: config.batch]
        places = self._group.share(len(rows))
        pixels = pictures(self._faces, rows[places.start : places.stop])
        x = augmented(pixels, self._faces, config, config.seed, step, places)
        noise = Stream(config.seed, LATENT, step).normal(places, config.latent)
        masks = None
        if config.dropout or config.encoder_dropout:
            draws = Stream(config.seed, DROPOUT, step).uniform(places, len(self._left_out))
            masks = (draws >= self._left_out) / (1 - self._left_out)
        points = None
        if config.adversarial or config.latent_consistency:
            count = range(max(1, round(config.adversarial_draws * len(rows))))
            points = Stream(config.seed, DRAWS, step).normal(count, config.latent)
        return Batch(len(rows), x, noise, masks, points)
