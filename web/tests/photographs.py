"""Writes photographs of nobody for the page to take, and what Python makes of them.

python -m web.tests.photographs OUT

The faces are the model's own, enlarged and put into larger pictures. OUT/photographs.json says what
Python makes of each; "taken" is empty where the face finder is not at hand.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, features
from tests.faces.crowds import rows, selfie
from tests.faces.formats import planted
from web.tests import formats

from morphing_faces import load_model
from morphing_faces.errors import SourceError
from morphing_faces.faces.find.choice import EyePixels
from morphing_faces.faces.find.finder_file import find_network
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.points.resolve import Portrait
from morphing_faces.session.photographs import PhotoEncoder

SEEDS = (25, 3, 8)
HAND = (182.0, 192.0, 300.0, 192.0)
ORIENTATION = 0x0112

out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
model = load_model("faces48")
camera = PhotoEncoder(model)


def face(seed: int, size: int) -> Image.Image:
    """A face of the model, in a warm grey."""
    z = model.sample(np.random.default_rng(seed), 1)
    levels = np.asarray(Image.fromarray(enlarge(model.decode(z)[0], size, size)).convert("RGB"))
    return Image.fromarray((levels * (1.0, 0.94, 0.88)).astype(np.uint8))


def picture(width: int, height: int, *faces: tuple[int, int, int, int]) -> Image.Image:
    """Faces (seed, size, left, top) before a wall that grows lighter to the right."""
    slope = np.linspace(120, 190, width)[None, :, None] * np.array([1.0, 0.98, 0.94])
    wall = np.broadcast_to(slope, (height, width, 3)).astype(np.uint8)
    result = Image.fromarray(wall)
    for seed, size, left, top in faces:
        result.paste(face(seed, size), (left, top))
    return result


def described(portrait: Portrait) -> dict[str, Any]:
    """What a portrait is, and how certain the encoder is of it."""
    _, std = model.encode(portrait.image[None])
    levels = np.rint(255 * portrait.image).astype(int).ravel().tolist()
    return {"z": portrait.z.tolist(), "std": std[0].tolist(), "levels": levels}


one = picture(900, 700, (SEEDS[0], 420, 240, 120))
one.save(out / "one.jpg", quality=92)
one.save(out / "one.png")
sideways = Image.Exif()
sideways[ORIENTATION] = 6
one.rotate(90, expand=True).save(out / "sideways.jpg", quality=92, exif=sideways)
one.rotate(90, expand=True).save(out / "lying.png")
if features.check("avif"):
    one.save(out / "one.avif", quality=95)
see_through = one.convert("RGBA")
see_through.putalpha(
    Image.fromarray(np.where(np.arange(900) < 800, 255, 90).astype(np.uint8)[None].repeat(700, 0))
)
see_through.save(out / "see-through.png")
picture(3200, 2400, (SEEDS[1], 1300, 900, 500)).save(out / "large.jpg", quality=90)
places = ((SEEDS[0], 300, 60, 250), (SEEDS[1], 420, 420, 180), (SEEDS[2], 260, 900, 300))
picture(1200, 800, *places).save(out / "several.jpg", quality=92)
Image.fromarray(rows(40, 8, 40, 60)[0]).save(out / "class.png")
Image.fromarray(rows(24, 6, 90, 110)[0]).save(out / "class-of-24.png")
Image.fromarray(selfie(1000, 0.08)[0]).save(out / "selfie.jpg", quality=92)
picture(480, 480, (SEEDS[0], 286, 97, 86)).save(out / "by-hand.png")
picture(400, 300).save(out / "nobody.png")
picture(400, 300, (SEEDS[1], 28, 180, 130)).save(out / "far.png")

found: list[dict[str, Any]] = []
other: dict[str, Any] | None = None
try:
    find_network()
except SourceError:
    pass
else:
    files = [
        "one.jpg",
        "one.png",
        "one.avif",
        "sideways.jpg",
        "see-through.png",
        "large.jpg",
        "several.jpg",
    ]
    there = [name for name in files if (out / name).exists()]
    found = [{"file": name, **described(camera.take(out / name))} for name in there]
    other = described(camera.take(out / "several.jpg", 3))
eyes: EyePixels = HAND
hand = {"file": "by-hand.png", "eyes": eyes, **described(camera.take(out / "by-hand.png", eyes))}
(out / "planted").mkdir(exist_ok=True)
for name, content in planted.photographs(one).items():
    (out / "planted" / name).write_bytes(content)
told = {
    "taken": found,
    "third": other,
    "hand": hand,
    "formats": formats.write(out / "formats"),
    "traces": [base64.b64encode(trace).decode() for trace in planted.TRACES],
}
(out / "photographs.json").write_text(json.dumps(told))
