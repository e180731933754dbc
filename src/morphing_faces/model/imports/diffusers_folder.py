"""Autoencoders of diffusers: AutoencoderKL, and AutoencoderTiny (TAESD).

Their latent is spatial, C x h x w numbers, of which no single one means anything. It is played
along the principal directions of encoded pictures around their mean: a point z stands for the
latent mean + (z * std) @ axes, so that N(0, I) is the Gaussian that fits the pictures. This map
goes in front of the decoder, and its inverse behind the encoder; links and recordings carry z.

diffusers' scaling_factor and shift_factor are for what is made of the latent by a diffusion model;
encoder and decoder know nothing of them, and nor does this file. Both classes take and give
pictures in [-1, 1]; those of AutoencoderTiny are scaled within its networks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from morphing_faces.errors import MissingExtraError, ModelError
from morphing_faces.model.function.encoder import Spread
from morphing_faces.model.function.probe import Given, find_images
from morphing_faces.model.imports.foreign import Asked, ForeignModel
from morphing_faces.model.imports.principal_directions import principal_directions
from morphing_faces.types import Floats

CONFIG, WEIGHTS = "config.json", "diffusion_pytorch_model.safetensors"
CLASSES = ("AutoencoderKL", "AutoencoderTiny")
LARGEST_CONFIG = 1 << 20
LARGEST_SETTING, MOST_BLOCKS, MOST_SCALES = 1 << 16, 64, 8
"""Of what config.json says, so that no network is made that is larger than any in use."""
MOST_DIRECTIONS = 400
FEWEST = 3
"""Pictures: two directions at least are played."""


def is_diffusers(folder: Path) -> bool:
    """Whether a folder looks like a model of diffusers', or a pipeline with one in vae/."""
    return any("_class_name" in _config(each) for each in (folder, folder / "vae"))


def read_diffusers(folder: Path, asked: Asked) -> tuple[ForeignModel, Asked]:
    """Read a folder that an autoencoder of diffusers has saved.

    Args:
        folder: The folder, or that of a pipeline.
        asked: What the user says of it; its pictures fix the directions, and their size is that of
            the model's pictures.

    Raises:
        ModelError: It is another model, damaged or too large; or the pictures do not fit it.
        MissingExtraError: diffusers, or torch, is not installed.
    """
    if (folder / "vae" / CONFIG).is_file():
        folder = folder / "vae"
    config = _config(folder)
    name = config.get("_class_name")
    if name not in CLASSES:
        raise ModelError(
            f"{folder} is a {str(name)[:40]!r} of diffusers; {' and '.join(CLASSES)} are read. In "
            f"Python, explore(lambda z: model.decode(z.reshape(-1, C, h, w)).sample, C * h * w)"
        )
    for package in ("torch", "diffusers", "onnxscript"):
        if find_spec(package) is None:
            raise MissingExtraError("Reading models of diffusers", "diffusers", package)
    if not (folder / WEIGHTS).is_file():
        raise ModelError(
            f"{folder} has no {WEIGHTS}; other files may be pickles and are not read. Where you "
            f"trust them: diffusers.{name}.from_pretrained({str(folder)!r}).save_pretrained(...)"
        )
    pictures = _pictures(folder, config, asked)
    from morphing_faces.model.imports.diffusers_networks import encoded, load, networks

    model = load(folder, name, config, folder / WEIGHTS)
    along = principal_directions(encoded(model, pictures), MOST_DIRECTIONS)
    if along.size < 2:
        raise ModelError("the pictures of --images are all alike to its encoder")
    decoder, encoder, with_std = networks(model, along, pictures[0])
    played = (
        f"its dimensions are the {along.size} principal directions of {len(pictures):,} encoded "
        f"pictures around their mean, in standard deviations"
    )
    drawn = f"random pictures come from the Gaussian that fits these {len(pictures):,}"
    foreign = ForeignModel(
        source=f"{folder.resolve().name} ({name} of diffusers)",
        decoder=decoder,
        encoder=encoder,
        ranking=tuple(range(along.size)),
        ranked_by="how far the encoded pictures spread along it",
        notes=(played, drawn),
    )
    known = Given(layout="NCHW", value_range=(-1, 1))
    spread: Spread = "std" if with_std else "none"
    # The pictures have done what they are for: directions and their order.
    return foreign, replace(asked, images=None).but(known, spread)


def _config(folder: Path) -> dict[str, Any]:
    """What config.json says; empty where there is none."""
    try:
        with (folder / CONFIG).open("rb") as file:
            config = json.loads(file.read(LARGEST_CONFIG))
    except (OSError, ValueError, RecursionError):
        return {}
    return config if isinstance(config, dict) else {}


def _pictures(folder: Path, config: Mapping[str, Any], asked: Asked) -> Floats:
    """The user's pictures as the encoder takes them: [N, C, H, W] in [-1, 1]."""
    if asked.images is None:
        raise ModelError(
            f"{folder} has a latent of rows and columns, of which it is played along the principal "
            f"directions of pictures: give some by --images, an .npy file; their size, such as "
            f"64 x 64, is that of the model's pictures"
        )
    pictures = find_images(asked.images, asked.pictures).pictures(asked.images)
    if len(pictures) < FEWEST:
        raise ModelError(f"--images has {len(pictures)} pictures; {FEWEST} are needed at least")
    channels, factor = config.get("in_channels", 3), 2 ** (_scales(folder, config) - 1)
    height, width = pictures.shape[1:3]
    if height % factor or width % factor:
        raise ModelError(
            f"the pictures of --images are {height} x {width}; height and width must be multiples "
            f"of {factor} for {folder}"
        )
    if pictures.ndim == 3:
        pictures = np.repeat(pictures[..., None], 3 if channels == 3 else 1, axis=-1)
    if channels != pictures.shape[-1] or config.get("out_channels", 3) != channels:
        raise ModelError(f"{folder} takes pictures of {channels} channels, which are not played")
    return np.ascontiguousarray(np.moveaxis(2 * pictures - 1, -1, 1))


def _scales(folder: Path, config: Mapping[str, Any]) -> int:
    """At how many scales the encoder works, each of half the height and width of the one before.

    Raises:
        ModelError: The configuration is damaged, or of a network larger than any in use.
    """
    blocks = config.get("encoder_block_out_channels", config.get("block_out_channels"))
    depth = sum(
        sum(_numbers(value))
        for key, value in config.items()
        if key in ("layers_per_block", "num_encoder_blocks", "num_decoder_blocks")
    )
    if (
        not isinstance(blocks, list)
        or not 1 <= len(blocks) <= MOST_SCALES
        or any(abs(each) > LARGEST_SETTING for each in _numbers(config))
        or depth > MOST_BLOCKS
        or "quantization_config" in config
    ):
        raise ModelError(f"{folder / CONFIG} is damaged, or of a model larger than is read")
    return len(blocks)


def _numbers(value: Any) -> Iterator[float]:
    """Every number in a document."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value
