"""Faces as a sequence of batches."""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.augment import mirrored
from morphing_faces.vae.objective import dequantise
from morphing_faces.vae.random_streams import ORDER, START, Stream


def shuffled(rows: NDArray[np.int64], seed: int, epoch: int) -> NDArray[np.int64]:
    """The rows in the order of an epoch."""
    return rows[Stream(seed, ORDER, epoch).permutation(len(rows))]


def batches(faces: FaceSet, rows: NDArray[np.int64], size: int) -> Iterator[Tensor]:
    """The pictures of these rows, uint8 [up to size, D] at a time."""
    for start in range(0, len(rows), size):
        yield pictures(faces, rows[start : start + size])


def pictures(faces: FaceSet, rows: NDArray[np.int64]) -> Tensor:
    """The pictures of these rows, uint8 [N, D]."""
    return torch.from_numpy(faces.images[rows].reshape(len(rows), -1))


def starting_faces(faces: FaceSet, seed: int, *, flip: bool) -> Iterator[NDArray[np.float32]]:
    """Every training face, dequantised, and its mirror image if asked to: [N, D] at a time."""
    for number, pixels in enumerate(batches(faces, faces.split("train"), 4096)):
        for part, side in enumerate((pixels, mirrored(pixels, faces)) if flip else (pixels,)):
            stream = Stream(seed, START, number, part)
            yield dequantise(side, stream.uniform(range(len(side)), side.shape[1])).numpy()
