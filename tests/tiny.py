"""A model folder small enough to make in every test: the shipped model's shape, fewer units."""

from pathlib import Path

import numpy as np

from morphing_faces.model import (
    DECODER,
    ENCODER,
    FORMAT,
    STD,
    Dimension,
    ImageConfig,
    ModelConfig,
    write_model,
)
from morphing_faces.vae.graphs import Layer, decoder_graph, encoder_graph, std_graph

SHAPE = (48, 48)
PIXELS = SHAPE[0] * SHAPE[1]
LATENT = 40
HIDDEN = 32
FLOOR = -10.0


def layer(rng: np.random.Generator, inputs: int, outputs: int, scale: float = 1.0) -> Layer:
    weight = rng.standard_normal((inputs, outputs)) * scale / np.sqrt(inputs)
    return weight.astype(np.float32), (rng.standard_normal(outputs) * 0.1).astype(np.float32)


def tiny_model(folder: Path, *, name: str = "tiny", latent: int = LATENT, seed: int = 0) -> Path:
    """Write a model of random layers whose faces vary smoothly around mid-grey."""
    rng = np.random.default_rng(seed)
    hidden = [layer(rng, latent, HIDDEN), layer(rng, HIDDEN, HIDDEN)]
    weight, _ = layer(rng, HIDDEN, PIXELS, scale=0.3)
    mean = (weight, np.full(PIXELS, 0.5, np.float32))
    encoder = [layer(rng, PIXELS, HIDDEN), layer(rng, HIDDEN, HIDDEN)]
    posterior = layer(rng, HIDDEN, latent), layer(rng, HIDDEN, latent)
    contents = {
        DECODER: decoder_graph(hidden, mean, SHAPE, quantised=False).SerializeToString(),
        STD: std_graph(
            layer(rng, HIDDEN, PIXELS), SHAPE, FLOOR, quantised=False
        ).SerializeToString(),
        ENCODER: encoder_graph(
            encoder, *posterior, SHAPE, FLOOR, quantised=False
        ).SerializeToString(),
    }
    order = rng.permutation(latent)[:29]
    config = ModelConfig(
        format=FORMAT,
        name=name,
        image=ImageConfig(*SHAPE, 1, ((0.29, 0.37), (0.71, 0.37))),
        latent_size=latent,
        interesting=tuple(
            Dimension(int(index), 5.0 / (rank + 1), 0.0, 1.0) for rank, index in enumerate(order)
        ),
        files={},
    )
    write_model(folder, config, contents, f"# {name}\n")
    return folder


