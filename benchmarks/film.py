"""How long films take and how much memory, beside the way that comes to mind first.

    python benchmarks/film.py [--model MODEL] [--json]

Both make a walk through the latent space, each in a process of its own that starts afresh: ours is
`morphing-faces render walk`. The naive way decodes all faces, has Pillow enlarge them (Lanczos, as
ours), keeps the pictures in a list, and has Pillow write GIF and WebP films (`save_all`), and PyAV
MP4 films with x264's usual settings, as in PyAV's own example. Memory is the largest resident size
of the process, as the system counts it (ru_maxrss).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

FILMS = (
    (".mp4", 512, 30, 10),
    (".mp4", 512, 30, 100),
    (".gif", 256, 20, 10),
    (".gif", 256, 20, 100),
    (".webp", 512, 30, 10),
)
"""Suffix, side in pixels, frames a second, seconds."""
STEPS_PER_SECOND = 2.0


@dataclass(frozen=True)
class Cost:
    """Of making a film.

    Seconds from start to end; seconds of all cores; the largest resident size and the file, in
    megabytes.
    """

    seconds: float
    work: float
    memory: float
    size: float


def naive(model: str, path: Path, side: int, fps: int, seconds: int) -> None:
    import av
    import numpy as np
    from PIL import Image

    from morphing_faces import Morpher, load_model

    morpher = Morpher(load_model(model), seed=1)
    faces = []
    for _ in range(seconds * fps):
        faces.append(morpher.face())
        morpher.walk_step(STEPS_PER_SECOND / fps)
    pictures = [
        Image.fromarray((255 * face).round().astype(np.uint8)).resize(
            (side, side), Image.Resampling.LANCZOS
        )
        for face in faces
    ]
    if path.suffix != ".mp4":
        first, *others = pictures
        first.save(path, save_all=True, append_images=others, duration=1000 // fps, loop=0)
        return
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width = stream.height = side
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def measure(command: list[str], path: Path) -> Cost:
    """Run a command; this process stays small, because its size counts for its children."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    if status:
        sys.exit(f"{' '.join(command)} failed")
    work = usage.ru_utime + usage.ru_stime
    return Cost(seconds, work, usage.ru_maxrss / 1e3, path.stat().st_size / 1e6)


def compare(model: str, suffix: str, side: int, fps: int, seconds: int) -> tuple[Cost, Cost]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ours{suffix}"
        words = ["-m", "morphing_faces.cli", "render", "walk", "--seed", "1", "--out", str(path)]
        words += ["--model", model, "--size", str(side), "--fps", str(fps)]
        ours = measure([*words, "--seconds", str(seconds)], path)
        path = Path(folder) / f"naive{suffix}"
        words = [__file__, "--model", model, "--naive", str(path), str(side), str(fps)]
        return ours, measure([*words, str(seconds)], path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="faces48", help="a shipped model's name, or a folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object a film")
    parser.add_argument("--naive", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.naive:
        path, *numbers = arguments.naive
        naive(arguments.model, Path(path), *map(int, numbers))
        return
    if not arguments.json:
        kinds = ("seconds", "seconds of cores", "MB of memory", "MB of file")
        print(" " * 26 + "".join(f"{kind:>24}" for kind in kinds))
        print(" " * 26 + len(kinds) * f"{'ours':>8}{'naive':>8}{'ratio':>8}")
    for suffix, side, fps, seconds in FILMS:
        ours, other = compare(arguments.model, suffix, side, fps, seconds)
        if arguments.json:
            film = {"suffix": suffix, "side": side, "fps": fps, "length": seconds}
            print(json.dumps({**film, "ours": asdict(ours), "naive": asdict(other)}))
            continue
        pairs = zip(asdict(ours).values(), asdict(other).values(), strict=True)
        figures = "".join(f"{a:8.1f}{b:8.1f}{a / b:8.2f}" for a, b in pairs)
        print(f"{f'{suffix} {side} px {fps}/s {seconds} s':26}{figures}", flush=True)


if __name__ == "__main__":
    main()
