"""Random numbers as a function of what they are for, and of nothing else.

Every number is set by a seed, a purpose, the number of the step (epoch or batch), and the place of
its picture in the batch. So a run can start again anywhere and meet the same numbers, and however
many processes share a batch, each draws those of its own pictures alone.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

WEIGHTS, START, ORDER, MIRROR, JITTER, PIXELS, LATENT, DROPOUT, HELD_OUT, SHEET = range(10)
DRAWS, JUDGE, BLINDFOLD = 10, 11, 12
"""Purposes, each with streams of its own."""

BLOCK = 64
"""Pictures that share a stream; whoever needs one of them draws up to it from the block's first."""


@dataclass(frozen=True)
class Stream:
    """The random numbers of one purpose at one step.

    Attributes:
        seed: Of the run.
        purpose: One of the names above.
        number: Of the step, epoch or batch.
        part: Tells apart what one purpose needs several of.
    """

    seed: int
    purpose: int
    number: int
    part: int = 0

    def uniform(self, places: range, *shape: int) -> Tensor:
        """Draws from U[0, 1) for these places of the batch: float32 [len(places), *shape]."""
        return self._draw(places, shape, normal=False)

    def normal(self, places: range, *shape: int) -> Tensor:
        """Draws from N(0, 1) for these places of the batch: float32 [len(places), *shape]."""
        return self._draw(places, shape, normal=True)

    def permutation(self, count: int) -> NDArray[np.int64]:
        """The numbers from 0 to count - 1 in random order."""
        return self._block(0).permutation(count)

    def torch(self) -> torch.Generator:
        """The same purpose for torch's own functions, as one stream."""
        return torch.Generator().manual_seed(int(self._block(0).integers(2**63)))

    def _draw(self, places: range, shape: tuple[int, ...], *, normal: bool) -> Tensor:
        first, last = places.start // BLOCK, -(-places.stop // BLOCK)
        drawn = np.empty((BLOCK * (last - first), *shape), np.float32)
        for block in range(first, last):
            part = drawn[BLOCK * (block - first) :][: min(BLOCK, places.stop - BLOCK * block)]
            rng = self._block(block)
            if normal:
                rng.standard_normal(out=part, dtype=np.float32)
            else:
                rng.random(out=part, dtype=np.float32)
        begin = places.start - BLOCK * first
        return torch.from_numpy(drawn[begin : begin + len(places)])

    def _block(self, block: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, self.purpose, self.number, self.part, block))
