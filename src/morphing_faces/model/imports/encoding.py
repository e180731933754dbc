"""A foreign encoder: what it takes and gives is found out by running it on a few pictures."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto

from morphing_faces.errors import ModelError
from morphing_faces.model.function.encoder import Posterior, Spread, find_posterior
from morphing_faces.model.function.picture_layout import PictureFormat, checked_range, find_layout
from morphing_faces.model.imports.foreign_network import ForeignNetwork, unable
from morphing_faces.types import Floats


@dataclass(frozen=True)
class Piece:
    """Some of an output's numbers: the latent coordinates from `start` on."""

    output: str
    start: int


@dataclass(frozen=True)
class FoundEncoder:
    """What an encoder does.

    Attributes:
        source: Its input.
        format: How it takes pictures.
        mean: Where its means are.
        beside: Where it says how certain they are; None where it does not.
        spread: What that is.
    """

    source: str
    format: PictureFormat
    mean: Piece
    beside: Piece | None
    spread: Spread

    def __str__(self) -> str:
        beside = {"std": " and standard deviations", "logvar": " and log variances", "none": ""}
        low, high = self.format.low, self.format.high
        return (
            f"encode takes {self.format.layout} with values {low:g} to {high:g}, and gives means"
            f"{beside[self.spread]}"
        )


def find_encoder(
    model: ModelProto,
    name: str,
    decoder: PictureFormat,
    latent_size: int,
    pictures: Floats,
    spread: Spread | None = None,
    value_range: tuple[float, float] | None = None,
) -> FoundEncoder:
    """Find out what an encoder does.

    Args:
        model: The network.
        name: Its file, for sentences.
        decoder: How the decoder gives pictures; the encoder's range is taken to be the same.
        latent_size: L.
        pictures: Some, [N, H, W] or [N, H, W, 3] in [0, 1].
        spread: What the user says stands beside the mean.
        value_range: The values of black and white, if they are others than the decoder's.

    Raises:
        ModelError: It is no encoder to that decoder, or what it gives is ambiguous.
    """
    network = ForeignNetwork(model, name)
    form = _format(network, decoder, value_range)
    given = [form.given(picture[None]) for picture in pictures]
    try:
        rows = [network.run(each, *network.outputs) for each in given]
    except Exception as error:  # noqa: BLE001 - a runtime's errors have no common ancestor
        raise unable(name, error) from None
    # Row by row, as a model folder's networks are run: an encoder may have been exported for one.
    arrays = [np.stack([_flat(row[i]) for row in rows]) for i in range(len(network.outputs))]
    pieces, values = _pieces(dict(zip(network.outputs, arrays, strict=True)), latent_size)
    try:
        posterior = find_posterior(values, len(pictures), latent_size, spread)
    except ModelError as error:
        raise ModelError(f"{name}: {error}") from None
    return _found(network.source, form, pieces, posterior)


def _format(
    network: ForeignNetwork, decoder: PictureFormat, value_range: tuple[float, float] | None
) -> PictureFormat:
    row = network.row
    if not row or not all(isinstance(each, int) and each > 0 for each in row):
        # A free size is filled with that of the decoder's pictures, where the axes are as many.
        like = decoder.shape if len(row) == len(decoder.shape) else ()
        if not like or any(isinstance(a, int) and a != b for a, b in zip(row, like, strict=True)):
            raise ModelError(f"{network.name} takes {['N', *row]}, which is no size of pictures")
        row = list(like)
    low, high = (decoder.low, decoder.high) if value_range is None else checked_range(value_range)
    if len(row) == 1 and row[0] == math.prod(decoder.shape):
        return PictureFormat(decoder.layout, decoder.shape, low, high, flat=True)
    hint = decoder.layout if len(row) == len(decoder.layout) - 1 else None
    layout, shape = find_layout(tuple(row), None, hint if _ambiguous(row) else None)
    form = PictureFormat(layout, shape, low, high)
    if form.image_shape != decoder.image_shape:
        raise ModelError(
            f"{network.name} takes pictures {list(form.image_shape)}, but the decoder gives "
            f"{list(decoder.image_shape)}"
        )
    return form


def _ambiguous(row: list[Any]) -> bool:
    return len(row) == 3 and row[0] in (1, 3) and row[-1] in (1, 3)


def _flat(array: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(array, np.float32).reshape(-1)


def _pieces(
    arrays: dict[str, NDArray[Any]], size: int
) -> tuple[dict[str, Piece], dict[str, NDArray[Any]]]:
    """Outputs of L numbers; where there is none, the two halves of those of 2 L."""
    whole = {name: Piece(name, 0) for name, each in arrays.items() if each.shape[1] == size}
    if whole:
        return whole, {name: arrays[name] for name in whole}
    pieces, values = {}, {}
    for name, each in arrays.items():
        if each.shape[1] == 2 * size:
            for part, start in (("first half", 0), ("second half", size)):
                pieces[f"{part} of {name}"] = Piece(name, start)
                values[f"{part} of {name}"] = each[:, start : start + size]
    return (pieces, values) if pieces else ({}, arrays)


def _found(
    source: str, form: PictureFormat, pieces: dict[str, Piece], posterior: Posterior
) -> FoundEncoder:
    beside = None if posterior.beside is None else pieces[str(posterior.beside)]
    return FoundEncoder(source, form, pieces[str(posterior.mean)], beside, posterior.spread)
