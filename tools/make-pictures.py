"""Draw the pictures of the documentation with the model that ships.

python tools/make-pictures.py [--model MODEL] [--out docs/pictures]
"""

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from morphing_faces import load_model
from morphing_faces.cli.app import main as morphing_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.pictures.film import Pixels, write_film
from morphing_faces.pictures.grid import PAPER, Grid
from morphing_faces.pictures.sequences import find_rows, random_points, swing

FACE, SMALL = 132, 64
FRAMES, FPS = 64, 20
CAST = {31: (5, 10), 35: (1, 8), 45: (7, 11), 51: (6, 2), 48: (10, 3)}
"""Who appears: seeds, and which two dimensions of each are led around a circle."""
MOVED = (31, 51)
BETWEEN = 16
RENDERED = "traverse --seed 35 --rows happy,mouth-open,age,light-right,turn --range 2 --size 64"
"""What `morphing-faces render` draws for the guide."""
PLACES = np.linspace(-2.5, 2.5, 9)


def morphing(model: ModelFolder) -> Iterator[Pixels]:
    """A row of faces, each with two of its dimensions led around a circle: the frames of a loop."""
    grid = Grid(len(CAST), len(CAST), FACE, FACE)
    starts = [random_points(model, seed, "fitted", 1)[0] for seed in CAST]
    circles = [find_rows([str(rank) for rank in ranks], model) for ranks in CAST.values()]
    for frame in range(FRAMES):
        up, across = 2 * swing(frame, FRAMES), 2 * swing(frame + FRAMES // 4, FRAMES)
        points = [
            upwards.at(sideways.at(start, across), up)
            for start, (sideways, upwards) in zip(starts, circles, strict=True)
        ]
        yield grid.draw(model.decode(points))


def samples(model: ModelFolder) -> Pixels:
    """Forty random faces."""
    return Grid(40, 10, SMALL, SMALL).draw(model.decode(random_points(model, 0, "fitted", 40)))


def traversals(model: ModelFolder) -> Pixels:
    """Rows of the face at z = 0: each moves one interesting dimension from -2.5 to 2.5."""
    middle = np.zeros(model.latent_size, np.float32)
    rows = find_rows(["0-11"], model)
    points = [row.at(middle, place) for row in rows for place in PLACES]
    return Grid(len(points), len(PLACES), SMALL, SMALL).draw(model.decode(points))


def directions(model: ModelFolder) -> Pixels:
    """Rows of random faces, each moved along a direction from -3 steps to 3, two faces a row."""
    named = [each for each in model.directions if each.kind != "unsupervised"]
    steps = np.linspace(-3, 3, 7)
    blocks: list[Pixels] = []
    for start in (random_points(model, seed, "fitted", 1)[0] for seed in MOVED):
        points = [direction.stepped(start, by) for direction in named for by in steps]
        left = [] if blocks else [direction.name for direction in named]
        grid = Grid(len(points), len(steps), SMALL, SMALL, left=left)
        drawn = grid.draw(model.decode(points))
        room = ((0, 0), (0, BETWEEN), (0, 0))[: drawn.ndim]
        blocks.append(np.pad(drawn, room, constant_values=PAPER))
    return np.hstack(blocks)[:, :-BETWEEN]


def webp(picture: Pixels) -> bytes:
    """A picture as a file: a quarter of what PNG takes for faces in colour."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "WEBP", quality=86, method=6)
    return buffer.getvalue()


def main() -> None:
    """Write morphing, samples, traversals and directions as WebP, and rendered.png."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", default="heads64")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    arguments = parser.parse_args()
    model, out = load_model(arguments.model), arguments.out
    out.mkdir(parents=True, exist_ok=True)
    write_film(out / "morphing.webp", morphing(model), FPS)
    (out / "samples.webp").write_bytes(webp(samples(model)))
    (out / "traversals.webp").write_bytes(webp(traversals(model)))
    if not model.directions:
        return
    (out / "directions.webp").write_bytes(webp(directions(model)))
    words = [*RENDERED.split(), "--model", arguments.model, "--replace"]
    sys.exit(morphing_faces(["render", *words, "--out", str(out / "rendered.png")]))


if __name__ == "__main__":
    main()
