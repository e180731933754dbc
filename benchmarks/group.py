"""What it costs to look for every face of a photograph, and that every one is found.

    python -m benchmarks.group [--rounds 15]

A photograph of one face is taken in turns with every face looked for and with only the one that
is meant, as `prepare` looks and as everything did before: from the bytes of a JPEG file to an
aligned face, in processor time, which other programs on the machine disturb less than the clock.
Beside it: photographs of many people, of whom the finder has to find each one once. All people
are draws of the shipped model.
"""

import argparse
import statistics
import time

from tests.faces.crowds import Place, photograph, rows, selfie
from tests.faces.drawing import encoded

from morphing_faces.faces.decode import decode
from morphing_faces.faces.find.align import Frame
from morphing_faces.faces.find.finder import Finder
from morphing_faces.faces.find.finder_file import find_network
from morphing_faces.faces.find.portrait import Aligner
from morphing_faces.types import Pixels

WIDTHS = (250, 500, 1000, 2000, 4000)


class OneFace(Finder):
    """Looks for the face that is meant, where every face is asked for."""

    find_all = Finder.find


def one_face(rounds: int) -> None:
    frame, network = Frame(), find_network()
    aligners = [Aligner(frame, 48), Aligner(frame, 48)]
    aligners[0]._finder, aligners[1]._finder = OneFace(network), Finder(network)
    print(f"{'one face, JPEG':20}{'meant, ms':>12}{'all, ms':>10}{'ratio':>8}")
    for width in WIDTHS:
        side = width * 9 // 20
        place = side, (width - side) // 2, width // 8
        content = encoded(photograph(width, width * 3 // 4, [place]), "JPEG", quality=92)
        times: list[list[float]] = [[], []]
        for turn in range(2 * rounds + 2):
            begun = time.process_time()
            aligners[turn % 2].align("", content)
            if turn > 1:
                times[turn % 2].append(time.process_time() - begun)
        meant, every = (1000 * statistics.median(found) for found in times)
        print(f"{width:>4} x {width * 3 // 4:<13}{meant:12.1f}{every:10.1f}{every / meant:8.2f}")


def found(finder: Finder, picture: Pixels, places: list[Place]) -> tuple[int, int]:
    """How many people are found just once, and how many faces are found in all."""
    noses = [face.landmarks[2] for face in finder.find_all(picture)]
    counts = [
        sum(0 <= x - left <= side and 0 <= y - top <= side for x, y in noses)
        for side, left, top in places
    ]
    return counts.count(1), len(noses)


def many(finder: Finder) -> None:
    print(f"\n{'many faces':20}{'people':>12}{'found':>10}{'faces':>8}")
    for name, (picture, places) in {
        "90 pixels a face": rows(24, 6, 90, 110),
        "40 pixels a face": rows(40, 8, 40, 60),
        "40, far apart": rows(40, 10, 40, 120),
        "one large, five 8 %": selfie(1000, 0.08),
    }.items():
        pixels = decode(encoded(picture, "JPEG", quality=92), enough=1000)
        once, faces = found(finder, pixels, places)
        print(f"{name:20}{len(places):12}{once:10}{faces:8}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    one_face(parser.parse_args().rounds)
    many(Finder(find_network()))


if __name__ == "__main__":
    main()
