"""From a photograph to the face on the screen, and how close reconstructions of unseen ones come.

    python -m benchmarks.photo [--rounds 9] [--json]
    python -m benchmarks.photo --faces FACES --photographs 200 [--source fer2013.zip]

The first needs no data: a JPEG file of 4000 x 3000 pixels is made of a face that the model draws
itself, with noise as a camera has it. A program with a window on a virtual screen (Xvfb, TkAgg) is
told `photo FILE`, and the time runs until the X server has answered that the frame with the
photograph and its reconstruction is there; once in programs of their own, whose finder is not
loaded yet, and again and again in one whose finder is. Beside it, in the same run, the naive way
to the encoder's answer: Pillow decodes all pixels, the finder looks at all of them, OpenCV warps
at once; no window is drawn. (The finder misses faces as large as this one, so that its middle is
taken then.)

The second takes photographs of a face set's "test" split that the model never saw (fer2013.zip for
faces48), encodes them, refines some of them, and prints the error of the reconstructions beside
that of probabilistic PCA with as many components (ppca.npz in the model folder).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.hover import screen
from PIL import Image

from morphing_faces import load_model
from morphing_faces.model.folder import ModelFolder
from morphing_faces.pictures.enlarge import enlarge

WIDTH, HEIGHT = 4000, 3000
FACE, SMALL = 1400, 300
"""Sides of a face as it is cut out, in pixels; the small one is 7.5 % as wide as the photograph."""
STEPS = 10


def make_photograph(model: ModelFolder, path: Path, side: int = FACE) -> None:
    """Write a JPEG file of 12 megapixels with a face of the model in its middle."""
    import cv2

    rng = np.random.default_rng(0)
    face = enlarge(model.decode(np.zeros((1, model.latent_size), np.float32))[0], side, side)
    picture = np.full((HEIGHT, WIDTH), float(face[[0, -1]].mean()))
    top, left = (HEIGHT - side) // 2, (WIDTH - side) // 2
    picture[top : top + side, left : left + side] = face
    picture = cv2.GaussianBlur(picture, (0, 0), 3) + 4 * rng.standard_normal(picture.shape)
    colours = np.dstack([picture * tint for tint in (1.05, 0.95, 0.88)]).clip(0, 255)
    Image.fromarray(colours.astype(np.uint8)).save(path, "JPEG", quality=92)


def play(model: str, path: str, rounds: int) -> None:
    """In a process with a window: take the photograph so often; print seconds as JSON."""
    from morphing_faces.session.session import Session
    from morphing_faces.views.window.window import Window

    session = Session(load_model(model), seed=0)
    window = Window(session)
    widget: Any = window._canvas.get_tk_widget()  # type: ignore[attr-defined]
    times: list[float] = []
    state = {"asked": 0.0, "ticks": 0}
    show = window._scene.show

    def shown(view: Any) -> None:
        show(view)
        if state["asked"] and view.photograph is not None:
            widget.update_idletasks()
            widget.winfo_pointerx()  # the X server answers when it has drawn
            times.append(time.perf_counter() - state["asked"])
            state["asked"] = 0.0

    window._scene.show = shown  # type: ignore[method-assign]

    def tick() -> None:
        state["ticks"] += 1
        if state["asked"] or state["ticks"] < 20:
            return
        if len(times) >= rounds:
            window.close()
            return
        session.morpher.randomise()  # so that the photograph is not there yet
        state["asked"] = time.perf_counter()
        session.execute(f'photo "{path}"')
        window.refresh()

    window.run(tick)
    print(json.dumps(times))


def naive(model: ModelFolder, path: Path) -> Callable[[], None]:
    """All pixels, the finder on all of them, one warp."""
    import cv2

    from morphing_faces.faces.find.align import Frame, frame_transform
    from morphing_faces.faces.find.finder_file import find_network

    eyes, size = model.config.image.eyes, model.config.image.height
    assert eyes is not None
    network = str(find_network())
    detector = cv2.FaceDetectorYN.create(network, "", (WIDTH, HEIGHT), 0.5, 0.3, 50)

    def run() -> None:
        pixels = np.asarray(Image.open(path).convert("RGB"))
        rows: Any = detector.detect(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1]
        if rows is None:
            landmarks = np.array([[1700.0, 1320], [2300, 1320]])
        else:
            landmarks = max(rows, key=lambda row: row[2])[4:8].reshape(2, 2).astype(np.float64)
        transform = frame_transform(landmarks, Frame(*eyes), size)
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        face = cv2.warpAffine(grey, transform, (size, size)).astype(np.float32) / 255
        mean, _ = model.encode(face[None])
        model.decode(mean)

    return run


def speed(name: str, rounds: int) -> dict[str, float]:
    """Milliseconds of both ways."""
    model = load_model(name)
    with tempfile.TemporaryDirectory() as folder, screen() as display:
        path = Path(folder) / "photograph.jpg"
        make_photograph(model, path)
        environment = {**os.environ, "DISPLAY": display, "MPLBACKEND": "TkAgg"}

        def programs(count: int, photograph: Path = path) -> list[float]:
            words = ["--model", name, "--play", str(photograph), "--rounds", str(count)]
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.photo", *words],
                env=environment,
                stdout=subprocess.PIPE,
                check=True,
            )
            return [1000 * seconds for seconds in json.loads(done.stdout)]

        first = [programs(1)[0] for _ in range(3)]
        loaded = programs(rounds + 1)[1:]
        make_photograph(model, small := Path(folder) / "small.jpg", SMALL)
        small_face = programs(rounds + 1, small)[1:]
        run, plain = naive(model, path), []
        for _ in range(4):
            start = time.perf_counter()
            run()
            plain.append(1000 * (time.perf_counter() - start))
        return {
            "megabytes": path.stat().st_size / 1e6,
            "loaded_ms": statistics.median(loaded),
            "loaded_max_ms": max(loaded),
            "small_face_ms": statistics.median(small_face),
            "first_ms": statistics.median(first),
            "naive_ms": statistics.median(plain[1:]),
        }


def reconstruction(
    name: str, faces: Path, count: int, source: str | None
) -> list[tuple[str, int, list[float]]]:
    """Root mean squared errors by source: PCA, encoder, refined; all over the same photographs."""
    import pyarrow.parquet as pq

    from morphing_faces.evaluation.baselines.linear import read_ppca
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.session.refine import refine

    model, opened = load_model(name), load_faces(faces)
    baseline = read_ppca(model)
    if baseline is None:
        raise SystemExit(f"{name} has no ppca.npz")
    sources = np.array(pq.read_table(faces / "index.parquet", columns=["source"])["source"])
    test = opened.split("test")
    rows = []
    for each in sorted(set(sources[test])):
        if source not in (None, each):
            continue
        mine = test[sources[test] == each]
        chosen = np.sort(np.random.default_rng(0).permutation(mine)[:count])
        pictures = np.stack([opened.images[int(place)] for place in chosen])
        x = pictures.astype(np.float32) / 255
        z, _ = model.encode(x)
        flat = x.reshape(len(x), -1)
        linear = baseline.decode(baseline.posterior(flat)[0])
        steps = [list(refine(model, *pair, STEPS)) for pair in zip(x, z, strict=True)]
        squares = [
            ((flat - linear) ** 2).mean(axis=1),
            np.array([step[0].rmse ** 2 for step in steps]),
            np.array([step[-1].rmse ** 2 for step in steps]),
        ]
        rows.append((str(each), len(x), [float(np.sqrt(square.mean())) for square in squares]))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="faces48")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--faces", type=Path, help="a face set: measure reconstructions instead")
    parser.add_argument("--photographs", type=int, default=200, help="of each source")
    parser.add_argument("--source", help="of this source only")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--play", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.play:
        play(arguments.model, arguments.play, arguments.rounds)
        return
    if arguments.faces:
        found = (arguments.model, arguments.faces, arguments.photographs, arguments.source)
        rows = reconstruction(*found)
        if arguments.json:
            print(json.dumps(rows))
            return
        print(f"{'RMSE, range 0 to 1':24}{'photographs':>12}{'PCA':>9}{'encoder':>9}{'refined':>9}")
        for name, count, errors in rows:
            print(f"{name:24}{count:12}" + "".join(f"{error:9.4f}" for error in errors))
        return
    figures = speed(arguments.model, arguments.rounds)
    if arguments.json:
        print(json.dumps(figures))
        return
    print(
        f"a JPEG file of {WIDTH} x {HEIGHT} pixels, {figures['megabytes']:.1f} MB, to the screen:"
    )
    print(f"finder loaded     {figures['loaded_ms']:7.0f} ms (median; below 150 is asked for)")
    print(f"the same, largest {figures['loaded_max_ms']:7.0f} ms")
    print(f"a face of {SMALL} pixels{figures['small_face_ms']:6.0f} ms (of which more is decoded)")
    print(f"first photograph  {figures['first_ms']:7.0f} ms (finder and its packages loaded, too)")
    print(f"naive, no window  {figures['naive_ms']:7.0f} ms")
    print(f"ratio             {figures['naive_ms'] / figures['loaded_ms']:7.1f}")


if __name__ == "__main__":
    main()
