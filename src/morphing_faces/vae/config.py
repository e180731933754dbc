"""How a run goes, in one frozen dataclass; the command line's flags are made from it."""

import math
from dataclasses import dataclass
from typing import Literal

from morphing_faces.errors import TrainingError
from morphing_faces.flags import LARGEST_SEED, Seed, Whole

LIMITS: dict[str, tuple[float, float]] = {
    "latent": (2, 100_000),
    "hidden": (1, 1_000_000),
    "components": (1, 100_000),
    "epochs": (1, 1_000_000),
    "batch": (1, 1_000_000),
    "rate": (1e-12, 10.0),
    "warmup": (0.0, 1.0),
    "kl_warmup": (0.0, 1.0),
    "clip": (1e-6, math.inf),
    "decay": (0.0, 1.0),
    "beta": (0.0, 1000.0),
    "free_bits": (0.0, 100.0),
    "dropout": (0.0, 0.9),
    "ema": (0.0, 0.999999),
    "shift": (0.0, 100.0),
    "zoom": (0.0, 1.0),
    "rotation": (0.0, 180.0),
    "brightness": (0.0, 1.0),
    "checkpoint_seconds": (0.0, math.inf),
    "seed": (0, LARGEST_SEED),
}


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that decides how a run goes; saved with it.

    Attributes:
        latent: Latent dimensions.
        hidden: Units of each hidden layer.
        start: Begin with random weights ("usual"), or at probabilistic PCA ("ppca").
        components: Principal components to start at.
        epochs: Passes over the training faces.
        batch: Faces a step.
        rate: The highest learning rate.
        warmup: Part of the run in which the rate rises from 0, before it falls along a cosine.
        kl_warmup: Part of the run in which the weight of the KL rises from 0 to beta.
        beta: Weight of the KL in the loss. The ELBO that is logged and judged is always the true
            one, with weight 1, no free bits and no dropout.
        free_bits: Nats that every latent dimension may use, on the mean over a batch, before its
            KL counts in the loss.
        clip: Largest norm of the gradient of the mean loss per image, in nats.
        decay: Weight decay of AdamW.
        ema: How much of the averaged weights stays at each step; the average is what is judged.
        dropout: Part of the hidden units that is left out, anew for every face and step.
        flip: Mirror faces at random.
        shift: Move faces at random, each way by up to so many pixels.
        zoom: Enlarge or shrink faces at random, by up to this part of their size.
        rotation: Turn faces at random, either way by up to so many degrees.
        brightness: Brighten or darken faces at random, by up to this part of the range.
        precision: Of the layers; likelihoods are float32 always. "auto" takes bf16 where the
            processor multiplies it natively, and fp32 elsewhere, where bf16 is many times slower.
        checkpoint_seconds: Least time between two checkpoints; the last epoch always leaves one.
        seed: Of every random number.
    """

    latent: Whole = 400
    hidden: Whole = 2000
    start: Literal["usual", "ppca"] = "ppca"
    components: Whole = 100
    epochs: Whole = 60
    batch: Whole = 512
    rate: float = 1e-3
    warmup: float = 0.02
    kl_warmup: float = 0.0
    beta: float = 1.0
    free_bits: float = 0.0
    clip: float = 100_000.0
    decay: float = 0.0
    ema: float = 0.998
    dropout: float = 0.0
    flip: bool = True
    shift: float = 0.0
    zoom: float = 0.0
    rotation: float = 0.0
    brightness: float = 0.0
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    checkpoint_seconds: float = 60.0
    seed: Seed = 0

    def __post_init__(self) -> None:
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise TrainingError(f"{name} must be from {low:g} to {high:g}, got {value:g}")
