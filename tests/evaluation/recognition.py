"""Files of the recognition network, with weights of our own."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from morphing_faces.evaluation.metrics.recognition import STAGES
from morphing_faces.evaluation.metrics.recognition_files import MANIFEST, WEIGHTS


def shapes() -> dict[str, tuple[int, ...]]:
    """The layers of the network as its manifest lists them."""
    convolutions = {"conv32_down": (7, 3, 32)}
    before = 32
    for channels, blocks in STAGES:
        names = [f"conv{channels}_{number}" for number in range(1, blocks + (channels == 32))]
        names = names if channels == 32 else [f"conv{channels}_down", *names]
        for name in names:
            convolutions[f"{name}/conv1"] = (3, before, channels)
            convolutions[f"{name}/conv2"] = (3, channels, channels)
            before = channels
    for part in ("conv1", "conv2"):
        convolutions[f"conv256_down_out/{part}"] = (3, 256, 256)
    found: dict[str, tuple[int, ...]] = {}
    for name, (side, inward, outward) in convolutions.items():
        found[f"{name}/conv/filters"] = (side, side, inward, outward)
        for part in ("conv/bias", "scale/weights", "scale/biases"):
            found[f"{name}/{part}"] = (outward,)
    return found | {"fc": (256, 128)}


def write_recognition(folder: Path) -> tuple[Path, Path]:
    """A manifest and weights of the right shapes, drawn at random."""
    rng = np.random.default_rng(0)
    entries, raw = [], b""
    for name, shape in shapes().items():
        fan = np.prod(shape[:-1]) if len(shape) > 1 else 1
        size = 3.0 / np.sqrt(fan) if "scale/weights" not in name else 1.0
        low = -size / 2 if "scale/weights" not in name else 0.5
        entry: dict[str, Any] = {"name": name, "shape": list(shape), "dtype": "float32"}
        packed = rng.integers(0, 256, shape, np.uint8)
        scale = float(size / 255)
        if name.startswith("conv64_"):  # as in the published file, which has some in 32 bits
            raw += (packed * scale + low).astype("<f4").tobytes()
        else:
            raw += packed.tobytes()
            entry["quantization"] = {"dtype": "uint8", "scale": scale, "min": float(low)}
        entries.append(entry)
    (folder / MANIFEST).write_text(json.dumps([{"weights": entries, "paths": [WEIGHTS]}]))
    (folder / WEIGHTS).write_bytes(raw)
    return folder / MANIFEST, folder / WEIGHTS
