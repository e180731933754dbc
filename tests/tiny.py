"""A model folder small enough to make in every test: the shipped model's shape, fewer units."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from morphing_faces.model.config import FORMAT, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.directions import Direction, Score, Unit, write_directions
from morphing_faces.model.folder_layout import DECODER, DIRECTIONS, ENCODER, STD
from morphing_faces.model.onnx.graphs import decoder_graph, encoder_graph, std_graph
from morphing_faces.model.onnx.quantise import Layer
from morphing_faces.model.write import write_model

if TYPE_CHECKING:
    from morphing_faces.faces.set.faceset import Card

SHAPE = (48, 48)
LATENT = 40
HIDDEN = 32
FLOOR = -10.0
EYES = ((0.29, 0.37), (0.71, 0.37))


def layer(rng: np.random.Generator, inputs: int, outputs: int, scale: float = 1.0) -> Layer:
    weight = rng.standard_normal((inputs, outputs)) * scale / np.sqrt(inputs)
    bias = rng.standard_normal(outputs) * 0.1
    return Layer(weight.astype(np.float32), bias.astype(np.float32))


def tiny_model(
    folder: Path,
    *,
    name: str = "tiny",
    latent: int = LATENT,
    seed: int = 0,
    shape: tuple[int, ...] = SHAPE,
    directions: tuple[Direction, ...] = (),
) -> Path:
    """Write a model of random layers whose faces vary smoothly around mid-grey.

    Faces are [H, W] or [H, W, 3]; only in square ones the model says where eyes lie.
    """
    rng = np.random.default_rng(seed)
    pixels = math.prod(shape)
    hidden = [layer(rng, latent, HIDDEN), layer(rng, HIDDEN, HIDDEN)]
    mean = Layer(layer(rng, HIDDEN, pixels, scale=0.3).weight, np.full(pixels, 0.5, np.float32))
    encoder = [layer(rng, pixels, HIDDEN), layer(rng, HIDDEN, HIDDEN)]
    posterior = layer(rng, HIDDEN, latent), layer(rng, HIDDEN, latent)
    contents = {
        DECODER: decoder_graph(hidden, mean, shape).SerializeToString(),
        STD: std_graph([layer(rng, HIDDEN, pixels)], shape, FLOOR).SerializeToString(),
        ENCODER: encoder_graph(encoder, *posterior, shape, FLOOR).SerializeToString(),
    }
    if directions:
        contents[DIRECTIONS] = write_directions(directions)
    order = rng.permutation(latent)[:29]
    eyes = EYES if shape[0] == shape[1] else None
    config = ModelConfig(
        format=FORMAT,
        name=name,
        image=ImageConfig(shape[0], shape[1], 3 if len(shape) == 3 else 1, eyes),
        latent_size=latent,
        interesting=tuple(
            RankedDimension(int(index), 5.0 / (rank + 1), 0.0, 1.0)
            for rank, index in enumerate(order)
        ),
        files={},
    )
    write_model(folder, config, contents, f"# {name}\n")
    return folder


def tiny_directions(latent: int = LATENT, seed: int = 0) -> tuple[Direction, ...]:
    """Three directions; a step of the first drags the second along."""
    first, second, third = np.random.default_rng(seed).standard_normal((3, latent), np.float32)
    return (
        Direction(
            "age",
            "label",
            first,
            0.25,
            Score("R2", 0.625, 400),
            Unit(14.0, "years"),
            ("younger", "older"),
            {"happy": -0.5},
        ),
        Direction("happy", "label", second, -0.5, Score("AUC", 0.875, 300), leakage={"age": 0.125}),
        Direction("svd-1", "unsupervised", third),
    )


def tiny_faces(
    folder: Path, *, count: int = 400, size: int = 8, seed: int = 0, labels: bool = False
) -> Path:
    """Write a face set of smooth pictures that six numbers each describe, and a little noise.

    With labels, most have an age and a gender that the first two numbers decide, and some an
    expression; half of them come from another source.
    """
    from morphing_faces.faces.set.faceset import LANDMARKS
    from morphing_faces.faces.set.writer import FaceSetWriter
    from morphing_faces.faces.splits import split_of

    rng = np.random.default_rng(seed)
    basis = rng.standard_normal((6, size * size))
    numbers = rng.standard_normal((count, 6))
    pictures = 128 + 25 * numbers @ basis + 4 * rng.standard_normal((count, size * size))
    images = pictures.clip(0, 255).astype(np.uint8).reshape(count, size, size)
    with FaceSetWriter(folder, size, 1) as writer:
        for number, image in enumerate(images):
            sha256 = f"{number:064x}"
            row = {"source": "made", "name": f"{number}.png", "sha256": sha256, "score": 1.0}
            row |= {"split": split_of(None, sha256), **dict.fromkeys(LANDMARKS, 0.0)}
            if labels:
                row |= made_labels(number, numbers[number])
            writer.add(image, row)
        writer.finish(made_card(size, count))
    return folder


def made_card(size: int, count: int) -> "Card":
    """What a face set of grey pictures says of itself that no photographs were prepared for."""
    from morphing_faces.faces.set.faceset import FORMAT, Card

    return Card(
        format=FORMAT,
        made_by="a test",
        size=size,
        channels=1,
        eyes=EYES,
        count=count,
        splits={},
        finder="",
        limits={},
        sources=(),
    )


def made_labels(number: int, numbers: np.ndarray) -> dict[str, object]:
    """Labels that a picture shows, for four of five pictures."""
    if number % 5 == 0:
        return {"source": "plain.zip"}
    return {
        "source": ("made", "other.zip")[number % 2],
        "age": int(np.clip(35 + 15 * numbers[0], 1, 90)),
        "gender": "female" if numbers[1] > 0 else "male",
        "expression": ("happy", "sad")[int(numbers[2] > 0)] if number % 3 else None,
    }
