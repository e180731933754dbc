"""Writes photographs.json: what OpenCV and this package make of pictures that a formula draws.

    python -m tests.faces.find.recorded

The page finds and aligns faces by programs of its own; its tests compare them with this table, and
a test of this package holds the table to what it says.
"""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np

from morphing_faces.faces.find.align import similarity, warp
from morphing_faces.faces.find.finder import SCORE_FLOOR, Finder
from morphing_faces.faces.find.finder_file import find_network
from morphing_faces.faces.find.yunet import KINDS, MAX_BOXES, OVERLAP, STRIDES
from morphing_faces.types import Pixels
from tests.faces.drawing import Person, draw_face, placed

PATH = Path(__file__).with_name("photographs.json")
WIDTH, HEIGHT = 61, 47
SIDE = 128

WARPS: list[dict[str, Any]] = [
    {"name": "enlarged, cubically", "eyes": [[20.5, 20.25], [27.5, 23]], "size": 24},
    {"name": "shrunk a little", "eyes": [[12, 20.5], [47, 19.25]], "size": 24},
    {"name": "shrunk much", "eyes": [[2.25, 30], [58, 21.5]], "size": 6},
    {"name": "beyond the border", "eyes": [[-8, 5], [14, 60]], "size": 16},
    {"name": "a draft, enlarged", "eyes": [[20.5, 20.25], [27.5, 23]], "size": 24, "draft": True},
    {"name": "a draft, shrunk", "eyes": [[4, 30], [56, 21.5]], "size": 16, "draft": True},
    {"name": "in grey", "eyes": [[15.5, 20], [44.5, 23]], "size": 24, "grey": True},
]
FITS = [(61, 47, 40), (61, 47, 150), (60, 40, 39), (24, 61, 60)]


def drawn(width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """A picture whose pixels any language can compute, with edges, slopes and noise.

    Returns:
        uint8 [height, width, 3].
    """
    y, x, channel = np.ogrid[:height, :width, :3]
    noise = (x * 7919 + y * 104729 + channel * 1299709 + x * y * 31) % 61
    slope = (3 * x + 2 * y + 40 * channel) % 150
    edge = np.where((x // 9 + y // 7) % 2, 44, 0)
    return np.asarray(slope + noise + edge, np.uint8)


def eyes_to(eyes: list[list[float]], size: int) -> np.ndarray:
    return similarity(np.array(eyes), np.array([[0.29, 0.37], [0.71, 0.37]]) * size)


def warped(case: dict[str, Any]) -> list[int]:
    picture = drawn()
    if case.get("grey"):
        picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    transform = eyes_to(case["eyes"], case["size"])
    made = warp(picture, transform, case["size"], draft=case.get("draft", False))
    return [int(value) for value in made.reshape(-1)]


def fitted(width: int, height: int, side: int) -> list[int]:
    """The square that the finder is shown of a whole picture, row 0, the middle, the last."""
    shown: list[Pixels] = []
    finder = Finder.__new__(Finder)
    finder._network = SimpleNamespace(detect=lambda square: shown.append(square) or [])  # type: ignore[assignment,func-returns-value]
    finder._fit(drawn(width, height), side)
    return [int(value) for value in shown[0][[0, side // 2, side - 1]].reshape(-1)]


def crowd() -> Pixels:
    """A square with three faces of different sizes, uint8 [SIDE, SIDE, 3]."""
    picture, _ = placed(draw_face(), width=SIDE, height=SIDE, scale=0.19, centre=(34, 40))
    for scale, x, y in ((0.14, 96, 34), (0.12, 70, 98)):
        other, _ = placed(
            draw_face(Person(seed=x)), width=SIDE, height=SIDE, scale=scale, centre=(x, y)
        )
        half = int(170 * scale)
        picture[y - half : y + half, x - half : x + half] = other[
            y - half : y + half, x - half : x + half
        ]
    return picture


def seen() -> dict[str, Any]:
    """What the network says of the crowd, and what OpenCV reads in it.

    Cells that are far from certain are left out.
    """
    path = find_network()
    square = cv2.cvtColor(crowd(), cv2.COLOR_RGB2BGR)
    net = cv2.dnn.readNetFromONNX(str(path))
    net.setInput(cv2.dnn.blobFromImage(square))
    names = [f"{kind}_{stride}" for kind in KINDS for stride in STRIDES]
    outputs = dict(zip(names, net.forward(names), strict=True))
    cells: list[dict[str, Any]] = []
    for stride in STRIDES:
        values = {
            kind: outputs[f"{kind}_{stride}"].reshape(-1, n)
            for kind, n in zip(KINDS, (1, 1, 4, 10), strict=True)
        }
        sure = np.flatnonzero((values["cls"] * values["obj"])[:, 0] > 0.1)
        cells += [
            {"stride": stride, "cell": int(cell)}
            | {kind: [float(f"{v:.7g}") for v in values[kind][cell]] for kind in KINDS}
            for cell in sure
        ]
    detector = cv2.FaceDetectorYN.create(
        str(path), "", (SIDE, SIDE), SCORE_FLOOR, OVERLAP, MAX_BOXES
    )
    rows = np.asarray(detector.detect(square)[1])
    faces = [
        {"landmarks": [float(f"{v:.7g}") for v in row[4:14]], "score": float(f"{row[14]:.7g}")}
        for row in sorted(rows, key=lambda row: -row[14])
    ]
    return {"side": SIDE, "cells": cells, "faces": faces}


def document() -> dict[str, Any]:
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "warps": [case | {"pixels": warped(case)} for case in WARPS],
        "fits": [
            {"width": w, "height": h, "side": side, "rows": fitted(w, h, side)}
            for w, h, side in FITS
        ],
        "seen": seen(),
    }


if __name__ == "__main__":
    PATH.write_text(json.dumps(document(), separators=(",", ":")) + "\n", encoding="utf-8")
