"""A finished run to a model folder."""

import io
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
import torch

from morphing_faces.errors import FaceSetError, TrainingError
from morphing_faces.evaluation.baselines.linear import NO_PPCA, fit_baseline, ppca_bytes
from morphing_faces.evaluation.evaluate import evaluate
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.config import FORMAT, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import GOLDEN, PPCA, PRIOR
from morphing_faces.model.onnx.half import halved
from morphing_faces.model.write import refuse_existing, write_model
from morphing_faces.types import Floats
from morphing_faces.vae.card import model_card
from morphing_faces.vae.coder import Calibration
from morphing_faces.vae.heldout import held_out
from morphing_faces.vae.kl_ranking import rank_dimensions
from morphing_faces.vae.network import VAE, architecture, converter
from morphing_faces.vae.prior import FittedPrior, fit_prior
from morphing_faces.vae.run import load_best, read_run
from morphing_faces.vae.trained_on import other_faces
from morphing_faces.version import __version__

Precision = Literal["auto", "int8", "fp16", "fp32"]
TRIALS = "int8", "fp16", "fp32"
TOLERANCE = 2 / 255
"""The most that a decoded pixel may differ from the full-precision network's: two grey levels."""
GOLDEN_PAIRS = 16
CALIBRATION = 6000
PRIOR_COMPONENTS = 8


@dataclass(frozen=True)
class ExportReport:
    """What an export did.

    Attributes:
        precision: Of the matrices it wrote.
        largest_difference: Between decoded golden faces and the full-precision network's.
        megabytes: Size of the folder.
        elbo: Of the test faces, nats per image.
        prior_gain: By how much the fitted prior raises the ELBO of held-out faces, in nats per
            image; None where none was fitted.
    """

    precision: str
    largest_difference: float
    megabytes: float
    elbo: float
    prior_gain: float | None


def export(
    run: Path,
    faces: FaceSet,
    folder: Path,
    *,
    precision: Precision = "auto",
    prior_components: int = PRIOR_COMPONENTS,
    temperature: float = 1.0,
    ppca: bool = True,
    seed: int = 0,
    report: str | None = None,
    licence: str | None = None,
) -> ExportReport:
    """Write the best network of a run as a model folder named after it.

    It ranks the latent dimensions over held-out faces, adds the golden pairs, a prior fitted to
    the training faces and the linear baseline of them, measures the result on the test faces, and
    says so on the card.

    Args:
        run: A run folder.
        faces: The face set it was trained on.
        folder: The model folder to write; must not exist yet.
        precision: Of matrices. "auto" takes the fewest bits with which the golden faces agree
            within TOLERANCE.
        prior_components: Of the mixture that random faces are drawn from; 0 leaves them N(0, I).
        temperature: By what the standard deviations of its components are multiplied.
        ppca: Fit the linear baseline; without it, or where the faces are too few for it, the folder
            and its card say why there is none.
        seed: Of the golden pairs and of every sample in the figures.
        report: Where a report on the model is, or will be, for the card to link to.
        licence: Of the weights, for the card; None where they are for non-commercial research.

    Raises:
        TrainingError: The run has no finished epoch; or "int8" was asked for and is too coarse.
        FaceSetError: The faces are not those that the run was trained on.
        ModelError: The folder exists or cannot be written.
    """
    refuse_existing(folder)  # before minutes are spent on rounding
    network, progress = load_best(run)
    record = read_run(run)
    if other := other_faces(record.faces, record.network, faces):
        raise FaceSetError(
            f"{faces.folder} is not the face set that {run} was trained on "
            f"({record.faces.folder}): {other}"
        )
    prior = fit_prior(network, faces, prior_components, temperature, seed)
    golden = golden_pairs(network, prior, seed)
    contents = {GOLDEN: _golden_bytes(golden)}
    no_ppca = "it was not asked for (--no-ppca)"
    if ppca:
        try:
            fitted = fit_baseline(faces, network.config.latent, seed)
        except FaceSetError as error:
            no_ppca = str(error)
        else:
            contents[PPCA] = ppca_bytes(fitted)
    if prior:
        contents[PRIOR] = prior.graph().SerializeToString()
    config = ModelConfig(
        format=FORMAT,
        name=folder.name,
        image=ImageConfig(
            network.config.height, network.config.width, network.config.channels, faces.eyes
        ),
        latent_size=network.config.latent,
        interesting=_ranking(network, faces, record.training.cut),
        files={},
        provenance={
            "made_by": f"morphing-faces {__version__}",
            "network": architecture(network.config.network).describe(network.config),
            "training": asdict(record.training),
            "best_epoch": progress,
            "faces": {
                "count": len(faces),
                "splits": faces.card.splits,
                "sources": [source.name for source in faces.card.sources],
            },
        }
        | ({} if PPCA in contents else {NO_PPCA: no_ppca})
        | ({"prior": _prior_record(prior)} if prior else {})
        | ({"report": report} if report else {}),
    )
    with tempfile.TemporaryDirectory() as scratch:
        networks = converter(network)
        trials = TRIALS if precision == "auto" else (precision,)
        for trial in trials:
            draft = Path(scratch) / trial / folder.name
            shown = calibration(network, faces, seed) if trial == "int8" else None
            files = contents | networks(shown)
            if trial == "fp16":
                graphs = [name for name in files if name.endswith(".onnx")]
                files |= {name: halved(files[name]) for name in graphs}
            write_model(draft, config, files, "")
            model = ModelFolder(draft)
            difference = float(np.abs(model.decode(golden["z"]) - golden["face"]).max())
            if difference <= TOLERANCE:
                break
        else:
            raise TrainingError(
                f"with {precision} matrices a decoded pixel is off by {255 * difference:.1f} of "
                f"255 grey levels, more than 2; export it with --precision fp32"
            )
        evaluation = evaluate(model, faces, "test", seed=seed)
    config = msgspec.structs.replace(
        config,
        provenance=config.provenance
        | {"precision": trial, "evaluation": asdict(replace(evaluation, model=folder.name))},
    )
    card = model_card(config, faces.card, sum(map(len, files.values())), licence)
    write_model(folder, config, files, card)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    gain = prior.gain if prior else None
    return ExportReport(trial, difference, size / 1e6, evaluation.elbo, gain)


def calibration(network: VAE, faces: FaceSet, seed: int) -> Calibration:
    """Latent points in and about N(0, I), and training faces, to round a network's matrices by."""
    rng = np.random.default_rng(seed)
    spread = rng.uniform(0.5, 1.5, (CALIBRATION, 1))
    z = spread * rng.standard_normal((CALIBRATION, network.config.latent))
    rows = rng.permutation(faces.split("train"))[:CALIBRATION]
    pixels = faces.images[np.sort(rows)].reshape(len(rows), -1)
    return Calibration(z.astype(np.float32), np.divide(pixels, 255, dtype=np.float32))


def golden_pairs(
    network: VAE, prior: FittedPrior | None, seed: int, count: int = GOLDEN_PAIRS
) -> dict[str, Floats]:
    """Draw latent points from N(0, I); decode them, and encode the faces, in full precision.

    The pictures to encode are the network's own faces, so that no photograph is given away.

    Args:
        network: In evaluation mode.
        prior: Its fitted prior, if it has one.
        seed: Of the latent points.
        count: K, how many pairs.

    Returns:
        "z" [K, L], "face" [K, H, W(, 3)], "image" the same faces, "mean" [K, L]; and with a
        fitted prior "noise" [K, 1 + L] and the latent points it makes of it, "drawn" [K, L].
    """
    generator = torch.Generator().manual_seed(seed)
    size = network.config
    with torch.no_grad():
        z = torch.randn(count, size.latent, generator=generator)
        face = network.decoder(z).mean.clamp(0, 1)
        mean = network.encoder(face).mean
    pictures = face.reshape(count, *size.shape).numpy()
    pairs = {"z": z.numpy(), "face": pictures, "image": pictures, "mean": mean.numpy()}
    if prior:
        noise = torch.randn(count, 1 + size.latent, generator=generator)
        pairs |= {"noise": noise.numpy(), "drawn": prior.place(noise).numpy()}
    return pairs


def _prior_record(prior: FittedPrior) -> dict[str, float]:
    """What a model's provenance says of its fitted prior."""
    return {
        "components": len(prior.mixture.weights),
        "temperature": prior.temperature,
        "elbo_gain": prior.gain,
    }


def _ranking(network: VAE, faces: FaceSet, cut: int) -> tuple[RankedDimension, ...]:
    judged = held_out(network, faces)
    return tuple(rank_dimensions(judged.kl.numpy(), judged.mean.numpy(), cut))


def _golden_bytes(golden: dict[str, Floats]) -> bytes:
    buffer = io.BytesIO()
    arrays: dict[str, Any] = dict(golden)
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()
