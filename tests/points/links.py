"""Writes links.json: points and their payloads, and payloads that must be refused.

    python -m tests.points.links

Payloads are packed here bit by bit, as text, so that neither language's code checks itself.
"""

import base64
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np

PATH = Path(__file__).with_name("links.json")
DECODER = "c0ffee42" + "0" * 56
DIMENSIONS = 4


def sealed(content: bytes) -> str:
    whole = content + zlib.crc32(content).to_bytes(4, "big")
    return base64.urlsafe_b64encode(whole).decode().replace("=", "")


def header(
    flags: int = 0,
    ranks: tuple[int, int] = (0, 1),
    reach: float = 1.0,
    version: int = 1,
    owner: str = DECODER[:8],
) -> bytes:
    return bytes([version, *bytes.fromhex(owner), flags, *ranks]) + struct.pack(">f", reach)


def narrow(z: list[float]) -> bytes:
    bits = "".join(format(round(value * 256) % 4096, "012b") for value in z)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def wide(z: list[float]) -> bytes:
    return b"".join(struct.pack(">f", value) for value in z)


def point(z: list[float], ranks: tuple[int, int], reach: float) -> dict[str, Any]:
    spread = any(abs(value) >= 7.99 for value in z)
    content = header(int(spread), ranks, reach) + (wide(z) if spread else narrow(z))
    return {"z": z, "selected": list(ranks), "reach": reach, "payload": sealed(content)}


def document() -> str:
    """The file's text."""
    random = (np.random.default_rng(4).integers(-800, 800, 5) / 256).tolist()
    good = [
        point([0.0] * 5, (0, 1), 1.0),
        point(random, (3, 2), 2.5),
        point([-7.984375, 7.984375, -0.00390625, 0.00390625, 1.0], (1, 0), 0.5),
        point([100.0, -0.5, 0.25, 8.0, 3.0], (2, 3), 1e6),
    ]
    z = [0.5] * 5
    whole = header() + narrow(z)
    bad = {
        "": "it is too short",
        "AAAA": "it is too short",
        "a+b": "it has characters that no link has",
        "A": "a part is missing",
        sealed(whole)[:-6] + "AAAAAA": "its checksum is wrong",
        sealed(header(version=2) + narrow(z)): "it has version 2",
        sealed(header(owner="00000000") + narrow(z)): "belongs to another model",
        sealed(header(flags=2) + narrow(z)): "it has unknown flags",
        sealed(header() + narrow([*z, 0.5])): "it has the wrong length",
        sealed(header(flags=1) + narrow(z)): "it has the wrong length",
        sealed(header(flags=1) + wide([*z[:4], float("nan")])): "a coordinate is not finite",
        sealed(header(ranks=(1, 1)) + narrow(z)): "it names dimensions that do not exist",
        sealed(header(ranks=(0, 4)) + narrow(z)): "it names dimensions that do not exist",
        sealed(header(reach=0.0) + narrow(z)): "its range is not allowed",
        sealed(header(reach=float("inf")) + narrow(z)): "its range is not allowed",
    }
    table = {
        "decoder": DECODER,
        "latent_size": 5,
        "dimensions": DIMENSIONS,
        "good": good,
        "bad": [{"payload": payload, "why": why} for payload, why in bad.items()],
    }
    return json.dumps(table, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8")
