"""How many faces the finder finds, and how far off their eyes are, by the distance between them.

    python -m benchmarks.finder [--faces 40]

Faces are drawn, so that their eyes, sizes, tilts and darkness are known exactly, each in a
photograph of 1,000 x 750 pixels or as large as it needs. The eyes of a drawing are where the finder
sees them when it is large (tests/faces/drawing.py), so errors are those that size and place add.
Errors are in parts of the distance between the eyes, of the mean of both.
"""

import argparse

import numpy as np
from tests.faces.drawing import EYES, Person, draw_face, placed

from morphing_faces.faces.find.finder import Finder
from morphing_faces.faces.find.finder_file import find_network

DISTANCES = (16, 24, 32, 48, 64, 100, 160, 250, 400)
ACROSS = float(np.linalg.norm(EYES[1] - EYES[0]))
WAYS = {"upright": (0.0, 1.0), "tilted by 20 degrees": (20.0, 1.0), "dark": (0.0, 0.25)}


def errors(
    finder: Finder, distance: float, degrees: float, light: float, count: int
) -> list[float]:
    """The errors of the faces that are found; at most half a distance counts as found."""
    rng = np.random.default_rng(0)
    found = []
    for number in range(count):
        scale = distance / ACROSS
        width = max(1000, round(900 * scale))
        height = width * 3 // 4
        reach = 200 * scale
        centre = (
            rng.uniform(reach, width - reach),
            rng.uniform(min(reach, height / 2), max(height - reach, height / 2)),
        )
        face = draw_face(Person(seed=number))
        picture, eyes = placed(
            face,
            width=width,
            height=height,
            scale=scale,
            degrees=float(degrees * rng.choice((-1, 1))),
            centre=(float(centre[0]), float(centre[1])),
        )
        picture = (picture * light).astype(np.uint8)
        seen = finder.find_all(picture)
        if not seen:
            continue
        nearest = min(seen, key=lambda each: float(np.abs(each.landmarks[:2] - eyes).max()))
        closer = finder.look_closer(picture, nearest)
        off = float(np.linalg.norm(closer.landmarks[:2] - eyes, axis=1).mean()) / distance
        if off < 0.5:
            found.append(off)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", type=int, default=40, help="of each size")
    count = parser.parse_args().faces
    finder = Finder(find_network())
    for name, (degrees, light) in WAYS.items():
        print(f"{name:24}{'found':>10}{'median error':>15}{'95 %':>9}")
        for distance in DISTANCES:
            found = errors(finder, distance, degrees, light, count)
            middle, most = np.percentile(found, (50, 95)) if found else (np.nan, np.nan)
            print(f"{distance:>9} pixels{len(found) / count:17.1%}{middle:15.1%}{most:9.1%}")


if __name__ == "__main__":
    main()
