"""Everything a report measures, in the order in which it is measured."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import FaceSetError
from morphing_faces.evaluation.baselines.centroids import centroids
from morphing_faces.evaluation.baselines.fit import (
    BaselineFit,
    linear_baselines,
    linear_rows,
    reference_row,
    row,
)
from morphing_faces.evaluation.baselines.linear import read_ppca
from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.evaluation.cache import Arrays, Cache, Document
from morphing_faces.evaluation.evaluate import Evaluation, bound_on, evaluation_of, fitting_rows
from morphing_faces.evaluation.metrics import draws
from morphing_faces.evaluation.metrics.distances import nearest
from morphing_faces.evaluation.metrics.memorisation import Nearness, nearness
from morphing_faces.evaluation.metrics.parzen import ParzenFit, parzen_window
from morphing_faces.evaluation.metrics.per_image import PerImage, judge_faces
from morphing_faces.evaluation.metrics.sample_quality import SampleQuality, look
from morphing_faces.evaluation.metrics.units import units_of
from morphing_faces.evaluation.report.settings import FETCH, Settings
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.capabilities import DEVIATION, ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.storage.progress import ProgressBar
from morphing_faces.types import Floats

if TYPE_CHECKING:
    from morphing_faces.evaluation.metrics.features import FeatureNetwork, Skill
    from morphing_faces.evaluation.metrics.recognition import RecognitionNetwork
    from morphing_faces.evaluation.report.independent import IndependentFindings

FEWEST = 8
"""Held-out faces that can be compared at all, half of them with the other half."""


@dataclass
class ReportFindings:
    """What was found; parts that were not measured are None or empty, and `left_out` says why.

    Attributes:
        rows: The held-out faces, [N].
        samples: As many pictures of the model's own.
        evaluation: The likelihood's figures.
        judged: The same face by face.
        baselines: The model and those it has to beat, on the same faces.
        windows: Parzen-window log-likelihoods.
        skills: What the feature network knows of held-out faces.
        looks: Distances and shares in its features.
        copies: How near samples are to training faces.
        independent: What judges say that no model was trained with; None where none was asked.
        left_out: A sentence a part.
    """

    rows: NDArray[np.int64]
    samples: Floats
    evaluation: Evaluation | None = None
    judged: PerImage | None = None
    baselines: list[BaselineFit] = field(default_factory=list)
    windows: list[ParzenFit] = field(default_factory=list)
    skills: tuple["Skill", ...] = ()
    looks: list[SampleQuality] = field(default_factory=list)
    copies: list[Nearness] = field(default_factory=list)
    independent: "IndependentFindings | None" = None
    left_out: list[str] = field(default_factory=list)


def find(
    model: Model, faces: FaceSet, settings: Settings, cache: Cache, display: ProgressBar
) -> ReportFindings:
    """Measure everything that can be measured.

    Raises:
        FaceSetError: The split is empty, or the faces have another shape than the model's.
        SourceError: The recognition network cannot be had.
    """
    recognition = _recognition(settings)  # refused, if it is, before minutes of work
    held_out = fitting_rows(model, faces, settings.split)
    rng = np.random.default_rng((settings.seed, 2))
    found = ReportFindings(held_out, draws.samples(model, rng, len(held_out)))
    _likelihood(found, model, faces, settings, display)
    ppca, factors = linear_baselines(faces, model.latent_size, settings, cache, display)
    found.baselines += linear_rows(ppca, factors, faces, held_out, settings.seed)
    if settings.reference_epochs:
        found.baselines.append(
            reference_row(faces, held_out, model.latent_size, settings, cache, display)
        )
    else:
        found.left_out.append("pythae's VAE was not asked for (--vae-epochs).")
    _windows(found, model, faces, ppca, settings, cache, display)
    _looks(found, model, faces, ppca, settings, cache, display)
    _independent(found, model, faces, recognition, cache, display)
    return found


def _likelihood(
    found: ReportFindings, model: Model, faces: FaceSet, settings: Settings, display: ProgressBar
) -> None:
    if not (ENCODING.of(model) and DEVIATION.of(model)):
        lacking = "standard deviation" if ENCODING.of(model) else "encoder"
        found.left_out.append(
            f"The model has no {lacking}: no likelihood, calibration, groups or bound."
        )
        return
    display.piece("likelihood")
    baseline, effort = read_ppca(model), settings.effort
    judged = judge_faces(
        model, faces, found.rows, baseline, seed=settings.seed, on_batch=display.step
    )
    display.piece("importance-weighted bound")
    bound = bound_on(
        model, faces, found.rows, effort.importance, effort.importance_faces, settings.seed,
        display.step,
    )  # fmt: skip
    found.judged = judged
    found.evaluation = evaluation_of(
        model, faces, settings.split, judged, baseline, units=units_of(model, judged),
        importance=bound,
    )  # fmt: skip
    size = math.prod(model.image_shape)
    found.baselines.append(
        row(
            f"{model.name}, {model.latent_size}",
            judged.elbo,
            judged.squares,
            size,
            "this model",
            exact=False,
        )
    )


def _windows(
    found: ReportFindings,
    model: Model,
    faces: FaceSet,
    ppca: PPCA,
    settings: Settings,
    cache: Cache,
    display: ProgressBar,
) -> None:
    effort, train = settings.effort, faces.split("train")
    valid, test = (
        draws.flat(draws.pictures(faces, rows)) for rows in (faces.split("valid"), found.rows)
    )
    if not len(valid):
        found.left_out.append("The face set has no valid faces to choose a Parzen bandwidth on.")
        return
    rng = np.random.default_rng((settings.seed, 3))

    def clusters() -> tuple[Arrays, Document]:
        count = min(effort.centroids, len(train) // 2)
        images = np.asarray(draws.flat(draws.pictures(faces, train)), np.float32)
        return {"centroids": centroids(images, count, settings.seed)}, {}

    def real() -> NDArray[np.floating]:
        chosen = np.sort(rng.permutation(train)[: effort.samples])
        return draws.flat(draws.pictures(faces, chosen))

    def kept() -> NDArray[np.floating]:
        wanted = {"count": effort.centroids, "seed": settings.seed}
        return cache.get("centroids", wanted, clusters)[0]["centroids"]

    def linear() -> NDArray[np.floating]:
        return np.clip(ppca.decode(rng.standard_normal((effort.samples, ppca.components))), 0, 1)

    sets: list[tuple[str, Callable[[], NDArray[np.floating]]]] = [
        (f"{model.name}, samples", lambda: draws.flat(draws.samples(model, rng, effort.samples))),
        (f"probabilistic PCA, {ppca.components}, samples", linear),
        ("real training faces", real),
        ("centroids of k-means on training faces", kept),
    ]
    for name, make in sets:
        display.piece(f"Parzen window: {name}")
        found.windows.append(parzen_window(name, make(), valid, test))


def _looks(
    found: ReportFindings,
    model: Model,
    faces: FaceSet,
    ppca: PPCA,
    settings: Settings,
    cache: Cache,
    display: ProgressBar,
) -> None:
    train = faces.split("train")
    held_out, training = (draws.pictures(faces, rows) for rows in (found.rows, train))
    display.piece("nearest training faces")
    found.copies.append(
        _nearness("pixels", held_out, found.samples, training, lambda images: draws.flat(images))
    )
    try:
        network = _features(faces, settings, cache, display)
    except FaceSetError as error:
        found.left_out.append(f"Looks: {error}.")
        return
    from morphing_faces.evaluation.metrics.features import features_of, skills

    def features(images: Floats) -> NDArray[np.floating]:
        return features_of(network, images)

    display.piece("looks")
    found.skills = skills(network, faces, found.rows)
    rng = np.random.default_rng((settings.seed, 4))
    of_training = features_of(network, training)
    reference = of_training[np.sort(rng.permutation(len(train))[: len(found.rows)])]
    linear = ppca.decode(rng.standard_normal((len(found.rows), ppca.components)))
    sets = {"held-out real faces": held_out, f"{model.name}, samples": found.samples}
    if found.judged is not None:
        sets[f"{model.name}, reconstructions of held-out faces"] = model.decode(
            found.judged.mean.astype(np.float32)
        )
    linear = np.clip(linear, 0, 1).reshape(-1, *model.image_shape)
    sets[f"probabilistic PCA, {ppca.components}, samples"] = linear.astype(np.float32)
    for name, images in sets.items():
        found.looks.append(look(name, features_of(network, images), of_training, reference))
    found.copies.append(_nearness("own features", held_out, found.samples, training, features))


def _independent(
    found: ReportFindings,
    model: Model,
    faces: FaceSet,
    network: "RecognitionNetwork | None",
    cache: Cache,
    display: ProgressBar,
) -> None:
    if network is None:
        found.left_out.append("No independent judge was asked (--recognition).")
        return
    if faces.eyes is None or len(found.rows) < FEWEST:
        lacking = (
            f"fewer than {FEWEST} of them" if faces.eyes else "nobody knows where their eyes are"
        )
        found.left_out.append(f"The independent judge compares faces, and here {lacking}.")
        return
    from morphing_faces.evaluation.report.independent import ask_finder, ask_recognition
    from morphing_faces.faces.find.finder_file import network_at_hand

    display.piece("recognition network")
    found.independent = ask_recognition(
        network, model, faces, faces.eyes, found.rows, found.samples, cache
    )
    finder = network_at_hand()
    if finder is None:
        found.left_out.append("The face finder is not at hand to say where it sees a face.")
        return
    from morphing_faces.faces.find.finder import Finder

    display.piece("face finder")
    sets = {
        "held-out photographs": draws.pictures(faces, found.rows),
        f"{model.name}, samples": found.samples,
    }
    found.independent.detections = ask_finder(Finder(finder).find, sets)


def _recognition(settings: Settings) -> "RecognitionNetwork | None":
    if settings.recognition is None:
        return None
    from morphing_faces.evaluation.metrics.recognition_files import load_recognition

    return load_recognition(None if settings.recognition == FETCH else Path(settings.recognition))


def _nearness(
    measure: str,
    held_out: Floats,
    made: Floats,
    training: Floats,
    numbers: Callable[[Floats], NDArray[np.floating]],
) -> Nearness:
    others = numbers(training)

    def distances(images: Floats) -> NDArray[np.float64]:
        # A training face's mirror image is as far from a picture as the face from the mirrored.
        both = [
            nearest(numbers(side), others)[1][:, 0] for side in (images, draws.mirrored(images))
        ]
        scale = np.sqrt(others.shape[1]) if measure == "pixels" else 1.0
        result: NDArray[np.float64] = np.minimum(*both) / scale
        return result

    return nearness(measure, distances(held_out), distances(made))


def _features(
    faces: FaceSet, settings: Settings, cache: Cache, display: ProgressBar
) -> "FeatureNetwork":
    import torch

    from morphing_faces.evaluation.metrics.features import description, rebuild, train_features

    epochs, seed = settings.effort.feature_epochs, settings.seed

    def make() -> tuple[Arrays, Document]:
        display.piece("feature network")
        made = train_features(faces, epochs=epochs, seed=seed, on_step=display.step)
        weights = {name: value.numpy() for name, value in made.state_dict().items()}
        return weights, description(made)

    weights, document = cache.get("features", {"epochs": epochs, "seed": seed}, make)
    return rebuild(document, {name: torch.from_numpy(value) for name, value in weights.items()})
