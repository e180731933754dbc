"""The model card: what the model is, what it was made from, how good it is, what it must not be."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from morphing_faces.evaluation.metrics.density import bits_per_dim
from morphing_faces.evaluation.metrics.fairness import FEW
from morphing_faces.faces.set.faceset import Card
from morphing_faces.model.config import ModelConfig

HEAD = 0.38
"""Eyes that are nearer to each other, in parts of the side, leave room for the hair."""
RESEARCH = "other\nlicense_name: non-commercial-research"
FRONT_MATTER = """\
---
license: {licence}
library_name: morphing-faces
pipeline_tag: unconditional-image-generation
tags:
- variational-autoencoder
- faces
- onnx
---
"""


def model_card(config: ModelConfig, faces: Card, size: int, licence: str | None = None) -> str:
    """Write the card of an exported model, as Markdown.

    Args:
        config: With "network", "training", "best_epoch", "precision" and "evaluation" in its
            provenance, and the address of a report as "report" if there is one.
        faces: The card of the face set it was trained on.
        size: Bytes of the model's files.
        licence: Of the weights, as the Hugging Face Hub spells it; None where they are for
            non-commercial research only, as photographs of people are.
    """
    training, epoch = config.provenance["training"], config.provenance["best_epoch"]
    figures = config.provenance["evaluation"]
    channels = "grey" if config.image.channels == 1 else "colour"
    sources = "\n".join(
        f"| {source.name} | {source.photographs:,} | {source.kept:,} |" for source in faces.sources
    )
    aligned = ", aligned by the eyes" if faces.eyes else ""
    start = "random weights"
    if training["start"] == "ppca":
        start = f"the solution of probabilistic PCA with {training['components']} components"
    report = config.provenance.get("report")
    link = (
        f"\nEverything that was measured, with pictures: [the report]({report}).\n"
        if report
        else ""
    )
    return f"""{FRONT_MATTER.format(licence=licence or RESEARCH)}
# {config.name}

A variational autoencoder of faces: {config.provenance["network"]},
{config.latent_size} latent dimensions, a Gaussian prior, posterior and conditional,
{_covariances(training)}. Pictures are
{config.image.height} x {config.image.width} pixels, {channels}{aligned}.
It is played with Morphing Faces:

```
morphing-faces --model {config.name}
```

Every face it draws is an invention of the model.

## Measured

On {figures["faces"]:,} held-out faces that share no person (where persons are named) and no file
with the training faces; copies of a photograph that were saved anew are not recognised. In nats
per image of pixels (x + u)/256. Again with `morphing-faces evaluate {config.name} FACES`.

{_table(figures, config)}

These figures are of the files in this folder ({size / 1e6:.1f} MB, {config.provenance["precision"]}
matrices), not of the training checkpoint.
{link}{_groups(figures["groups"])}
## Training

From {start}, at most {training["epochs"]} epochs over
{faces.splits.get("train", 0):,} faces and their mirror images in batches of {training["batch"]};
AdamW at a rate of {training["rate"]:g} with a cosine schedule; layers {_precision(training)},
likelihoods in float32. The weights are the exponential average of epoch {epoch["epoch"]}, the
best by the ELBO of other held-out faces.

| source | photographs | faces kept |
|---|---|---|
{sources}

## Licence

The code is under the MIT licence. {_licence(licence)}

## Limits

{_shown(config)}
- It repeats the imbalances of its photographs. Do not draw conclusions about people, or about
  groups of people, from what it does.
- It must not be used to identify, rate or classify persons. A reconstruction of a photograph is
  the model's guess, not the person.
"""


def _table(figures: Mapping[str, Any], config: ModelConfig) -> str:
    """The likelihood's figures, beside those of the linear baseline where there is one."""
    elbo = f"{figures['elbo']:,.0f} ± {figures['elbo_standard_error']:.0f}"
    coverage = ", ".join(
        f"{interval['nominal']:.0%}: {interval['covered']:.1%}"
        for interval in figures["calibration"]
    )
    ppca, beside = figures["ppca"], {}
    head = ["", "this model"]
    if ppca:
        nats = ppca["log_likelihood"]
        head.append(f"probabilistic PCA, {ppca['components']} components")
        bits = bits_per_dim(nats, math.prod(config.image.shape))
        beside = {"elbo": f"{nats:,.0f}", "bits": f"{bits:.3f}", "rmse": f"{ppca['rmse']:.4f}"}
    rows = [
        ("elbo", "ELBO (for PCA: exact log-likelihood)", elbo),
        ("", "log-likelihood term", f"{figures['log_likelihood']:,.0f}"),
        ("", "KL term", f"{figures['kl']:,.1f}"),
        ("bits", "bits per dimension", f"{figures['bits_per_dim']:.3f}"),
        ("rmse", "RMSE of reconstructions, range 0 to 1", f"{figures['rmse']:.4f}"),
        ("", "active units", f"{figures['active_units']}"),
        ("", "pixels within the central interval of", coverage),
    ]
    cells = [head, ["---"] * len(head)]
    cells += [[name, value, beside.get(key, "")][: len(head)] for key, name, value in rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in cells)
    return table if ppca else f"{table}\n\nNo probabilistic PCA: {figures['ppca_left_out']}."


def _groups(groups: Sequence[Mapping[str, Any]]) -> str:
    """How the same faces fare by the labels of their collections."""
    if not groups:
        return ""
    rows = "\n".join(
        f"| {group['label']} {group['value']}{' *' if group['few'] else ''} | {group['faces']:,} "
        f"| {group['elbo']:,.0f} ± {group['elbo_standard_error']:.0f} "
        f"| {group['rmse']:.4f} ± {group['rmse_standard_error']:.4f} |"
        for group in groups
    )
    few = f"\n\\* fewer than {FEW} faces: these figures say little.\n"
    return f"""
### By group

The same measurements by the labels that the collections of photographs give, with standard errors.
Groups differ in their photographs, too: in light, resolution and pose.

| group | faces | ELBO | RMSE |
|---|---|---|---|
{rows}
{few if any(group["few"] for group in groups) else ""}"""


def _covariances(training: dict[str, Any]) -> str:
    if training["variance"] == "shared":
        return (
            "the posterior with a diagonal covariance of its own for every image, the "
            "conditional\nwith one variance for all"
        )
    return "the last two with a diagonal covariance of their own for every image"


def _licence(licence: str | None) -> str:
    if licence:
        return f"The weights are under **{licence}**, says who exported them."
    return """The weights are for **non-commercial research use** only, because
that is what the photographs they were trained on are for."""


def _shown(config: ModelConfig) -> str:
    """What of a head the frame shows, by how far apart the eyes are."""
    eyes = config.image.eyes
    if eyes is None:
        return "- It knows what its pictures show; what was rare among them it draws less well."
    near = math.dist(*eyes) < HEAD
    shown = "the head with its hair" if near else "cropped from the eyebrows to the chin"
    return f"""- It knows frontal faces, {shown}; what was rare among the photographs
  (old age, dark skin in poor light, glasses, beards, head coverings) it draws less well."""


def _precision(training: dict[str, Any]) -> str:
    given = training["precision"]
    return (
        "in bf16 where the processor has it, else in float32" if given == "auto" else f"in {given}"
    )
