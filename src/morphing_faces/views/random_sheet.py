"""Random faces of what is explored, side by side in a file."""

from pathlib import Path

import numpy as np

from morphing_faces.model.protocol import Model
from morphing_faces.pictures.grid import Grid
from morphing_faces.pictures.render import make, plan
from morphing_faces.pictures.sequences import random_points
from morphing_faces.pictures.still import width_of

CELL = 96
"""Rows of a face on a sheet."""


def write_sheet(model: Model, path: str | Path, rows: int, columns: int, seed: int) -> str:
    """Write pictures of random points as a PNG file.

    Args:
        model: What decodes them.
        path: The file.
        rows: Of the sheet.
        columns: Of the sheet.
        seed: Repeats the points.

    Returns:
        What was written, in words.
    """
    points = np.stack(random_points(model, seed, "fitted", rows * columns))
    grid = Grid(rows * columns, columns, width_of(model.image_shape, CELL), CELL)
    return str(make(plan(Path(path)), grid, model, iter([points]), seed=seed))
