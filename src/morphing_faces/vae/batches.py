"""Faces as training sees them: shuffled, mirrored, dequantised.

Every random number is a function of a seed, a purpose and a number (of the step, epoch or batch),
so that a run can start again anywhere and see the same faces.
"""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from morphing_faces.faces.faceset import FaceSet
from morphing_faces.vae.objective import dequantise

WEIGHTS, START, ORDER, STEP, HELD_OUT = range(5)
"""Purposes of random numbers, each with a stream of its own."""


def generator(seed: int, purpose: int, number: int) -> torch.Generator:
    """A fresh stream of random numbers."""
    words = np.random.SeedSequence((seed, purpose, number)).generate_state(1, np.uint64)
    return torch.Generator().manual_seed(int(words[0]))


def shuffled(rows: NDArray[np.int64], seed: int, epoch: int) -> NDArray[np.int64]:
    """The rows in the order of an epoch."""
    order = torch.randperm(len(rows), generator=generator(seed, ORDER, epoch))
    result: NDArray[np.int64] = rows[order.numpy()]
    return result


def batches(faces: FaceSet, rows: NDArray[np.int64], size: int) -> Iterator[Tensor]:
    """The pictures of these rows, uint8 [up to size, D] at a time."""
    for start in range(0, len(rows), size):
        chosen = rows[start : start + size]
        yield torch.from_numpy(faces.images[chosen].reshape(len(chosen), -1))


def mirrored(pixels: Tensor, faces: FaceSet) -> Tensor:
    """Pictures [N, D] with left and right exchanged."""
    shaped = pixels.reshape(len(pixels), faces.size, faces.size, faces.channels)
    return shaped.flip(2).reshape(pixels.shape)


def augmented(pixels: Tensor, faces: FaceSet, stream: torch.Generator, *, flip: bool) -> Tensor:
    """Dequantise pictures [N, D], after mirroring about half of them if asked to."""
    if flip:
        chosen = torch.rand(len(pixels), 1, generator=stream) < 0.5
        pixels = torch.where(chosen, mirrored(pixels, faces), pixels)
    return dequantise(pixels, torch.rand(pixels.shape, generator=stream))


def starting_faces(faces: FaceSet, seed: int, *, flip: bool) -> Iterator[NDArray[np.float32]]:
    """Every training face, dequantised, and its mirror image if asked to: [N, D] at a time."""
    for number, pixels in enumerate(batches(faces, faces.split("train"), 4096)):
        stream = generator(seed, START, number)
        for side in (pixels, mirrored(pixels, faces)) if flip else (pixels,):
            yield augmented(side, faces, stream, flip=False).numpy()
