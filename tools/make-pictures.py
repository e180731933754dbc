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
PAPER = 17
CAST = {31: (5, 10), 35: (1, 8), 45: (7, 11), 51: (6, 2), 48: (10, 3)}
"""Who appears: seeds, and which two dimensions of each are led around a circle."""


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


def morphing(model: Model) -> list[Image.Image]:
    """A row of faces, each with two of its dimensions led around a circle: the frames of a loop."""
    frames = []
    starts = [model.sample(np.random.default_rng(seed), 1)[0] for seed in CAST]
    for frame in range(FRAMES):
        angle = 2 * np.pi * frame / FRAMES
        points = np.array(starts)
        for point, ranks in zip(points, CAST.values(), strict=True):
            across, up = (model.interesting[rank] for rank in ranks)
            point[across.index] = 2.0 * np.cos(angle)
            point[up.index] = 2.0 * np.sin(angle)
        frames.append(sheet(model.decode(points), len(CAST), FACE))
    return frames


def traversals(model: Model, dimensions: int) -> Image.Image:
    """Rows of the face at z = 0: each moves one interesting dimension from -2.5 to 2.5."""
    start = np.zeros(model.latent_size)
    points = []
    for dimension in model.interesting[:dimensions]:
        for value in np.linspace(-2.5, 2.5, 9):
            point = start.copy()
            point[dimension.index] = value
            points.append(point)
    return sheet(model.decode(np.array(points)), 9, 64)


def main() -> None:
    """Write morphing.webp, samples.png and traversals.png."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", default="faces48")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    arguments.out.mkdir(parents=True, exist_ok=True)
    first, *others = morphing(model)
    first.save(
        arguments.out / "morphing.webp",
        save_all=True,
        append_images=others,
        duration=50,
        loop=0,
        quality=90,
        method=6,
    )
    points = model.sample(np.random.default_rng(0), 40)
    sheet(model.decode(points), 10, 64).save(arguments.out / "samples.png", optimize=True)
    traversals(model, 12).save(arguments.out / "traversals.png", optimize=True)


if __name__ == "__main__":
    main()
