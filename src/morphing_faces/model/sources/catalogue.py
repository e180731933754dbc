"""Models that can be played at once: shipped, fetched from the Hub, or played lately."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from morphing_faces.errors import ModelError
from morphing_faces.model.card import ModelCard
from morphing_faces.model.config import read_config
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.sources.hub import kept_models
from morphing_faces.model.sources.recent import recent_models
from morphing_faces.model.sources.shipped import shipped_models

LEAST_DIGITS = 8
"""That tell one decoder from another."""


@dataclass(frozen=True)
class ListedModel:
    """A model of the catalogue.

    Attributes:
        name: What --model takes.
        bytes: Of its files.
        licence: As its card names it; empty where it names none.
        latent_size: L.
        image: (H, W) or (H, W, 3).
    """

    name: str
    bytes: int
    licence: str
    latent_size: int
    image: tuple[int, ...]


def names_at_hand(place: Path | None = None) -> list[str]:
    """The names of models that need no connection, those that ship first.

    Args:
        place: The user's folder.
    """
    return list(_folders(place))


def name_of(decoder: str, place: Path | None = None) -> str | None:
    """What --model takes for the model at hand whose points these are; None where it is not.

    Args:
        decoder: How the SHA-256 of its decoder begins: at least the eight digits of a link.
        place: The user's folder.
    """
    if len(decoder) < LEAST_DIGITS:
        return None
    for name, folder in _folders(place).items():
        with suppress(ModelError):
            if read_config(folder).files[DECODER].sha256.startswith(decoder):
                return name
    return None


def catalogue() -> list[ListedModel]:
    """Every model at hand, those that ship first; what is damaged is left out."""
    folders = _folders().items()
    return [each for name, folder in folders if (each := _listed(name, folder))]


def _folders(place: Path | None = None) -> dict[str, Path]:
    known = {**shipped_models(), **kept_models()}
    there = {each.resolve() for each in known.values()}
    played = recent_models(place).items()
    return known | {name: each for name, each in played if each.resolve() not in there}


def _listed(name: str, folder: Path) -> ListedModel | None:
    try:
        config = read_config(folder)
    except ModelError:
        return None
    total = sum(record.size for record in config.files.values())
    licence = ModelCard(folder).licence
    return ListedModel(name, total, licence, config.latent_size, config.image.shape)
