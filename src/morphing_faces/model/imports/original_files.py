"""The parameter files of the first Morphing Faces (2014): its Python version's, and its page's.

    decoder   z [400] -> z @ d_W_2 + d_b_2 -> rectified -> @ d_W_1 + d_b_1 -> rectified
              -> @ d_W_0 + d_b_0, a picture [2304], 48 x 48
    encoder   picture -> @ e_W_0 + e_b_0 -> rectified -> @ e_W_1 + e_b_1 -> rectified
              -> @ e_W_2 + e_b_2, the posterior's mean [400]

Each is an .npy file; the page's are rows of float32 in .bin files whose sizes, from the picture to
z, are in sizes.csv, and have no encoder. The original's own encoder adds d_b_2 where e_b_2 belongs;
here it is e_b_2. Its dimensions are numbered by the norms of the rows of d_W_2.
"""

import math
from pathlib import Path

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked, ForeignModel
from morphing_faces.model.imports.numpy_file import read_array
from morphing_faces.model.imports.perceptron_graph import DenseLayer, perceptron
from morphing_faces.types import Floats

LICENCE = "gpl-2.0"
INTERESTING = 29
SIZES = "sizes.csv"
LARGEST_SIZES = 1000
"""Bytes of sizes.csv."""
MOST_NUMBERS = 1 << 26
BEST = "the norms of the rows of d_W_2, of which the first Morphing Faces played the 29 largest"


def parameters_in(folder: Path) -> Path | None:
    """Where in a folder the original's files lie: in it, or in its data/; None where not."""
    for place in (folder, folder / "data"):
        for suffix in (".npy", ".bin"):
            if (place / f"d_W_0{suffix}").exists() or (place / f"d_W_2{suffix}").exists():
                return place
    return None


def read_original(folder: Path, asked: Asked) -> tuple[ForeignModel, Asked]:
    """Read the original's files.

    Args:
        folder: Where they lie.
        asked: What the user says of them.

    Returns:
        The model, and what is asked with what the files say besides.

    Raises:
        ModelError: One is missing or damaged, or they do not fit each other.
    """
    page = (folder / SIZES).exists() and not (folder / "d_W_0.npy").exists()
    decoder = _decoder_of_page(folder) if page else _decoder(folder)
    pixels, size = len(decoder[-1].bias), len(decoder[0].weight)
    encoder = None if page else _encoder(folder, pixels, size)
    norms = np.linalg.norm(decoder[0].weight.astype(np.float64), axis=1)
    ranking = np.argsort(-norms, kind="stable")[:INTERESTING]
    side = math.isqrt(pixels)
    shape = (side, side) if side**2 == pixels else None
    foreign = ForeignModel(
        source=f"the first Morphing Faces ({folder.resolve().name})",
        decoder=perceptron(decoder, [size]),
        encoder=None
        if encoder is None
        else perceptron(encoder[:-1], [pixels], {"mean": encoder[-1]}),
        ranking=tuple(int(i) for i in ranking),
        ranked_by=BEST,
        licence=LICENCE,
        notes=() if encoder else ("it has no encoder",),
    )
    return foreign, asked.but(Given(shape=shape), "none")


def _decoder(folder: Path) -> list[DenseLayer]:
    arrays = [_matrix(folder, f"d_W_{k}") for k in (2, 1, 0)]
    return _layers(folder, "d", arrays, [_vector(folder, f"d_b_{k}") for k in (2, 1, 0)], (2, 1, 0))


def _encoder(folder: Path, pixels: int, size: int) -> list[DenseLayer] | None:
    if not (folder / "e_W_0.npy").exists():
        return None
    arrays = [_matrix(folder, f"e_W_{k}") for k in range(3)]
    layers = _layers(
        folder, "e", arrays, [_vector(folder, f"e_b_{k}") for k in range(3)], (0, 1, 2)
    )
    if (len(layers[0].weight), len(layers[-1].bias)) != (pixels, size):
        raise ModelError(f"{folder}: its encoder does not belong to its decoder")
    return layers


def _layers(
    folder: Path,
    side: str,
    weights: list[Floats],
    biases: list[Floats],
    numbers: tuple[int, ...],
) -> list[DenseLayer]:
    inputs = len(weights[0])
    for number, weight, bias in zip(numbers, weights, biases, strict=True):
        if weight.shape != (inputs, len(bias)):
            raise ModelError(
                f"{folder}: {side}_W_{number} is {list(weight.shape)}, which does not fit the "
                f"layer before it and {side}_b_{number}, [{inputs}, {len(bias)}]"
            )
        inputs = len(bias)
    return [
        DenseLayer(weight, bias, "relu" if i < len(weights) - 1 else "none")
        for i, (weight, bias) in enumerate(zip(weights, biases, strict=True))
    ]


def _matrix(folder: Path, name: str) -> Floats:
    return _array(folder, name, 2)


def _vector(folder: Path, name: str) -> Floats:
    return _array(folder, name, 1)


def _array(folder: Path, name: str, axes: int) -> Floats:
    array = read_array(folder / f"{name}.npy")
    if array.ndim != axes or array.size > MOST_NUMBERS:
        raise ModelError(f"{folder / name}.npy is {list(array.shape)}, which is no part of it")
    return array.astype(np.float32)


def _decoder_of_page(folder: Path) -> list[DenseLayer]:
    path = folder / SIZES
    try:
        with path.open("rb") as file:
            words = file.read(LARGEST_SIZES).decode("ascii").replace(",", " ").split()
        sizes = [int(word) for word in words]
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError:
        sizes = []
    if len(sizes) != 4 or not all(0 < each < MOST_NUMBERS for each in sizes):
        raise ModelError(f"{path} must have four sizes, as in 2304, 2000, 2000, 400")
    weights, biases = [], []
    for k in (2, 1, 0):
        weights.append(_numbers(folder / f"d_W_{k}.bin", sizes[k + 1], sizes[k]))
        biases.append(_numbers(folder / f"d_b_{k}.bin", sizes[k]))
    return _layers(folder, "d", weights, biases, (2, 1, 0))


def _numbers(path: Path, *shape: int) -> Floats:
    """Rows of float32 of a shape that is known.

    Raises:
        ModelError: There are more, or fewer.
    """
    wanted = 4 * math.prod(shape)
    try:
        length = path.stat().st_size
        if length != wanted or wanted > 4 * MOST_NUMBERS:
            raise ModelError(f"{path} has {length:,} bytes, and {SIZES} says {wanted:,}")
        array = np.fromfile(path, "<f4").reshape(shape)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    if not np.isfinite(array).all():
        raise ModelError(f"{path} has values that are not finite numbers")
    return array.astype(np.float32)
