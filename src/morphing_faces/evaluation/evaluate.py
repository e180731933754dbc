"""Judge a model folder on a face set, without torch and without its training checkpoint."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.baselines.linear import read_ppca, why_no_ppca
from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.evaluation.metrics.density import (
    bits_per_dim,
    dequantised,
    standard_error,
)
from morphing_faces.evaluation.metrics.fairness import FEW, Group, by_group
from morphing_faces.evaluation.metrics.importance import (
    AutoencodingModel,
    Importance,
    importance_bound,
)
from morphing_faces.evaluation.metrics.per_image import INTERVALS, PerImage, judge_faces
from morphing_faces.evaluation.metrics.units import ACTIVE_VARIANCE, Units, units_of
from morphing_faces.faces.set.faceset import FaceSet, Which
from morphing_faces.model.capabilities import DEVIATION, ENCODING
from morphing_faces.model.protocol import Model


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
class Interval:
    """Does the standard deviation mean what it says?

    Attributes:
        nominal: Probability of a central interval of p(x|z), z a sample of q(z|x).
        covered: Share of the pixel values of all faces that lie in it.
    """

    nominal: float
    covered: float


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
        calibration: Coverage of the intervals of 50, 90 and 99 %.
        groups: The same by age band, gender, ethnicity, expression and source, where known.
        units: Of every latent dimension, where asked for.
        importance: The importance-weighted bound, where asked for.
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
    calibration: tuple[Interval, ...]
    groups: tuple[Group, ...]
    units: Units | None = None
    importance: Importance | None = None


def evaluate(
    model: Model,
    faces: FaceSet,
    split: Which = "test",
    *,
    seed: int = 0,
    units: bool = False,
    importance: int = 0,
    importance_faces: int = 100,
    on_batch: Callable[[int, int], None] = lambda _done, _of: None,
) -> Evaluation:
    """Measure a model on a face set.

    Args:
        model: With an encoder and a standard deviation.
        faces: Pictures of the model's shape.
        split: "train", "valid", "test", or "all" for a set that the model never saw.
        seed: Of the dequantisation noise and the samples of z.
        units: Also list every latent dimension.
        importance: Also take K samples a face for the importance-weighted bound, at most 5000.
        importance_faces: On how many faces, drawn at random.
        on_batch: Told how many faces are done, and of how many.

    Raises:
        ModelError: The model cannot encode, or does not state its standard deviation.
        FaceSetError: The split is empty, or the faces have another shape than the model's.
    """
    rows = judged_rows(model, faces, split)
    ppca = read_ppca(model)
    judged = judge_faces(model, faces, rows, ppca, seed=seed, on_batch=on_batch)
    bound = None
    if importance:
        bound = bound_on(model, faces, rows, importance, importance_faces, seed, on_batch)
    return evaluation_of(
        model, faces, split, judged, ppca, units=units_of(model, judged) if units else None,
        importance=bound,
    )  # fmt: skip


def judged_rows(model: Model, faces: FaceSet, split: Which) -> NDArray[np.int64]:
    """The faces of a split, once it is sure that the model can be judged on them.

    Raises:
        ModelError: The model cannot encode, or does not state its standard deviation.
        FaceSetError: The split is empty, or the faces have another shape than the model's.
    """
    for needed in (ENCODING, DEVIATION):
        needed.needed(model)
    return fitting_rows(model, faces, split)


def fitting_rows(model: Model, faces: FaceSet, split: Which) -> NDArray[np.int64]:
    """The faces of a split, if they have the model's shape.

    Raises:
        FaceSetError: The split is empty, or the faces have another shape than the model's.
    """
    shape = faces.card.shape[1:]
    if shape != model.image_shape:
        raise FaceSetError(
            f"the face set has pictures of shape {list(shape)}, "
            f"but model {model.name!r} was made for {list(model.image_shape)}"
        )
    rows = faces.split(split)
    if not len(rows):
        raise FaceSetError(f"the face set has no faces in its split {split!r}")
    return rows


def bound_on(
    model: Model,
    faces: FaceSet,
    rows: NDArray[np.int64],
    samples: int,
    count: int,
    seed: int,
    on_face: Callable[[int, int], None] = lambda _done, _of: None,
) -> Importance:
    """The importance-weighted bound on some of these faces, drawn at random."""
    rng = np.random.default_rng((seed, samples))
    chosen = np.sort(rng.permutation(rows)[: max(1, count)])
    images = (x for batch in dequantised(faces, chosen, rng) for x in batch)
    return importance_bound(
        AutoencodingModel(model), images, samples, rng, lambda done: on_face(done, len(chosen))
    )


def evaluation_of(
    model: Model,
    faces: FaceSet,
    split: str,
    judged: PerImage,
    ppca: PPCA | None,
    *,
    units: Units | None = None,
    importance: Importance | None = None,
) -> Evaluation:
    """Sum up what a pass over faces measured."""
    baseline = None
    if ppca and judged.linear:
        exact, errors = judged.linear
        baseline = Baseline(ppca.components, float(exact.mean()), float(np.sqrt(errors.mean())))
    covered = judged.covered.reshape(len(INTERVALS), -1).mean(axis=1)
    elbo = judged.elbo
    return Evaluation(
        model=model.name,
        split=split,
        faces=len(judged.rows),
        elbo=float(elbo.mean()),
        elbo_standard_error=standard_error(elbo),
        log_likelihood=float(judged.log_likelihood.mean()),
        kl=float(judged.kl.sum(axis=1).mean()),
        bits_per_dim=bits_per_dim(float(elbo.mean()), math.prod(model.image_shape)),
        rmse=float(np.sqrt(judged.squares.mean())),
        active_units=int((judged.mean.var(axis=0) > ACTIVE_VARIANCE).sum()),
        ppca=baseline,
        ppca_left_out=None if ppca else why_no_ppca(model),
        calibration=tuple(
            Interval(nominal, float(share))
            for nominal, share in zip(INTERVALS, covered, strict=True)
        ),
        groups=by_group(faces, judged.rows, elbo, judged.squares),
        units=units,
        importance=importance,
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
        *(
            (f"within {interval.nominal:.0%}", f"{interval.covered:.1%} of pixel values")
            for interval in figures.calibration
        ),
    ]
    if figures.ppca:
        rows += [
            ("PPCA components", f"{figures.ppca.components}"),
            ("PPCA log-likelihood", f"{figures.ppca.log_likelihood:,.1f} nats per image"),
            ("PPCA RMSE", f"{figures.ppca.rmse:.4f} of the range 0 to 1"),
        ]
    else:
        rows.append(("PPCA", f"left out: {figures.ppca_left_out}"))
    if bound := figures.importance:
        rows += [
            (
                f"bound, K = {bound.samples}",
                f"{bound.bound:,.1f} ± {bound.standard_error:.1f} nats per image",
            ),
            ("of so many faces", f"{bound.faces:,}"),
            ("above their ELBO by", f"{bound.gain:,.1f} ± {bound.gain_standard_error:.1f} nats"),
            ("effective samples", f"{bound.effective_samples:.1f} of {bound.samples}"),
        ]
    lines = [f"{name:20} {value}" for name, value in rows]
    if figures.groups:
        lines += ["", f"{'group':32} {'faces':>6} {'ELBO':>16}  RMSE"]
        lines += map(_group_line, figures.groups)
        if any(group.few for group in figures.groups):
            lines.append(f"* fewer than {FEW} faces: these figures say little")
    return "\n".join(lines)


def _group_line(group: Group) -> str:
    name = f"{group.label} {group.value}{'*' if group.few else ''}"
    elbo = f"{group.elbo:,.0f} ± {group.elbo_standard_error:.0f}"
    return (
        f"{name:32} {group.faces:6,} {elbo:>16}  {group.rmse:.4f} ± {group.rmse_standard_error:.4f}"
    )
