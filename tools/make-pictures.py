"""Draw the pictures of the documentation with the model that ships.

python tools/make-pictures.py [--model MODEL] [--out docs/pictures]
"""

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from morphing_faces import Model, load_model
from morphing_faces.model import Floats

FACE = 132
GAP = 4
FRAMES = 64
PAPER = 17
CAST = {31: (5, 10), 35: (1, 8), 45: (7, 11), 51: (6, 2), 48: (10, 3)}
"""Who appears: seeds, and which two dimensions of each are led around a circle."""

MOVED = (31, 51)
LABELS, BETWEEN = 120, 16
FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


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


def directions(model: Model) -> Image.Image:
    """Rows of random faces, each moved along a direction from -3 steps to 3, two faces a row."""
    named = [each for each in model.directions if each.kind != "unsupervised"]
    starts = [model.sample(np.random.default_rng(seed), 1)[0] for seed in MOVED]
    steps = np.linspace(-3, 3, 7)
    side, step = 64, 64 + GAP
    width = LABELS + len(starts) * (len(steps) * step + BETWEEN)
    paper = Image.new("L", (width - BETWEEN, len(named) * step - GAP), PAPER)
    draw, font = ImageDraw.Draw(paper), ImageFont.truetype(FONT, 15)
    for row, direction in enumerate(named):
        draw.text((LABELS - 12, row * step + side / 2), direction.name, 220, font, anchor="rm")
        for number, start in enumerate(starts):
            points = [direction.stepped(start, by) for by in steps]
            faces = sheet(model.decode(np.array(points)), len(steps), side)
            paper.paste(faces, (LABELS + number * (len(steps) * step + BETWEEN), row * step))
    return paper


def main() -> None:
    """Write morphing.webp, samples.png, traversals.png and, with directions, directions.png."""
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
    if model.directions:
        directions(model).save(arguments.out / "directions.png", optimize=True)
    traversals(model, 12).save(arguments.out / "traversals.png", optimize=True)


if __name__ == "__main__":
    main()
