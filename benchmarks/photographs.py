"""Photographs taken by Python and by the page, side by side.

python benchmarks/photographs.py take FACES OUT [COUNT]
node web/benchmarks/photographs.mjs SITE OUT
python benchmarks/photographs.py compare OUT

FACES is a folder with the archives utkface.zip, lfw.zip, generated.zip and fer2013.zip; COUNT of
their photographs go into OUT, beside what Python makes of them. A photograph of twelve megapixels,
with a generated face in it, is there to measure time with. SITE is what `morphing-faces site
--export` wrote, with the face finder.
"""

import io
import json
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morphing_faces import load_model
from morphing_faces.errors import MorphingFacesError
from morphing_faces.session.photographs import PhotoEncoder

ARCHIVES = ("utkface", "lfw", "generated", "fer2013")
ROUNDS = 7
SHARES = (50, 95, 100)


def jpegs(archive: zipfile.ZipFile) -> list[str]:
    return sorted(name for name in archive.namelist() if name.endswith(".jpg"))


def take(faces: Path, out: Path, count: int) -> None:
    """Choose photographs, and let Python take them."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    model = load_model("faces48")
    camera = PhotoEncoder(model)
    rows = []
    for source in ARCHIVES:
        with zipfile.ZipFile(faces / f"{source}.zip") as archive:
            chosen = rng.choice(jpegs(archive), count // len(ARCHIVES), replace=False)
            for number, name in enumerate(chosen):
                content = archive.read(str(name))
                row: dict[str, Any] = {"file": f"{source}-{number}.jpg", "source": source}
                (out / row["file"]).write_bytes(content)
                try:
                    portrait = camera(row["file"], content)
                except MorphingFacesError as error:
                    row["said"] = str(error)
                else:
                    _, std = model.encode(portrait.image[None])
                    levels = np.rint(255 * portrait.image).astype(int).ravel().tolist()
                    row |= {"z": portrait.z.tolist(), "std": std[0].tolist(), "levels": levels}
                rows.append(row)
    with zipfile.ZipFile(faces / "generated.zip") as archive:
        content = large(archive.read(jpegs(archive)[0]))
    (out / "large.jpg").write_bytes(content)
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        model.decode(camera("large.jpg", content).z[None])
        times.append(1000 * (time.perf_counter() - begun))
    (out / "python.json").write_text(json.dumps(rows))
    print(f"12 megapixels, photograph to face in Python: {np.median(times):.0f} ms")


def large(face: bytes) -> bytes:
    """A JPEG file as a telephone's camera makes it: a face before blurred noise, and grain."""
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (300, 400, 3), np.uint8)
    picture = Image.fromarray(noise).resize((4000, 3000), Image.Resampling.BICUBIC)
    person = Image.open(io.BytesIO(face)).convert("RGB")
    picture.paste(person.resize((1600, 1600), Image.Resampling.LANCZOS), (1300, 700))
    grain = rng.normal(0, 3, (3000, 4000, 1))
    pixels = np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=92)
    return stream.getvalue()


def compare(out: Path) -> None:
    """Print how far the page's latent points and pictures are from Python's."""
    model = load_model("faces48")
    python = json.loads((out / "python.json").read_text())
    page = json.loads((out / "page.json").read_text())["taken"]
    print(f"{'source':<11}{'both':>5}{'one':>5}   z in posterior stds: median, 95 %, most")
    for source in (*ARCHIVES, None):
        rows = [row for row in python if source in (row["source"], None)]
        both = [row for row in rows if "z" in row and page[row["file"]]]
        one = sum(("z" in row) != bool(page[row["file"]]) for row in rows)
        theirs = [page[row["file"]] for row in both]
        z, std, levels = (array(both, key) for key in ("z", "std", "levels"))
        other, drawn = array(theirs, "z"), array(theirs, "levels")
        off = np.abs(other - z) / std
        faces = 255 * np.abs(model.decode(other) - model.decode(z)).reshape(len(z), -1)
        name = source or "all"
        print(f"{name:<11}{len(both):>5}{one:>5}   {spread(off)}")
        print(f"{'':24}root mean square of a face's: {spread(rms(off))}")
        print(f"{'':24}aligned, levels: {spread(np.abs(drawn - levels))}")
        print(f"{'':24}decoded, levels: {spread(faces)}; RMS of a face: {spread(rms(faces))}")


def array(rows: list[dict[str, Any]], key: str) -> NDArray[np.float32]:
    return np.array([row[key] for row in rows], np.float32)


def rms(values: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    return np.asarray(np.sqrt(np.square(values).mean(axis=1)))


def spread(values: NDArray[np.floating[Any]]) -> str:
    return ", ".join(f"{value:.3f}" for value in np.percentile(values, SHARES))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["take", faces, out, *rest]:
            take(Path(faces), Path(out), int(rest[0]) if rest else 200)
        case ["compare", out]:
            compare(Path(out))
        case _:
            sys.exit(__doc__)
