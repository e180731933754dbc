"""The models that a VAE has to be better than, fitted to the same training faces."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.evaluation.baselines.covariance import Covariance
from morphing_faces.evaluation.baselines.factor_analysis import Factors, fit_factors
from morphing_faces.evaluation.baselines.ppca import PPCA, ppca_of
from morphing_faces.evaluation.cache import Arrays, Cache, Document
from morphing_faces.evaluation.metrics.density import (
    bits_per_dim,
    dequantised,
    mean_squares,
    standard_error,
    training_images,
)
from morphing_faces.evaluation.report.settings import Settings
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.storage.progress import ProgressBar
from morphing_faces.types import Doubles


@dataclass(frozen=True)
class BaselineFit:
    """A model's figures on the held-out faces.

    Attributes:
        name: Which model.
        exact: Whether `nats` is log p(x) itself, or a bound on it.
        nats: Mean per image.
        standard_error: Of that mean.
        bits_per_dim: The same in bits per pixel value.
        rmse: Of reconstructions, in units of the range [0, 1].
        note: How it came about.
    """

    name: str
    exact: bool
    nats: float
    standard_error: float
    bits_per_dim: float
    rmse: float
    note: str


def row(
    name: str, nats: Doubles, squares: Doubles, size: int, note: str, *, exact: bool
) -> BaselineFit:
    """Sum up a model's figures face by face."""
    mean = float(nats.mean())
    rmse = float(np.sqrt(squares.mean()))
    return BaselineFit(
        name, exact, mean, standard_error(nats), bits_per_dim(mean, size), rmse, note
    )


def linear_baselines(
    faces: FaceSet, latent: int, settings: Settings, cache: Cache, display: ProgressBar
) -> tuple[PPCA, Factors]:
    """Probabilistic PCA and factor analysis of the training faces, with as many components."""

    def make() -> tuple[Arrays, Document]:
        display.piece("probabilistic PCA")
        covariance = Covariance(lambda: training_images(faces, settings.seed))
        ppca = ppca_of(covariance, components)
        display.piece("factor analysis")
        factors = fit_factors(
            covariance, ppca, iterations=settings.effort.factor_steps, on_step=display.step
        )
        arrays = {
            "mean": covariance.mean,
            "ppca_loadings": ppca.loadings,
            "loadings": factors.loadings,
            "variances": factors.variances,
        }
        return arrays, {"variance": ppca.variance, "iterations": factors.iterations}

    components = min(latent, math.prod(faces.card.shape[1:]) - 1)
    wanted = {"components": components, "steps": settings.effort.factor_steps}
    arrays, document = cache.get("linear", wanted | {"seed": settings.seed}, make)
    mean = arrays["mean"]
    return (
        PPCA(mean, arrays["ppca_loadings"], document["variance"]),
        Factors(mean, arrays["loadings"], arrays["variances"], document["iterations"]),
    )


def linear_rows(
    ppca: PPCA, factors: Factors, faces: FaceSet, rows: NDArray[np.int64], seed: int
) -> list[BaselineFit]:
    """Judge the linear models on the held-out faces, with the noise that the model had, too."""
    images = dequantised(faces, rows, np.random.default_rng(seed))
    x = np.concatenate([batch.reshape(len(batch), -1) for batch in images])
    linear = mean_squares(x - ppca.decode(ppca.posterior(x)[0]))
    factored = mean_squares(x - factors.decode(factors.posterior_mean(x)))
    size, count = x.shape[1], ppca.components
    steps = f"expectation maximisation, {factors.iterations} steps from probabilistic PCA"
    return [
        row(f"probabilistic PCA, {count}", ppca.log_likelihood(x), linear, size,
            "maximum likelihood in closed form", exact=True),
        row(f"factor analysis, {count}", factors.log_likelihood(x), factored, size, steps,
            exact=True),
    ]  # fmt: skip


def reference_row(
    faces: FaceSet,
    rows: NDArray[np.int64],
    latent: int,
    settings: Settings,
    cache: Cache,
    display: ProgressBar,
) -> BaselineFit:
    """Train pythae's VAE, or fetch it from the cache, and judge it on the held-out faces."""
    import torch

    from morphing_faces.evaluation.baselines.reference import (
        Reference,
        ReferenceCoder,
        train_reference,
    )

    epochs, hidden, seed = settings.reference_epochs, settings.hidden, settings.seed
    size = math.prod(faces.card.shape[1:])

    def make() -> tuple[Arrays, Document]:
        display.piece(f"pythae's VAE, {epochs} epochs")
        made = train_reference(
            faces, latent=latent, hidden=hidden, epochs=epochs, seed=seed, on_step=display.step
        )
        arrays = {
            f"{part}.{name}": value.numpy()
            for part, coder in (("encoder", made.encoder), ("decoder", made.decoder))
            for name, value in coder.state_dict().items()
        }
        return arrays, {"variance": made.variance}

    wanted = {"latent": latent, "hidden": hidden, "epochs": epochs, "seed": seed}
    arrays, document = cache.get("pythae", wanted, make)
    encoder, decoder = (
        ReferenceCoder(size, hidden, 2 * latent),
        ReferenceCoder(latent, hidden, size),
    )
    for part, coder in (("encoder.", encoder), ("decoder.", decoder)):
        coder.load_state_dict(
            {
                name.removeprefix(part): torch.from_numpy(value)
                for name, value in arrays.items()
                if name.startswith(part)
            }
        )
    reference = Reference(encoder.eval(), decoder.eval(), document["variance"], epochs)
    images = dequantised(faces, rows, np.random.default_rng(seed))
    rng = np.random.default_rng((seed, 1))
    parts = [reference.elbo(batch.reshape(len(batch), -1), rng) for batch in images]
    elbo, squares = (np.concatenate(part) for part in zip(*parts, strict=True))
    note = (
        f"two hidden layers of {hidden:,} units, {epochs} epochs by pythae 0.1.2's own trainer; "
        f"its unit variance replaced by the best fixed one for training faces, "
        f"{math.sqrt(reference.variance):.3f} squared"
    )
    return row(f"pythae's VAE, {latent}", elbo, squares, size, note, exact=False)
