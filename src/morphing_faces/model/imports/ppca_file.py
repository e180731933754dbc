"""The linear baseline of a model folder, ppca.npz, as a model of its own.

    x = mean + W z + noise,   z ~ N(0, I),   noise ~ N(0, variance I)

The posterior is exact: N((W'W + variance I)^-1 W'(x - mean), a diagonal covariance), as the columns
of W are orthogonal (Tipping & Bishop 1999).
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import ModelError
from morphing_faces.model.config import read_config
from morphing_faces.model.folder_layout import PPCA
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked, ForeignModel
from morphing_faces.model.imports.perceptron_graph import DenseLayer, perceptron
from morphing_faces.model.npz import read_npz

INTERESTING = 29
BY = "the length of its column of W"


def is_ppca(path: Path) -> bool:
    """Whether a file is a model folder's linear baseline, by its name."""
    return path.name == PPCA


def read_ppca_model(path: Path, asked: Asked) -> tuple[ForeignModel, Asked]:
    """Read the linear baseline of a model folder.

    Args:
        path: The file, in the model folder.
        asked: What the user says of it.

    Returns:
        The model, and what is asked with what the folder says besides.

    Raises:
        ModelError: It is damaged, or lies in no model folder.
    """
    config = read_config(path.parent)
    mean, loadings, variance = _arrays(path)
    pixels = int(np.prod(config.image.shape))
    if loadings.ndim != 2 or loadings.shape[0] != pixels or mean.shape != (pixels,):
        raise ModelError(
            f"{path} has W {list(loadings.shape)} and a mean {list(mean.shape)}, which do not fit "
            f"pictures of {pixels:,} numbers"
        )
    lengths = (loadings**2).sum(axis=0)
    if variance.shape != () or not variance > 0 or not np.isfinite(lengths).all():
        raise ModelError(f"{path} has a variance of noise, or a W, that no model has")
    total = lengths + float(variance)
    back = loadings / total
    size = loadings.shape[1]
    deviations = np.sqrt(float(variance) / total)
    heads = {
        "mean": DenseLayer(back, -mean @ back),
        "std": DenseLayer(np.zeros_like(back), deviations),
    }
    foreign = ForeignModel(
        source=f"the linear baseline of {config.name}",
        decoder=perceptron([DenseLayer(loadings.T, mean)], [size], shape=config.image.shape),
        encoder=perceptron([], [pixels], heads),
        ranking=tuple(int(i) for i in np.argsort(-lengths, kind="stable")[:INTERESTING]),
        ranked_by=BY,
        notes=("probabilistic principal component analysis: the decoder is linear",),
    )
    given = Given(shape=config.image.shape, value_range=(0, 1))
    return foreign, asked.but(given, "std")


def _arrays(path: Path) -> list[NDArray[Any]]:
    found = read_npz(path)
    try:
        return [found[key].astype(np.float64) for key in ("mean", "loadings", "variance")]
    except KeyError as error:
        raise ModelError(f"{path} is no linear baseline: it lacks the array {error}") from None
