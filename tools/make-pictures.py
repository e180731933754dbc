"""Draw the pictures of the documentation with the model that ships.

python tools/make-pictures.py [--model MODEL] [--out docs/pictures]
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from morphing_faces import Model, load_model
from morphing_faces.model import Floats

FACE = 132
GAP = 4
FRAMES = 64
PAPER = 24


def enlarged(face: Floats, side: int) -> Image.Image:
    """A face [H, W] in [0, 1] as a smooth picture."""
    grey = Image.fromarray((face * 255).round().astype(np.uint8))
    return grey.resize((side, side), Image.Resampling.BICUBIC)


def sheet(faces: Floats, columns: int, side: int) -> Image.Image:
    """Faces [N, H, W] in rows."""
    rows = -(-len(faces) // columns)
    step = side + GAP
    paper = Image.new("L", (columns * step - GAP, rows * step - GAP), PAPER)
    for number, face in enumerate(faces):
        row, column = divmod(number, columns)
        paper.paste(enlarged(face, side), (column * step, row * step))
    return paper


def morphing(model: Model, seeds: list[int]) -> list[Image.Image]:
    """A row of faces, each with two of its dimensions led around a circle: the frames of a loop."""
    frames = []
    starts = [np.random.default_rng(seed).standard_normal(model.latent_size) for seed in seeds]
    for frame in range(FRAMES):
        angle = 2 * np.pi * frame / FRAMES
        points = np.array(starts)
        for number, point in enumerate(points):
            across, up = model.interesting[2 * number], model.interesting[2 * number + 1]
            point[across.index] = 1.8 * np.cos(angle)
            point[up.index] = 1.8 * np.sin(angle)
        frames.append(sheet(model.decode(points), len(seeds), FACE))
    return frames


def traversals(model: Model, seed: int, dimensions: int) -> Image.Image:
    """Rows of one face: each row moves one interesting dimension from -2.5 to 2.5."""
    start = 0.6 * np.random.default_rng(seed).standard_normal(model.latent_size)
    points = []
    for dimension in model.interesting[:dimensions]:
        for value in np.linspace(-2.5, 2.5, 9):
            point = start.copy()
            point[dimension.index] = value
            points.append(point)
    return sheet(model.decode(np.array(points)), 9, 64)


def main() -> None:
    """Write morphing.gif, samples.png and traversals.png."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", default="faces48")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    arguments.out.mkdir(parents=True, exist_ok=True)
    first, *others = morphing(model, arguments.seeds)
    first.save(
        arguments.out / "morphing.gif", save_all=True, append_images=others, duration=50, loop=0
    )
    points = np.random.default_rng(0).standard_normal((40, model.latent_size))
    sheet(model.decode(points), 10, 64).save(arguments.out / "samples.png", optimize=True)
    traversals(model, 3, 12).save(arguments.out / "traversals.png", optimize=True)


if __name__ == "__main__":
    main()
