"""Judges that no model was trained with: a recognition network, and the face finder."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from morphing_faces.evaluation.cache import Cache
from morphing_faces.evaluation.metrics import draws
from morphing_faces.evaluation.metrics.distances import nearest
from morphing_faces.evaluation.metrics.memorisation import Nearness, nearness
from morphing_faces.evaluation.metrics.recognition import RecognitionNetwork, recognised
from morphing_faces.evaluation.metrics.sample_quality import SampleQuality, look
from morphing_faces.faces.find.face import Face
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Doubles, Eyes, Floats, Pixels

MOST = 10_000
"""Training faces that samples are compared with; of a larger set, evenly spread ones."""
SIDE = 160
"""Of a picture as the finder sees it, in pixels, in the middle of as much plain ground again."""


@dataclass(frozen=True)
class Detection:
    """What the face finder makes of pictures.

    Attributes:
        name: What the pictures are.
        found: Share of them in which it finds a face.
        score: Mean score where it does, up to 1; 0 where it finds none.
    """

    name: str
    found: float
    score: float


@dataclass
class IndependentFindings:
    """What the judges found.

    Attributes:
        looks: Distances and shares in the recognition network's features, against one half of the
            held-out photographs; the first row is their other half.
        likeness: Mean cosine similarity of a held-out photograph and its reconstruction in the
            network's embedding of persons; None for a model without encoder.
        strangers: The same of two photographs that follow each other in the set.
        copies: How near samples are to training photographs in that embedding.
        detections: Of the face finder; empty where it is not at hand.
    """

    looks: list[SampleQuality] = field(default_factory=list)
    likeness: float | None = None
    strangers: float = 0.0
    copies: list[Nearness] = field(default_factory=list)
    detections: list[Detection] = field(default_factory=list)


def ask_recognition(
    network: RecognitionNetwork,
    model: Model,
    faces: FaceSet,
    eyes: Eyes,
    rows: NDArray[np.int64],
    samples: Floats,
    cache: Cache,
) -> IndependentFindings:
    """Compare a model's pictures with held-out photographs, and with those it was trained on.

    Args:
        network: The recognition network.
        model: The model.
        faces: The face set.
        eyes: Where the eyes are in its pictures, in parts of their side.
        rows: The held-out faces, [N] of them.
        samples: Random faces of the model, at least N/2.
        cache: Where the training faces' embeddings are kept.
    """
    references, others = draws.pictures(faces, rows[::2]), draws.pictures(faces, rows[1::2])
    looks, persons = recognised(network, references, eyes)
    found = IndependentFindings()
    sets = {"held-out photographs": others, f"{model.name}, samples": samples[: len(others)]}
    if encoder := ENCODING.of(model):
        name = f"{model.name}, reconstructions of held-out photographs"
        sets[name] = model.decode(encoder.encode(others)[0])
    embedded = {}
    for name, images in sets.items():
        features, embedded[name] = recognised(network, images, eyes)
        found.looks.append(look(name, features, looks, looks))
    photographs, drawn, *rebuilt = (_unit(vectors) for vectors in embedded.values())
    if rebuilt:
        found.likeness = float((photographs * rebuilt[0]).sum(axis=1).mean())
    found.strangers = float((photographs[1:] * photographs[:-1]).sum(axis=1).mean())
    train = faces.split("train")
    train = train[:: -(-len(train) // MOST)]

    def embed() -> tuple[dict[str, Doubles], dict[str, int]]:
        return {"persons": recognised(network, draws.pictures(faces, train), eyes)[1]}, {}

    training = _unit(cache.get("recognition", {"count": len(train)}, embed)[0]["persons"])
    held_out = np.concatenate([photographs, _unit(persons)])
    found.copies.append(
        nearness(
            "recognition network",
            nearest(held_out, training)[1][:, 0],
            nearest(drawn, training)[1][:, 0],
        )
    )
    return found


def ask_finder(find: Callable[[Pixels], list[Face]], sets: dict[str, Floats]) -> list[Detection]:
    """In how many pictures a face is found, and how surely.

    Args:
        find: Of a finder; see faces.find.finder.Finder.find.
        sets: Pictures in [0, 1], [N, H, W] or [N, H, W, 3], by what they are.
    """
    rows = []
    for name, images in sets.items():
        scores = [max((face.score for face in find(_framed(image))), default=0) for image in images]
        sure = np.array([score for score in scores if score > 0])
        rows.append(
            Detection(name, len(sure) / len(scores), float(sure.mean()) if len(sure) else 0)
        )
    return rows


def _framed(image: Floats) -> Pixels:
    """A picture, enlarged, on plain ground: uint8 [2 SIDE, 2 SIDE, 3]."""
    import cv2

    colours = np.rint(255 * np.clip(image, 0, 1)).astype(np.uint8)
    large = cv2.resize(colours, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    if large.ndim == 2:
        large = np.repeat(large[:, :, None], 3, axis=2)
    canvas = np.full((2 * SIDE, 2 * SIDE, 3), 128, np.uint8)
    canvas[SIDE // 2 : SIDE // 2 + SIDE, SIDE // 2 : SIDE // 2 + SIDE] = large
    return canvas


def _unit(vectors: Doubles) -> Doubles:
    unit: Doubles = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
