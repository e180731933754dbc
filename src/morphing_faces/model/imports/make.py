"""A foreign model to a model folder, which everything here plays."""

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto

from morphing_faces.errors import ModelError
from morphing_faces.model.config import FORMAT, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.folder_layout import DECODER, ENCODER, GOLDEN, PRIOR
from morphing_faces.model.function.encoder import CERTAIN
from morphing_faces.model.function.function import UserFunction
from morphing_faces.model.function.probe import Found, find_images, probe
from morphing_faces.model.function.ranking import AxisRanking, rank_by_kl
from morphing_faces.model.imports.encoding import FoundEncoder, find_encoder
from morphing_faces.model.imports.foreign import Asked, ForeignModel, ForeignPrior
from morphing_faces.model.imports.foreign_network import (
    ForeignNetwork,
    latent_shape,
    opened,
    pictures_output,
    unable,
)
from morphing_faces.model.imports.import_card import import_card
from morphing_faces.model.imports.onnx_file import serialised
from morphing_faces.model.imports.wrap import decoder, encoder
from morphing_faces.model.onnx.graphs import prior_graph
from morphing_faces.model.write import refuse_existing, write_model
from morphing_faces.types import Floats
from morphing_faces.version import __version__
from morphing_faces.wording import counted

PAIRS = 4
LEAST_CHANGE = 0.01
"""As a part of the most: dimensions that change a picture less do nothing."""
CHANGE = "the change of the picture from -1 to 1"
KL = "mean KL over the given pictures"
RIDGE = 1e-6
"""Added to the variances of a fitted prior, so that it has a factor whatever was fitted."""


@dataclass(frozen=True)
class Imported:
    """What was made.

    Attributes:
        folder: The model folder.
        found: What was found out of the model, in words.
        latent_size: L.
    """

    folder: Path
    found: str
    latent_size: int


def make_folder(foreign: ForeignModel, folder: Path, asked: Asked) -> Imported:
    """Make a model folder of a foreign model.

    Args:
        foreign: The model.
        folder: The model folder to make; must not exist yet.
        asked: What the user says of it.

    Raises:
        ModelError: What it does is ambiguous, or no model; or the folder exists.
        FileError: The folder cannot be written.
    """
    refuse_existing(folder)
    rng = np.random.default_rng(0)
    size, found, content, tried = _decoder(foreign, asked, rng)
    played = opened(content, foreign.source)

    def decode(z: Floats) -> Floats:
        return np.concatenate([played.run(["mean"], {"z": row[None]})[0] for row in z])

    contents = {DECODER: content}
    notes = [str(found), *foreign.notes]
    images, encoded, certain = _images(found, asked), None, True
    pairs = {"z": rng.standard_normal((PAIRS, size), np.float32)}
    pairs |= {"face": decode(pairs["z"])}
    drawn = pairs["face"]
    if foreign.encoder is not None:
        about = find_encoder(
            foreign.encoder,
            f"the encoder of {foreign.source}",
            found.format,
            size,
            tried[1:3],
            asked.spread,
            asked.encoder_range,
        )
        contents[ENCODER], encode = _encoder(foreign.encoder, about, size)
        notes.append(str(about))
        certain = about.beside is None
        pairs |= {"image": drawn, "mean": encode(drawn)[0]}
        if images is not None:
            encoded = encode(images)
    else:
        if images is not None:
            raise ModelError("--images needs an encoder, and this model has none")
        pairs |= {"image": drawn[:0], "mean": pairs["z"][:0]}
    prior = foreign.prior
    if prior is None and not foreign.normal and encoded is not None:
        prior = fitted(encoded[0])
    if prior is not None:
        contents[PRIOR] = serialised(prior_graph(prior.thresholds, prior.means, prior.factors))
        noise = rng.standard_normal((PAIRS, 1 + size), np.float32)
        (z,) = opened(contents[PRIOR], "the prior").run(["z"], {"noise": noise})
        pairs |= {"noise": noise, "drawn": z}
    notes.append(_random(foreign, prior))
    ranked, by = _ranked(foreign, decode, size, None if certain else encoded, rng)
    image = found.format.image_shape
    config = ModelConfig(
        format=FORMAT,
        name=folder.name,
        image=ImageConfig(image[0], image[1], found.format.channels),
        latent_size=size,
        interesting=ranked,
        files={},
        provenance={
            "made_by": f"morphing-faces {__version__}",
            "imported_from": foreign.source,
            "ranking": by,
        },
    )
    contents[GOLDEN] = _bytes(pairs)
    licence = asked.licence or foreign.licence
    write_model(folder, config, contents, import_card(folder.name, foreign.source, notes, licence))
    return Imported(folder, "; ".join(each for each in notes if each), size)


def _decoder(
    foreign: ForeignModel, asked: Asked, rng: np.random.Generator
) -> tuple[int, Found, bytes, Floats]:
    """L, what the decoder does, the wrapped one, and pictures that it made."""
    network = ForeignNetwork(foreign.decoder, foreign.source)
    latent = latent_shape(network)
    size = int(np.prod(latent))
    wanted = asked.pictures.output if foreign.output is None else foreign.output
    output = pictures_output(network, wanted, asked.pictures)

    def run(z: Floats) -> Any:
        return network.run(z.reshape(-1, *latent), output)[0]

    given = replace(asked.pictures, output=None)
    try:
        found, tried = probe(UserFunction(run, "decode"), size, given, rng)
    except ModelError:
        raise
    except Exception as error:  # noqa: BLE001 - a runtime's errors have no common ancestor
        raise unable(foreign.source, error) from None
    wrapped = decoder(foreign.decoder, network.source, output, latent, found.format)
    return size, found, serialised(wrapped), tried


def _encoder(model: ModelProto, about: FoundEncoder, size: int) -> tuple[bytes, Any]:
    """The wrapped encoder, and a function that runs it."""
    content = serialised(encoder(model, about, size))
    session = opened(content, "the encoder")

    def encode(images: Floats) -> tuple[Floats, Floats]:
        rows = [session.run(["mean", "std"], {"image": image[None]}) for image in images]
        return tuple(np.concatenate(part) for part in zip(*rows, strict=True))  # type: ignore[return-value]

    return content, encode


def _images(found: Found, asked: Asked) -> Floats | None:
    """The user's pictures as the model's are, [N, H, W] or [N, H, W, 3] in [0, 1]."""
    if asked.images is None:
        return None
    form = find_images(asked.images, asked.pictures)
    if form.image_shape != found.format.image_shape:
        raise ModelError(
            f"the pictures of --images are {list(form.image_shape)}, the model's "
            f"{list(found.format.image_shape)}"
        )
    return form.pictures(asked.images)


def fitted(means: Floats) -> ForeignPrior:
    """The Gaussian of latent points [N, L], with all of their covariance.

    Raises:
        ModelError: They are too few.
    """
    count, size = means.shape
    if count < 2:
        raise ModelError("a prior is fitted to two pictures at least")
    covariance = np.cov(means.T.astype(np.float64)).reshape(size, size)
    ridge = RIDGE * max(float(np.trace(covariance)) / size, CERTAIN)
    factor = np.linalg.cholesky(covariance + ridge * np.eye(size))
    what = f"a Gaussian fitted to {counted(count, 'picture')}"
    middle = means.mean(axis=0, dtype=np.float64)
    return ForeignPrior(middle[None].astype(np.float32), factor[None].astype(np.float32), what)


def _random(foreign: ForeignModel, prior: ForeignPrior | None) -> str:
    """What random faces are drawn from, where it is not what everybody expects."""
    if prior is not None:
        return f"random pictures come from {prior.what}"
    if foreign.normal:
        return ""
    return (
        "it was trained without a prior, so that random pictures come from N(0, I), where it may "
        "have learned nothing; --images PICTURES.npy fits a Gaussian to them"
    )


def _ranked(
    foreign: ForeignModel,
    decode: Any,
    size: int,
    encoded: tuple[Floats, Floats] | None,
    rng: np.random.Generator,
) -> tuple[tuple[RankedDimension, ...], str]:
    """Dimensions in the order in which they are numbered, and what that order is by."""
    if foreign.ranking is not None:
        return tuple(RankedDimension(i, 0.0, 0.0, 1.0) for i in foreign.ranking), foreign.ranked_by
    if encoded is not None:
        return rank_by_kl(*encoded), KL
    ranking = AxisRanking(decode, size, rng)
    while ranking.go_on():
        pass
    changes = ranking.changes
    busy = [i for i in ranking.order if changes[i] > LEAST_CHANGE * changes.max()]
    kept = busy if len(busy) >= 2 else ranking.order[:2]
    return tuple(RankedDimension(i, 0.0, 0.0, 1.0) for i in kept), CHANGE


def _bytes(arrays: dict[str, Floats]) -> bytes:
    buffer = io.BytesIO()
    named: dict[str, Any] = dict(arrays)
    np.savez_compressed(buffer, **named)
    return buffer.getvalue()
