"""How a run goes, in one frozen dataclass; the command line makes its flags of it."""

import math
from dataclasses import Field, dataclass, fields
from typing import Any, Literal, get_args

from morphing_faces.errors import TrainingError
from morphing_faces.seeds import LARGEST_SEED

LIMITS: dict[str, tuple[float, float]] = {
    "latent": (2, 100_000),
    "hidden": (1, 1_000_000),
    "maps": (1, 10_000),
    "components": (1, 100_000),
    "basis": (0, 100_000),
    "cut": (0, 100_000),
    "cut_weight": (0.0, 1000.0),
    "cut_share": (0.0, 1.0),
    "adversarial": (0.0, 1000.0),
    "adversarial_from": (0.0, 1.0),
    "adversarial_elbo": (-1e6, 1e6),
    "adversarial_draws": (0.0, 16.0),
    "adversarial_given_back": (0.0, 1.0),
    "adversarial_augment": (0.0, 1.0),
    "adversarial_penalty": (0.0, 1000.0),
    "adversarial_rate": (1e-12, 10.0),
    "discriminator_maps": (1, 10_000),
    "elbo_weight": (0.0, 1000.0),
    "elbo_floor": (-1e6, 1e6),
    "rmse_ceiling": (0.0, 1.0),
    "feature_matching": (0.0, 1000.0),
    "latent_consistency": (0.0, 1000.0),
    "epochs": (1, 1_000_000),
    "batch": (1, 1_000_000),
    "rate": (1e-12, 10.0),
    "warmup": (0.0, 1.0),
    "hold": (0.0, 1.0),
    "adam_beta1": (0.0, 0.999999),
    "adam_beta2": (0.0, 0.999999),
    "kl_warmup": (0.0, 1.0),
    "clip": (1e-6, math.inf),
    "decay": (0.0, 1.0),
    "beta": (0.0, 1000.0),
    "free_bits": (0.0, 100.0),
    "dropout": (0.0, 0.9),
    "encoder_dropout": (0.0, 0.9),
    "ema": (0.0, 0.999999),
    "shift": (0.0, 100.0),
    "zoom": (0.0, 1.0),
    "rotation": (0.0, 180.0),
    "brightness": (0.0, 1.0),
    "patience": (0, 1_000_000),
    "sheet_epochs": (0, 1_000_000),
    "checkpoint_seconds": (0.0, math.inf),
    "seed": (0, LARGEST_SEED),
}


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that decides how a run goes; saved with it.

    Attributes:
        network: The kind of network: "perceptron", that of 2014, "convolutional", for colour and
            for 64 pixels or more, or "modulated", that of heads64.
        latent: Latent dimensions.
        hidden: Units of each hidden layer of a perceptron.
        maps: Feature maps of a convolutional network where they are finest.
        start: Begin with random weights ("usual"), or at probabilistic PCA ("ppca"); "auto" does
            the latter where the network can represent it.
        components: Principal components to start at.
        basis: Principal components that pixels are learned in; the rest of a face is left to the
            noise. 0 learns every pixel for itself.
        cut: Latent dimensions that shall carry as much as they can: half of each batch is decoded
            once more from the first so many alone, the others at 0, and the likelihood of that
            counts, too. 0 asks none.
        cut_weight: By how much it counts.
        cut_share: Share of the variance of decoded held-out faces that they shall explain: the
            weight falls where there is more, and rises where there is less. 0 leaves it as it is.
        adversarial: How many times the gradient of the rest of the loss, at the decoder's last
            layer, a discriminator's may have that tells photographs from what random points decode
            to; in one process only. 0 trains without one.
        adversarial_from: Part of the run after which it sets in.
        adversarial_elbo: Nats below which the mean ELBO of a batch lets it count a tenth only.
        adversarial_draws: Random points that it sees decoded, as a part of the batch.
        adversarial_given_back: Part of the batch that it sees as it is reconstructed.
        adversarial_augment: Change what it sees at random (light, contrast, saturation, place, a
            hole), with a probability that keeps its mean sign on photographs at this; 0.6 is
            usual, and 0 shows everything as it is.
        adversarial_penalty: Of the gradient at photographs, R1, for pixels in [0, 1].
        adversarial_rate: The discriminator's learning rate.
        discriminator: "strided" is three convolutions, "residual" residual blocks, slow without
            a GPU.
        discriminator_maps: Feature maps of the residual one where they are finest.
        elbo_weight: By how much the ELBO counts, in nats per pixel value, against an adversarial
            term that counts as much as --adversarial says, without regard to gradients. 0 balances
            them.
        elbo_floor: Nats that held-out faces shall keep: the weight of the ELBO follows. 0 asks for
            none.
        rmse_ceiling: Of held-out reconstructions, which shall not exceed it: the same weight
            follows. 0 asks for none.
        feature_matching: By how much it counts, in nats per pixel value, that photographs and
            their reconstructions differ in what the discriminator sees in them.
        latent_consistency: By how much it counts that the encoder does not expect the latent
            points of random faces, in nats; in one process only.
        epochs: Passes over the training faces.
        batch: Faces a step.
        rate: The highest learning rate.
        warmup: Part of the run in which the rate rises from 0, before it falls along a cosine.
        hold: Part of the run before which it does not fall.
        adam_beta1: How much of the average of gradients stays at each step.
        adam_beta2: How much of the average of their squares stays.
        kl_warmup: Part of the run in which the weight of the KL rises from 0 to beta.
        beta: Weight of the KL in the loss. The ELBO that is logged and judged is always the true
            one, with weight 1, no free bits and no dropout.
        free_bits: Nats that every latent dimension may use, on the mean over a batch, before its
            KL counts in the loss.
        clip: Largest norm of the gradient of the mean loss per image, in nats.
        decay: Weight decay of AdamW.
        ema: How much of the averaged weights stays at each step; the average is what is judged.
        dropout: Part of the hidden units that is left out, anew for every face and step.
        encoder_dropout: The same of the encoder's alone, where that is more.
        flip: Mirror faces at random.
        shift: Move faces at random, each way by up to so many pixels.
        zoom: Enlarge or shrink faces at random, by up to this part of their size.
        rotation: Turn faces at random, either way by up to so many degrees.
        brightness: Brighten or darken faces at random, by up to this part of the range.
        precision: Of the layers; likelihoods are float32 always. "auto" takes bf16 where the
            processor multiplies it natively, and fp32 elsewhere, where bf16 is many times slower.
        variance: Of p(x|z): a sigma^2(z) for every pixel, one for the image, or one learned
            sigma for all images.
        keep: Which epoch's averaged weights are exported: the one of the best held-out ELBO
            ("best"), or the "last" one, where other terms are meant to cost some of it.
        patience: Epochs without a rise of the held-out ELBO after which it stops early; 0 never.
        sheet_epochs: Epochs between two pictures of samples, reconstructions and traversals; 0
            draws none.
        checkpoint_seconds: Time between two checkpoints; the end always leaves one.
        seed: Of every random number.
    """

    network: str = "perceptron"
    latent: int = 400
    hidden: int = 2000
    maps: int = 32
    start: Literal["auto", "usual", "ppca"] = "auto"
    components: int = 100
    basis: int = 0
    cut: int = 0
    cut_weight: float = 1.0
    cut_share: float = 0.0
    adversarial: float = 0.0
    adversarial_from: float = 0.2
    adversarial_elbo: float = 0.0
    adversarial_draws: float = 1.0
    adversarial_given_back: float = 0.125
    adversarial_augment: float = 0.0
    adversarial_penalty: float = 0.002
    adversarial_rate: float = 4e-4
    discriminator: Literal["strided", "residual"] = "strided"
    discriminator_maps: int = 64
    elbo_weight: float = 0.0
    elbo_floor: float = 0.0
    rmse_ceiling: float = 0.0
    feature_matching: float = 0.0
    latent_consistency: float = 0.0
    epochs: int = 60
    batch: int = 512
    rate: float = 1e-3
    warmup: float = 0.02
    hold: float = 0.0
    adam_beta1: float = 0.9
    adam_beta2: float = 0.999
    kl_warmup: float = 0.0
    beta: float = 1.0
    free_bits: float = 0.0
    clip: float = 100_000.0
    decay: float = 0.0
    ema: float = 0.998
    dropout: float = 0.0
    encoder_dropout: float = 0.0
    flip: bool = True
    shift: float = 0.0
    zoom: float = 0.0
    rotation: float = 0.0
    brightness: float = 0.0
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    variance: Literal["pixel", "image", "shared"] = "pixel"
    keep: Literal["best", "last"] = "best"
    patience: int = 0
    sheet_epochs: int = 10
    checkpoint_seconds: float = 60.0
    seed: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            _check_kind(field, getattr(self, field.name))
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise TrainingError(
                    f"{name} must be from {low:.10g} to {high:.10g}, got {value:.10g}"
                )
        if self.cut >= self.latent:
            raise TrainingError(
                f"cut must be below the {self.latent} latent dimensions, got {self.cut}"
            )
        if self.cut_share and not self.cut:
            raise TrainingError("cut_share is of the first dimensions; say how many, with cut")
        if self.elbo_weight and not self.adversarial:
            raise TrainingError(
                "elbo_weight is against the adversarial term; say how much that counts, with "
                "adversarial"
            )
        for name in ("elbo_floor", "rmse_ceiling"):
            if getattr(self, name) and not self.elbo_weight:
                raise TrainingError(f"{name} needs a weight that follows, with elbo_weight")
        if self.feature_matching and not self.adversarial:
            raise TrainingError("feature_matching needs a discriminator, with adversarial")
        if self.start != "usual" and 0 < self.basis < self.components:
            raise TrainingError(
                f"basis must be at least the {self.components} components that training starts "
                f"at, or 0, got {self.basis}"
            )


SETTINGS = tuple(field.name for field in fields(TrainingConfig))
NETWORK = ("network", "latent", "hidden", "maps", "basis", "variance")
"""Settings that say what the network is; a run that begins with the weights of another has its."""


@dataclass(frozen=True)
class Machine:
    """What a run is computed on; unlike its configuration it may change when the run is resumed.

    Attributes:
        accelerator: The kind of device; "auto" takes a GPU where there is one.
        devices: Processes on each machine, one a device; by default all GPUs, or one process.
        nodes: Machines; each is told of the others by its launcher.
        compile: Fuse what surrounds the matrix products with torch.compile; "auto" does so on
            GPUs where there is a C compiler.
    """

    accelerator: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    devices: int | None = None
    nodes: int = 1
    compile: Literal["auto", "on", "off"] = "auto"

    def __post_init__(self) -> None:
        for name in ("devices", "nodes"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= 100_000:
                raise TrainingError(f"{name} must be from 1 to 100000, got {value}")


def _check_kind(field: Field[Any], value: object) -> None:
    """Refuse text where a number belongs, as a file could have it, and words not on the list."""
    kind: type = type(field.default)
    words = get_args(field.type) if kind is str else ()
    if kind is str:
        fits = value in words if words else isinstance(value, str)
        allowed = " or ".join(words) or "a word"
    elif kind is bool:
        fits, allowed = isinstance(value, bool), "true or false"
    elif kind is int:
        fits = isinstance(value, int) and not isinstance(value, bool)
        allowed = "a whole number"
    else:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        allowed = "a number"
    if not fits:
        raise TrainingError(f"{field.name} must be {allowed}, got {value!r}")
