"""How many faces are found, and how far off their eyes are, by the distance between them.

    python -m benchmarks.finder make OUT [--photographs FOLDER] [--generated FOLDER] [--faces 100]
    node web/benchmarks/finder.mjs SITE OUT
    python -m benchmarks.finder table OUT
    python -m benchmarks.finder compare FOLDER MARKS.json [--faces 300]

Makes photographs whose eyes are known (known_faces.py) in OUT, and notes what Python sees in them,
from the bytes of a file as when a person names one; then the page in Chromium does the same. SITE
is what `morphing-faces site --export SITE --model faces48` wrote, with the face finder. Errors are
in parts of the distance between the eyes, of the mean of both; at most half of it counts as found.
Two are given: from where the eyes are known to be, and from where Python sees them in the picture
as it came, before it was made smaller, larger, darker and so on. `compare` tells whose error that
is, by eyes that a third has set (agreement.py).
"""

import argparse
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.agreement import agreement
from benchmarks.known_faces import FRONTAL, UPRIGHT, people, shown, ways
from tests.faces.drawing import encoded

from morphing_faces.errors import SourceError
from morphing_faces.faces.find.align import Frame
from morphing_faces.faces.find.portrait import Aligned, Aligner
from morphing_faces.types import Doubles, Pixels

FOUND = 0.5
SIZE = 48
NAMED = 32
"""From this distance on, faces that are missed are named."""


class Seen(Aligner):
    """Notes where the eyes of the face are that it aligns, in parts of the photograph's width."""

    _seen: Doubles | None = None

    def look(self, content: bytes, width: int) -> list[list[float]] | None:
        """The eyes of the face that is aligned, in pixels of a photograph of a width."""
        self._seen = None
        with suppress(SourceError):
            self.align("photograph", content)
        return None if self._seen is None else (self._seen * width).tolist()

    def _crop(self, pixels: Pixels, eyes: Doubles, number: int, faces: int) -> Aligned:
        self._seen = eyes / pixels.shape[1]
        return super()._crop(pixels, eyes, number, faces)


def make(out: Path, photographs: Path | None, generated: Path | None, count: int) -> None:
    """Write the photographs, what is known of them, and what Python sees."""
    out.mkdir(parents=True, exist_ok=True)
    aligner = Seen(Frame(), SIZE)
    rows: list[dict[str, Any]] = []
    as_it_came: dict[str, Any] = {}
    for name, way in ways(photographs, generated, count).items():
        for face, distance, pixels, place in shown(way):
            file = f"{len(rows):05}.jpg"
            content = encoded(pixels, "JPEG", quality=95)
            (out / file).write_bytes(content)
            if face.name not in as_it_came:
                first = encoded(face.pixels, "JPEG", quality=95)
                as_it_came[face.name] = aligner.look(first, face.pixels.shape[1])
            own = as_it_came[face.name]
            rows.append(
                {
                    "file": file,
                    "way": name,
                    "who": face.name,
                    "distance": distance,
                    "eyes": place(face.eyes).tolist(),
                    "own": None if own is None else place(np.array(own)).tolist(),
                    "python": aligner.look(content, pixels.shape[1]),
                }
            )
    (out / "faces.json").write_text(json.dumps(rows))


def table(out: Path) -> None:
    """Print what both have seen, and whom they missed."""
    rows = json.loads((out / "faces.json").read_text())
    page = out / "page.json"
    seen = {"Python": [row["python"] for row in rows]}
    if page.exists():
        by_file = json.loads(page.read_text())
        seen["page"] = [by_file[row["file"]] for row in rows]
    for name in dict.fromkeys(row["way"] for row in rows):
        print(f"\n{name}")
        for runtime, eyes in seen.items():
            of_way = [pair for pair in zip(rows, eyes, strict=True) if pair[0]["way"] == name]
            for distance in dict.fromkeys(row["distance"] for row, _ in of_way):
                here = [pair for pair in of_way if pair[0]["distance"] == distance]
                print(f"  {runtime:8}{distance:>4} pixels  {told(here)}")


def told(pairs: list[tuple[dict[str, Any], Any]]) -> str:
    """How many are found, their errors, and the names of the others."""
    off = [error(row, "eyes", eyes) for row, eyes in pairs]
    found = [pair for pair, each in zip(pairs, off, strict=True) if each < FOUND]
    missed = [row["who"] for (row, _), each in zip(pairs, off, strict=True) if each >= FOUND]
    known, own = (
        spread([error(row, of, eyes) for row, eyes in found if row[of]]) for of in ("eyes", "own")
    )
    figures = f"{len(found):3} of {len(pairs):3} ({len(found) / len(pairs):6.1%})"
    names = f"  missed: {', '.join(missed)}" if missed and pairs[0][0]["distance"] >= NAMED else ""
    return f"{figures}  off the known {known}  off its own {own}{names}"


def spread(off: list[float]) -> str:
    """The median and what 95 % stay below."""
    middle, most = np.percentile(off, (50, 95)) if off else (np.nan, np.nan)
    return f"{middle:5.1%} {most:5.1%}"


def error(row: dict[str, Any], of: str, eyes: Any) -> float:
    """How far off the eyes are, in parts of their distance; infinite where there are none."""
    if eyes is None:
        return float("inf")
    off = np.linalg.norm(np.array(eyes) - np.array(row[of]), axis=1)
    return float(off.mean() / row["distance"])


def compare(folder: Path, marks: Path, count: int) -> None:
    """Print how well the finder, the set's landmarks and a third's marks agree.

    Args:
        folder: Of photographs of people with their landmarks.
        marks: A JSON file: by the name of a photograph, x and y of its two eyes, or null.
        count: Of how many upright frontal faces.
    """
    third = json.loads(marks.read_text())
    aligner = Seen(Frame(), SIZE)
    eyes: list[tuple[Any, ...]] = []
    for face in people(folder):
        if len(eyes) < count and abs(face.tilt) < UPRIGHT and abs(face.sideways) < FRONTAL:
            content = (folder / "original images" / f"{face.name}.jpg").read_bytes()
            seen = aligner.look(content, face.pixels.shape[1])
            if seen is not None and third.get(face.name):
                eyes.append((seen, face.eyes, third[face.name]))
    sources = dict(zip(("finder", "landmarks", marks.stem), zip(*eyes, strict=True), strict=True))
    print(f"{len(eyes)} faces")
    print(agreement({name: np.array(places) for name, places in sources.items()}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["make", "table", "compare"])
    parser.add_argument("out", type=Path)
    parser.add_argument("marks", type=Path, nargs="?")
    parser.add_argument("--photographs", type=Path)
    parser.add_argument("--generated", type=Path)
    parser.add_argument("--faces", type=int, default=100)
    arguments = parser.parse_args()
    if arguments.what == "make":
        make(arguments.out, arguments.photographs, arguments.generated, arguments.faces)
    elif arguments.what == "table":
        table(arguments.out)
    elif arguments.marks is None:
        parser.error("compare needs the file of marks")
    else:
        compare(arguments.out, arguments.marks, arguments.faces)


if __name__ == "__main__":
    main()
