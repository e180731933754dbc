"""A model folder that is linear both ways, and faces whose labels its latent points decide."""

from pathlib import Path

import numpy as np

from morphing_faces.faces.set.faceset import LANDMARKS
from morphing_faces.faces.set.writer import FaceSetWriter
from morphing_faces.faces.splits import split_of
from morphing_faces.model.config import FORMAT, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.folder_layout import DECODER, ENCODER
from morphing_faces.model.onnx.graphs import decoder_graph, encoder_graph
from morphing_faces.model.onnx.quantise import Layer
from morphing_faces.model.write import write_model
from morphing_faces.probing.measures import _oval
from tests.tiny import EYES, made_card

SIDE = 16
LATENT = 6
STEP = 0.4


def basis() -> np.ndarray:
    """What each of L coordinates adds to a picture, [L, pixels].

    The first one is brightness; the others have no mean, and in the face's oval no slope either.
    """
    x, y = np.meshgrid(np.arange(SIDE) - 7.5, np.arange(SIDE) - 7.5)
    face, flat = _oval((SIDE, SIDE)).ravel(), np.ones(SIDE * SIDE)
    none = np.stack([flat, face, face * x.ravel(), face * y.ravel()], axis=1)
    patterns = np.random.default_rng(3).standard_normal((LATENT - 1, SIDE * SIDE))
    patterns -= patterns @ none @ np.linalg.pinv(none)
    rows = np.linalg.qr(np.array([flat, *patterns]).T)[0].T
    rows[0] = np.abs(rows[0])
    scaled: np.ndarray = rows * STEP
    return scaled


def linear(weight: np.ndarray, bias: np.ndarray) -> tuple[Layer, Layer]:
    """Two layers with rectified units between them that compute x @ weight + bias."""
    size = weight.shape[0]
    both = np.concatenate([np.eye(size), -np.eye(size)], axis=1)
    return (
        Layer(both.astype(np.float32), np.zeros(2 * size, np.float32)),
        Layer(np.concatenate([weight, -weight]).astype(np.float32), bias.astype(np.float32)),
    )


def linear_model(folder: Path, *, encoder: bool = True, name: str = "linear") -> Path:
    """Decode z to 0.5 + z @ basis, and encode it back exactly while no pixel is clipped."""
    rows = basis()
    back = rows.T / STEP**2
    hidden, mean = linear(rows, np.full(SIDE**2, 0.5))
    first, posterior = linear(back, -0.5 * back.sum(axis=0))
    spread = Layer(np.zeros((2 * SIDE**2, LATENT), np.float32), np.full(LATENT, -5, np.float32))
    shape = (SIDE, SIDE)
    contents = {DECODER: decoder_graph([hidden], mean, shape).SerializeToString()}
    if encoder:
        graph = encoder_graph([first], posterior, spread, shape, -10.0)
        contents[ENCODER] = graph.SerializeToString()
    config = ModelConfig(
        format=FORMAT,
        name=name,
        image=ImageConfig(*shape, 1, EYES),
        latent_size=LATENT,
        interesting=tuple(RankedDimension(i, 5.0 - i, 0.0, 1.0) for i in (0, 2, 1, 3, 4, 5)),
        files={},
    )
    card = f"# {name}\n\nA model.\n\n## Licence\n\nNone.\n"
    write_model(folder, config, contents, card)
    return folder


def planted_faces(folder: Path, *, count: int = 3000, expressions: bool = True) -> Path:
    """Faces at z ~ N(0, I), a little noise in their pixels, with labels that z decides.

    - age: 50 + 10 z1, and 3 of noise, of two faces in three;
    - happy: z2 + 0.75 z1 above half a standard deviation; sad, where it is below minus as much;
    - turn: the nose is 5 z3 percent of the eyes' distance to the right.
    """
    rng = np.random.default_rng(0)
    z = rng.standard_normal((count, LATENT))
    pictures = 255 * (0.5 + z @ basis()) + 2 * rng.standard_normal((count, SIDE**2))
    images = pictures.clip(0, 255).round().astype(np.uint8).reshape(count, SIDE, SIDE)
    smile = (z[:, 2] + 0.75 * z[:, 1]) / 1.25
    with FaceSetWriter(folder, SIDE, 1) as writer:
        for number, image in enumerate(images):
            sha256 = f"{number:064x}"
            row: dict[str, object] = {"source": "made", "name": f"{number}.png"}
            row |= {"sha256": sha256, "score": 1.0, "split": split_of(None, sha256)}
            row |= dict(zip(LANDMARKS, photographed(z[number, 3]), strict=True))
            if number % 3:
                row["age"] = int(np.clip(50 + 10 * z[number, 1] + 3 * rng.standard_normal(), 0, 99))
            if expressions:
                mood = smile[number]
                row["expression"] = "happy" if mood > 0.5 else "sad" if mood < -0.5 else "neutral"
            writer.add(image, row)
        writer.finish(made_card(SIDE, count))
    return folder


def photographed(turned: float) -> list[float]:
    """Landmarks in a photograph of another size, with the nose to one side; x and y in turn."""
    points = np.array([0, 1, 0.5 + 0.05 * turned + 0.6j, 0.1 + 1.1j, 0.9 + 1.1j])
    placed = 30 + 40j + points * (50 + 12j)
    return [float(value) for point in placed for value in (point.real, point.imag)]
