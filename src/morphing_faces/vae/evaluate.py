"""Judge a model folder on a face set, without torch and without its training checkpoint."""

import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import FaceSetError, ModelError
from morphing_faces.faces.faceset import FaceSet, Which
from morphing_faces.model import PPCA as PPCA_FILE
from morphing_faces.model import Model
from morphing_faces.vae.ppca import PPCA

BATCH = 256
ACTIVE_VARIANCE = 0.01
"""A unit is active when its posterior mean varies more than this over faces (Burda, Grosse &
Salakhutdinov, "Importance Weighted Autoencoders", 2016, section 5.2)."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Baseline:
    """Probabilistic PCA on the same faces.

    Attributes:
        components: Latent dimensions.
        log_likelihood: Exact, in nats per image.
        rmse: Of reconstructions from the posterior mean, in units of the range [0, 1].
    """

    components: int
    log_likelihood: float
    rmse: float


@dataclass(frozen=True)
class Evaluation:
    """Figures of a model on faces; those in nats are means per image.

    Attributes:
        model: The model's name.
        split: Which faces of the set: "train", "valid", "test" or "all".
        faces: How many.
        elbo: log_likelihood - kl, with one sample of z a face.
        elbo_standard_error: Of the mean over faces.
        log_likelihood: E_q[log p(x|z)], of dequantised images.
        kl: KL(q(z|x) || N(0, I)).
        bits_per_dim: The bound on the code length of an 8-bit image, in bits per pixel value.
        rmse: Of reconstructions from the posterior mean, in units of the range [0, 1].
        active_units: Latent dimensions whose posterior mean varies by more than 0.01 over the
            faces (Burda et al. 2016).
        ppca: The linear baseline, or None with `ppca_left_out` saying why.
    """

    model: str
    split: str
    faces: int
    elbo: float
    elbo_standard_error: float
    log_likelihood: float
    kl: float
    bits_per_dim: float
    rmse: float
    active_units: int
    ppca: Baseline | None
    ppca_left_out: str | None


def evaluate(
    model: Model,
    faces: FaceSet,
    split: Which = "test",
    *,
    seed: int = 0,
    on_batch: Callable[[int, int], None] = lambda _done, _of: None,
) -> Evaluation:
    """Measure a model on a face set.

    Args:
        model: With an encoder and a standard deviation.
        faces: Pictures of the model's shape.
        split: "train", "valid", "test", or "all" for a set that the model never saw.
        seed: Of the dequantisation noise and the samples of z.
        on_batch: Told how many faces are done, and of how many.

    Raises:
        ModelError: The model cannot encode, or does not state its standard deviation.
        FaceSetError: The split is empty, or the faces have another shape than the model's.
    """
    if not (model.has_encoder and model.has_std):
        raise ModelError(
            f"model {model.name!r} has no encoder or no standard deviation, so its likelihood "
            f"cannot be computed"
        )
    if faces.images.shape[1:] != model.image_shape:
        raise FaceSetError(
            f"the face set has pictures of shape {list(faces.images.shape[1:])}, "
            f"but model {model.name!r} was made for {list(model.image_shape)}"
        )
    rows = faces.split(split)
    if not len(rows):
        raise FaceSetError(f"the face set has no faces in its split {split!r}")
    ppca = read_ppca(model)
    rng = np.random.default_rng(seed)
    log_likelihood, kl, squares, means, linear = [], [], [], [], []
    for x in dequantised(faces, rows, rng):
        mean, std = (part.astype(np.float64) for part in model.encode(x))
        z = mean + std * rng.standard_normal(mean.shape)
        log_likelihood.append(gaussian_log_density(x, model.decode(z), model.std(z)))
        kl.append(0.5 * (mean**2 + std**2 - 1 - 2 * np.log(std)).sum(axis=1))
        squares.append(_mean_squares(x - model.decode(mean)))
        means.append(mean)
        if ppca:
            flat = x.reshape(len(x), -1)
            error = flat - ppca.decode(ppca.posterior(flat)[0])
            linear.append((ppca.log_likelihood(flat), _mean_squares(error)))
        on_batch(sum(map(len, means)), len(rows))
    elbo = np.concatenate(log_likelihood) - np.concatenate(kl)
    baseline = None
    if ppca:
        exact, errors = (np.concatenate(part) for part in zip(*linear, strict=True))
        baseline = Baseline(ppca.components, float(exact.mean()), float(np.sqrt(errors.mean())))
    return Evaluation(
        model=model.name,
        split=split,
        faces=len(rows),
        elbo=float(elbo.mean()),
        elbo_standard_error=float(elbo.std() / math.sqrt(len(elbo))),
        log_likelihood=float(np.concatenate(log_likelihood).mean()),
        kl=float(np.concatenate(kl).mean()),
        bits_per_dim=bits_per_dim(float(elbo.mean()), math.prod(model.image_shape)),
        rmse=float(np.sqrt(np.concatenate(squares).mean())),
        active_units=int((np.concatenate(means).var(axis=0) > ACTIVE_VARIANCE).sum()),
        ppca=baseline,
        ppca_left_out=None if ppca else f"the model folder has no {PPCA_FILE}",
    )


def table(figures: Evaluation) -> str:
    """An evaluation as lines for a person."""
    rows = [
        ("model", figures.model),
        ("faces", f"{figures.faces:,} ({figures.split})"),
        ("ELBO", f"{figures.elbo:,.1f} ± {figures.elbo_standard_error:.1f} nats per image"),
        ("log-likelihood", f"{figures.log_likelihood:,.1f} nats per image"),
        ("KL", f"{figures.kl:,.1f} nats per image"),
        ("bits per dimension", f"{figures.bits_per_dim:.4f}"),
        ("RMSE", f"{figures.rmse:.4f} of the range 0 to 1"),
        ("active units", f"{figures.active_units}"),
    ]
    if figures.ppca:
        rows += [
            ("PPCA components", f"{figures.ppca.components}"),
            ("PPCA log-likelihood", f"{figures.ppca.log_likelihood:,.1f} nats per image"),
            ("PPCA RMSE", f"{figures.ppca.rmse:.4f} of the range 0 to 1"),
        ]
    else:
        rows.append(("PPCA", f"left out: {figures.ppca_left_out}"))
    return "\n".join(f"{name:20} {value}" for name, value in rows)


def gaussian_log_density(
    x: Doubles, mean: NDArray[np.floating], std: NDArray[np.floating]
) -> Doubles:
    """Log N(x; mean, diag(std^2)) of every image, summed over its values: [N, ...] to [N], nats."""
    deviation = std.astype(np.float64)
    terms = ((x - mean) / deviation) ** 2 + 2 * np.log(deviation) + math.log(2 * math.pi)
    result: Doubles = -0.5 * terms.reshape(len(x), -1).sum(axis=1)
    return result


def bits_per_dim(nats: float, size: int) -> float:
    """Nats per image of a density on [0, 1)^size, as bits per 8-bit pixel value.

    One of 256 values has the mass of the density over a cell of width 1/256 (Theis et al. 2016).
    """
    return 8 - nats / (size * math.log(2))


def dequantised(
    faces: FaceSet, rows: NDArray[np.intp], rng: np.random.Generator
) -> Iterator[Doubles]:
    """Batches of (x + u) / 256 with u uniform on [0, 1): [N, H, W] or [N, H, W, 3]."""
    for start in range(0, len(rows), BATCH):
        pixels = faces.images[rows[start : start + BATCH]]
        yield (pixels + rng.random(pixels.shape)) / 256


def read_ppca(model: Model) -> PPCA | None:
    """The linear baseline that a model folder carries, if it does.

    Raises:
        ModelError: The file is damaged.
    """
    if PPCA_FILE not in model.config.files:
        return None
    arrays = model.arrays(PPCA_FILE)
    try:
        mean, loadings, variance = (arrays[key] for key in ("mean", "loadings", "variance"))
    except KeyError as error:
        raise ModelError(f"{PPCA_FILE} of model {model.name!r} lacks the array {error}") from None
    return PPCA(mean.astype(np.float64), loadings.astype(np.float64), float(variance))


def ppca_bytes(ppca: PPCA) -> bytes:
    """A linear baseline as a file for the model folder; its loadings rounded to 16 bits."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        mean=ppca.mean.astype(np.float32),
        loadings=ppca.loadings.astype(np.float16),
        variance=np.float64(ppca.variance),
    )
    return buffer.getvalue()


def _mean_squares(errors: NDArray[np.floating]) -> Doubles:
    flat: Doubles = (errors.astype(np.float64) ** 2).reshape(len(errors), -1).mean(axis=1)
    return flat
