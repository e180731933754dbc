"""Writes a complete site from the built page and the shipped model: python export.py PAGE OUT."""

import base64
import gzip
import hashlib
import io
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from morphing_faces import load_model

page, out = map(Path, sys.argv[1:])
shutil.rmtree(out, ignore_errors=True)
shutil.copytree(page, out)
(out / "model").mkdir()
model = load_model("faces48")
folder = Path(sys.modules["morphing_faces"].__file__).parent / "models" / "faces48"
config = json.loads((folder / "config.json").read_text())


def pack(part: str) -> dict[str, object]:
    """Write a part of the model, packed; say what was written."""
    data = (folder / "onnx" / f"{part}.onnx").read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    packed = gzip.compress(data, 6, mtime=0)
    path = f"{part}.{sha256[:8]}.onnx.gz"
    (out / "model" / path).write_bytes(packed)
    return {"path": path, "size": len(packed), "unpacked": len(data), "sha256": sha256}


files = {part: pack(part) for part in ("decoder", "std", "encoder", "prior")}
files["prior"]["noise_size"] = model.noise_size
start = model.sample(np.random.default_rng(8), 1)[0]
png = io.BytesIO()
Image.fromarray(np.uint8(model.decode(start[None])[0] * 255 + 0.5)).save(png, "PNG")
(out / "model" / "start.png").write_bytes(png.getvalue())
golden = np.load(folder / "golden.npz")
pairs = [
    {"z": z.tolist(), "face": base64.b64encode(np.uint8(face * 255 + 0.5)).decode()}
    for z, face in zip(golden["z"][:4], golden["face"][:4], strict=True)
]
(out / "model" / "golden.json").write_text(json.dumps(pairs))
manifest = {
    "format": 1,
    "name": "faces48",
    "image": config["image"],
    "latent_size": config["latent_size"],
    "interesting": config["interesting"][:29],
    "decoder": files["decoder"]["sha256"],
    "files": files,
    "start": {"z": start.tolist(), "face": "start.png"},
    "golden": "golden.json",
    "credit": "The weights are for non-commercial research use.",
}
(out / "model" / "model.json").write_text(json.dumps(manifest))
url = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
index = (out / "index.html").read_text()
tag = f'<img id="start" alt="A face that a model made" src="{url}">'
(out / "index.html").write_text(index.replace("<!-- start face -->", tag))
