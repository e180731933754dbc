"""The networks of an autoencoder of diffusers: read without pickles, run, and exported to ONNX."""

import logging
import math
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnx import ModelProto
from torch import Tensor, nn

from morphing_faces.errors import ModelError
from morphing_faces.model.imports.principal_directions import PrincipalDirections
from morphing_faces.types import Floats

LARGEST = 1 << 30
"""Bytes of the weights: the autoencoders of Stable Diffusion have a third of it."""
AT_ONCE = 8
OPSET = 18


def load(folder: Path, name: str, config: Mapping[str, Any], weights: Path) -> Any:
    """Read a model.

    The network that config.json describes is counted before it is made, so that none is made whose
    weights are not there.

    Args:
        folder: What save_pretrained has made.
        name: Of its class.
        config: What its config.json says.
        weights: Its safetensors.

    Raises:
        ModelError: It is damaged, too large, or has other weights than its configuration says.
    """
    import diffusers

    kind = getattr(diffusers, name)
    with _told(folder, weights):
        _check_size(kind, config, weights)
        model, said = kind.from_pretrained(
            folder,
            use_safetensors=True,
            local_files_only=True,
            low_cpu_mem_usage=False,
            torch_dtype=torch.float32,
            output_loading_info=True,
        )
    if missing := said.get("missing_keys"):
        raise ModelError(f"{weights} lacks {len(missing)} of the weights, such as {missing[0]!r}")
    if not all(bool(each.isfinite().all()) for each in model.parameters()):
        raise ModelError(f"{weights} has values that are not finite numbers")
    return model.eval().requires_grad_(requires_grad=False)


def _check_size(kind: Any, config: Mapping[str, Any], weights: Path) -> None:
    """Raise ModelError where a file is too large, or has fewer numbers than the network needs."""
    from safetensors import safe_open

    if weights.stat().st_size > LARGEST:
        raise ModelError(f"{weights} has more than {LARGEST:,} bytes, which are not read")
    with safe_open(weights, framework="np") as file:
        shapes = [file.get_slice(key).get_shape() for key in file.keys()]  # noqa: SIM118
    numbers = sum(math.prod(shape) for shape in shapes)
    with torch.device("meta"):  # without any memory for them
        needed = sum(each.numel() for each in kind.from_config(dict(config)).parameters())
    if needed > numbers:
        raise ModelError(
            f"{weights} has {numbers:,} numbers, and the network of its config.json {needed:,}"
        )


@contextmanager
def _told(folder: Path, weights: Path) -> Iterator[None]:
    """Errors of reading as sentences."""
    from safetensors import SafetensorError

    try:
        with _quiet():
            yield
    except ModelError:
        raise
    except SafetensorError as error:
        raise ModelError(f"{weights} is damaged: {' '.join(str(error).split())[:120]}") from None
    except Exception as error:  # noqa: BLE001 - diffusers raises whatever it stumbles over
        reason = " ".join(str(error).split())[:160]
        raise ModelError(f"{folder} is no model of diffusers, or damaged: {reason}") from None


def encoded(model: Any, pictures: Floats) -> Floats:
    """The means of pictures [N, C, H, W] in [-1, 1] as rows: [N, c * h * w]."""
    with torch.inference_mode():
        parts = [
            _moments(model, torch.from_numpy(pictures[i : i + AT_ONCE]))[0].flatten(1).numpy()
            for i in range(0, len(pictures), AT_ONCE)
        ]
    return np.concatenate(parts)


def latent_shape(model: Any, picture: Floats) -> tuple[int, ...]:
    """Of a picture [C, H, W]: c, h, w."""
    with torch.inference_mode():
        return tuple(_moments(model, torch.from_numpy(picture[None]))[0].shape[1:])


def _moments(model: Any, pictures: Tensor) -> tuple[Tensor, Tensor | None]:
    """Means of the latent, and standard deviations where the model has them."""
    answer = model.encode(pictures)
    if hasattr(answer, "latent_dist"):
        return answer.latent_dist.mean, answer.latent_dist.std
    return answer.latents, None


class _Decoder(nn.Module):
    """z [1, K] to a picture [1, C, H, W] in [-1, 1]."""

    map: Tensor
    middle: Tensor

    def __init__(self, model: Any, along: PrincipalDirections, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.model, self.shape = model, shape
        self.register_buffer("map", torch.from_numpy(along.axes * along.std[:, None]))
        self.register_buffer("middle", torch.from_numpy(along.mean))

    def forward(self, z: Tensor) -> Tensor:
        latent = z @ self.map + self.middle
        picture: Tensor = self.model.decode(latent.reshape(1, *self.shape)).sample
        return picture


class _Encoder(nn.Module):
    """A picture [1, C, H, W] in [-1, 1] to the mean [1, K] of its z, and perhaps its deviations.

    Coordinates of the latent are independent of each other given the picture; along a direction
    their variances add up with the squares of its components.
    """

    map: Tensor
    middle: Tensor

    def __init__(self, model: Any, along: PrincipalDirections) -> None:
        super().__init__()
        self.model = model
        self.register_buffer("map", torch.from_numpy(along.axes.T / along.std))
        self.register_buffer("middle", torch.from_numpy(along.mean))

    def forward(self, picture: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        mean, std = _moments(self.model, picture)
        z = (mean.flatten(1) - self.middle) @ self.map
        if std is None:
            return z
        return z, (std.flatten(1).square() @ self.map.square()).sqrt()


def networks(
    model: Any, along: PrincipalDirections, picture: Floats
) -> tuple[ModelProto, ModelProto, bool]:
    """Decoder and encoder as ONNX, with the map from and to z.

    Args:
        model: The autoencoder.
        along: Of its encoded pictures.
        picture: One of them, [C, H, W], for its size.

    Returns:
        Both, for one row at a time, and whether the encoder gives standard deviations, too.

    Raises:
        ModelError: torch cannot export it.
    """
    shape = latent_shape(model, picture)
    pictures = torch.from_numpy(picture[None])
    with_std = _moments(model, pictures)[1] is not None
    outputs = ["mean", "std"] if with_std else ["mean"]
    z = torch.zeros(1, along.size)
    return (
        _exported(_Decoder(model, along, shape), z, "z", ["picture"]),
        _exported(_Encoder(model, along), pictures, "picture", outputs),
        with_std,
    )


def _exported(network: nn.Module, given: Tensor, source: str, outputs: list[str]) -> ModelProto:
    try:
        with _quiet(), torch.inference_mode():
            program = torch.onnx.export(
                network.eval(),
                (given,),
                dynamo=True,
                verbose=False,
                input_names=[source],
                output_names=outputs,
                opset_version=OPSET,
            )
    except Exception as error:  # noqa: BLE001 - torch raises whatever it stumbles over
        reason = " ".join(str(error).split())[:160]
        raise ModelError(f"torch cannot export it to ONNX: {reason}") from None
    model: ModelProto = program.model_proto  # type: ignore[union-attr]
    return model


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the libraries have to say to their own developers."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
