"""Folders that pythae's models save: model_config.json, and model.pt with the weights.

Models of default perceptrons are read: one hidden layer of 512 rectified units on either side, a
sigmoid on the picture (pythae, models/nn/default_architectures.py). Networks of one's own lie
beside them in encoder.pkl and decoder.pkl, which run code when they are read, and are refused.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked, ForeignModel, ForeignPrior
from morphing_faces.model.imports.perceptron_graph import Activation, DenseLayer, perceptron
from morphing_faces.model.imports.tensor_file import read_tensors
from morphing_faces.types import Floats

CONFIG, WEIGHTS = "model_config.json", "model.pt"
LARGEST_CONFIG = 1 << 20
NORMAL = {
    "VAEConfig",
    "BetaVAEConfig",
    "BetaTCVAEConfig",
    "DisentangledBetaVAEConfig",
    "FactorVAEConfig",
    "INFOVAE_MMD_Config",
    "IWAEConfig",
    "CIWAEConfig",
    "MIWAEConfig",
    "PIWAEConfig",
    "MSSSIM_VAEConfig",
    "VAEGANConfig",
    "Adversarial_AE_Config",
    "WAE_MMD_Config",
}
"""Models whose latent points are held to N(0, I)."""
UNHELD = {"AEConfig", "RAE_L2_Config", "RAE_GP_Config"}
"""Autoencoders, which have no prior."""
VAMP = "VAMPConfig"
"""Its prior is the mean of q(z|u) over learned pseudo-inputs u (Tomczak & Welling 2018, eq. 9)."""
LARGEST_PRIOR = 1 << 26
"""Numbers in the factors of its Gaussians."""


def is_pythae(folder: Path) -> bool:
    """Whether a folder looks like one of pythae's."""
    return (folder / CONFIG).is_file()


def read_pythae(folder: Path, asked: Asked) -> tuple[ForeignModel, Asked]:
    """Read a folder of pythae's.

    Args:
        folder: The folder.
        asked: What the user says of it.

    Returns:
        The model, and what is asked with what the folder says besides.

    Raises:
        ModelError: Its networks are not the default ones, or it is damaged.
    """
    path = folder / CONFIG
    config = _config(path)
    kind: str = str(config.get("name"))
    size: Any = config.get("latent_dim")
    shape: Any = config.get("input_dim")
    for network in ("encoder", "decoder"):
        lies_there = (folder / f"{network}.pkl").exists()
        if not config.get(f"uses_default_{network}", not lies_there):
            raise ModelError(
                f"{folder} has its own {network} in {network}.pkl, a pickle, which runs code when "
                f"it is read; {way_out(folder, size)}"
            )
    if kind not in {*NORMAL, *UNHELD, VAMP}:
        raise ModelError(
            f"{folder} is a {kind.removesuffix('Config')[:40]!r} of pythae, whose latent points "
            f"are made by more than an encoder; {way_out(folder, size)}"
        )
    if not (isinstance(size, int) and _is_shape(shape)):
        raise ModelError(f"{path} has no input_dim and latent_dim of a model")
    state = read_tensors(folder / WEIGHTS)
    layers = _Layers(folder, state)
    pixels = math.prod(shape)
    decoder = [
        layers.dense("decoder.layers.0.0", size, None, "relu"),
        layers.dense("decoder.layers.1.0", None, pixels, "sigmoid"),
    ]
    hidden = layers.dense("encoder.layers.0.0", pixels, None, "relu")
    heads = {"mean": layers.dense("encoder.embedding", len(hidden.bias), size)}
    if "encoder.log_var.weight" in state:
        heads["logvar"] = layers.dense("encoder.log_var", len(hidden.bias), size)
    prior = None
    if kind == VAMP:
        inputs = layers.dense("pseudo_inputs.0", None, pixels)
        prior = vamp_prior(np.clip(inputs.weight + inputs.bias, 0, 1), hidden, heads)
    foreign = ForeignModel(
        source=f"{folder.name or folder.resolve().name} ({kind.removesuffix('Config')} of pythae)",
        decoder=perceptron(decoder, [size], shape=shape),
        encoder=perceptron([hidden], shape, heads),
        prior=prior,
        normal=kind not in UNHELD,
    )
    return foreign, asked.but(Given(value_range=(0, 1)), "logvar" if "logvar" in heads else "none")


def way_out(folder: Path, size: Any) -> str:
    """The line of Python that explores a model of pythae's in any case."""
    return (
        f"where you trust it: model = pythae.models.AutoModel.load_from_folder({str(folder)!r}); "
        f"explore(lambda z: model.decoder(z).reconstruction, {size or 'latent_size'})"
    )


def vamp_prior(inputs: Floats, hidden: DenseLayer, heads: dict[str, DenseLayer]) -> ForeignPrior:
    """The Gaussians q(z|u) of pseudo-inputs, each of the same weight.

    Args:
        inputs: u, [K, pixels].
        hidden: The encoder's rectified layer.
        heads: Its means and log variances.

    Raises:
        ModelError: They are too many.
    """
    rows = np.maximum(inputs @ hidden.weight + hidden.bias, 0)
    mean, log = (rows @ heads[key].weight + heads[key].bias for key in ("mean", "logvar"))
    count, size = mean.shape
    if count * size * size > LARGEST_PRIOR:
        raise ModelError(f"a prior of {count:,} pseudo-inputs in {size:,} dimensions is too large")
    factors = np.zeros((count, size, size), np.float32)
    factors[:, np.arange(size), np.arange(size)] = np.exp(log / 2)
    return ForeignPrior(mean.astype(np.float32), factors, f"its {count:,} pseudo-inputs (VAMP)")


class _Layers:
    """The layers in a state dict."""

    def __init__(self, folder: Path, state: dict[str, Floats]) -> None:
        self._folder = folder
        self._state = state

    def dense(
        self, name: str, inputs: int | None, outputs: int | None, then: Activation = "none"
    ) -> DenseLayer:
        weight, bias = (self._state.get(f"{name}.{part}") for part in ("weight", "bias"))
        if (
            weight is None
            or bias is None
            or weight.ndim != 2
            or bias.shape != (weight.shape[0],)
            or weight.shape[0] != (outputs or weight.shape[0])
            or weight.shape[1] != (inputs or weight.shape[1])
        ):
            raise ModelError(
                f"{self._folder / WEIGHTS} has no layer {name!r} of the size that {CONFIG} says"
            )
        return DenseLayer(weight.T, bias, then)


def _config(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_CONFIG)
        config = json.loads(content)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError):
        raise ModelError(f"{path} is no JSON document") from None
    if not isinstance(config, dict):
        raise ModelError(f"{path} is no configuration of pythae's")
    return config


def _is_shape(shape: Any) -> bool:
    return (
        isinstance(shape, list)
        and 1 <= len(shape) <= 3
        and all(isinstance(each, int) and 0 < each < 1 << 16 for each in shape)
    )
