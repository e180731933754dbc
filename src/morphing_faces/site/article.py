"""What the article says of the model beside it: from the model's folder alone.

The built article has places for it, comments such as ``<!-- model -->``, and
``<span data-fact="latent">`` where a number stands in a sentence.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import PurePath
from typing import Any

import msgspec

from morphing_faces.model.card import ModelCard
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import ENCODER, PRIOR, STD
from morphing_faces.wording import counted


def said(model: ModelFolder, start: str) -> dict[str, str]:
    """What the article says of a model, as HTML, by the names of its places.

    Args:
        model: The model that the site shows.
        start: Where the picture of a first face is, relative to the page.
    """
    return {
        "latent": f"{model.latent_size:,}",
        "model": _section(model),
        "limits": _limits(model),
        "facts": _facts(model, start),
    }


def with_said(article: bytes, said: Mapping[str, str]) -> bytes:
    """Write what `said` gave into the built article."""
    text = article.decode()
    for name, words in said.items():
        text = text.replace(f"<!-- {name} -->", words)

    def fact(match: re.Match[str]) -> str:
        return f"{match[1]}{said[match[2]]}</span>"

    return re.sub(r'(<span data-fact="([a-z]+)">)[^<]*</span>', fact, text).encode()


def _facts(model: ModelFolder, start: str) -> str:
    """What figures read, as JSON."""
    kl = [round(dimension.kl, 4) for dimension in model.config.interesting]
    facts = {
        "latent": model.latent_size,
        "interesting": len(model.interesting),
        # Where nobody has measured it, a folder has zeros.
        "kl": kl if any(kl) else [],
        "encoder": ENCODER in model.config.files,
        "start": start,
    }
    # An element of a page ends at "</", wherever that stands.
    content = msgspec.json.encode(facts).decode().replace("</", "<\\/")
    return f'<script type="application/json" id="facts">{content}</script>'


def _section(model: ModelFolder) -> str:
    card = ModelCard(model.folder)
    rows = "\n".join(
        f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in _rows(model)
    )
    quoted = f"<blockquote><p>{escape(card.opening)}</p></blockquote>" if card.opening else ""
    said = " Its model card says:" if quoted else ""
    licence = card.paragraph("Licence") or card.paragraph("License")
    return f"""<p>The model on this site is called <b>{escape(model.name)}</b>.{said}</p>
{quoted}
<table class="facts"><tbody>
{rows}
</tbody></table>
<div data-figure="ranking"></div>
<h3>Where its pictures come from</h3>
<p>{_sources(model)}{f" {escape(licence)}" if licence else ""}</p>"""


def _rows(model: ModelFolder) -> Iterator[tuple[str, str]]:
    """The figures of a model, by name, as HTML; what its folder does not know is left out."""
    height, width, channels = (*model.image_shape, 1)[:3]
    provenance = model.config.provenance
    training = _table(provenance, "training")
    evaluation = _table(provenance, "evaluation")
    pixels = f"{height} × {width} {'grey' if channels == 1 else 'coloured'} pixels"
    yield "a picture <i>x</i>", f"{pixels}: {height * width * channels:,} numbers"
    active = evaluation.get("active_units")
    did = f", of which {active:,} do something" if isinstance(active, int) else ""
    yield "a latent point <i>z</i>", f"{model.latent_size:,} numbers{did}"
    yield "prior", f"<i>p</i>(<i>z</i>) = N(0, <i>I</i>){_fitted(model)}"
    files = model.config.files
    if STD not in files:
        yield "decoder", "says a mean for every pixel, and no deviation"
    if ENCODER not in files:
        yield "encoder", "none is in its folder: it takes no photographs"
    if faces := _number(_table(provenance, "faces", "splits").get("train")):
        epochs = _number(training.get("epochs"))
        rounds = f", each seen {counted(round(epochs), 'time')}" if epochs else ""
        yield "learned from", f"{counted(round(faces), 'face')}{rounds}"
    if (elbo := _number(evaluation.get("elbo"))) is not None:
        likelihood, kl = (_number(evaluation.get(name)) for name in ("log_likelihood", "kl"))
        terms = f" = {likelihood:,.0f} − {kl:,.0f}" if likelihood and kl else ""
        yield (
            "on faces that it never saw",
            f"an ELBO{terms} = {elbo:,.0f} nats a picture, reconstruction less KL".replace("-", "−")
            if terms
            else f"an ELBO of {elbo:,.0f} nats a picture".replace("-", "−"),
        )
    if (ppca := _number(_table(evaluation, "ppca").get("log_likelihood"))) is not None:
        nats = f"{ppca:,.0f} nats".replace("-", "−")
        yield "all straight lines instead", f"{nats}: probabilistic principal component analysis"
    if (rmse := _number(evaluation.get("rmse"))) is not None:
        yield "a round trip misses a pixel by", f"{rmse:.1%} of the range from black to white"


def _fitted(model: ModelFolder) -> str:
    """How random faces are drawn, where not from the prior itself."""
    if PRIOR not in model.config.files:
        return ", from which random faces are drawn"
    components = _number(_table(model.config.provenance, "prior").get("components"))
    if components == 1:
        return "; random faces are drawn from one Gaussian, narrower where it matters little"
    density = f"a mixture of {components:.0f} Gaussians" if components else "a density"
    return (
        f"; random faces are drawn from {density} that was fitted after training to where the "
        "training faces are, because most points of the prior lie where none was (the second "
        "stage that Dai and Wipf proposed)"
    )


def _sources(model: ModelFolder) -> str:
    names = _table(model.config.provenance, "faces").get("sources")
    if not isinstance(names, list) or not names:
        return "From the pictures that somebody trained it with."
    stems = [escape(PurePath(str(name)).stem) for name in names]
    *others, last = stems
    if not others:
        return f"From the collection {last}."
    return f"From the collections {', '.join(others)} and {last}."


def _limits(model: ModelFolder) -> str:
    items = ModelCard(model.folder).items("Limits")
    if not items:
        return ""
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<p>The card of {escape(model.name)} adds:</p>\n<ul>{listed}</ul>"


def _table(value: Any, *names: str) -> dict[str, Any]:
    """A table within free-form data; empty where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
