"""What of a model folder may be published; what makes it unfit: no licence, a photograph, a path.

Only what config.json lists is sent, besides itself and the card; whatever else lies in the folder
stays here. Golden pairs must be draws: their pictures are what the decoder makes of points, never
photographs, and their points come from N(0, I) or the prior, never from an encoder.
"""

import getpass
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.card import ModelCard
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import (
    CARD,
    CONFIG,
    DECODER,
    DIRECTIONS,
    ENCODER,
    GOLDEN,
    PPCA,
    PRIOR,
    STD,
)

PARTS = {DECODER, DIRECTIONS, ENCODER, GOLDEN, PPCA, PRIOR, STD}
SAME = 1e-3
"""How far golden pictures that are to be encoded may lie from those that were decoded."""
ROUNDED = 0.1
"""How far these may lie from what the folder's decoder, rounded, makes of their points."""
UNLIKELY = 6.0
"""Standard deviations by which the mean square of a draw's coordinates is not off: 2 in 10^9."""
HOMES = re.compile(r"(?:/home|/Users|/root|[A-Za-z]:\\+Users)[/\\]+[\w.-]+")
SHORTEST_USER = 4
"""Letters of a user's name from which on it is looked for: shorter ones are words of their own."""
COMMON_USERS = {"root", "user", "admin", "runner", "ubuntu", "docker", "jovyan"}


@dataclass(frozen=True)
class Publishable:
    """What is sent.

    Attributes:
        contents: Bytes by path.
        licence: As the card names it.
        trained_on: The sets of photographs, as far as the folder says.
    """

    contents: Mapping[str, bytes]
    licence: str
    trained_on: tuple[str, ...]


def publishable(folder: Path) -> Publishable:
    """Look at everything that would be sent.

    Raises:
        ModelError: The folder is damaged, or something in it must not be published.
    """
    model, card = ModelFolder(folder), ModelCard(folder)
    if not card.head.get("license"):
        raise ModelError(
            f"{folder / CARD} names no licence, without which nobody may use the model; begin it "
            f"with lines of ---, and between them such as license: mit"
        )
    strange = [name for name in model.files if name not in PARTS]
    if strange:
        raise ModelError(
            f"{folder} lists {strange[0]}, which is no part of a model; it may hold a photograph"
        )
    contents = {name: (folder / name).read_bytes() for name in (CONFIG, CARD, *model.files)}
    if GOLDEN in model.files:
        _check_golden(model)
    for name, content in contents.items():
        _check_names(folder / name, content)
    faces = model.provenance.get("faces")
    sources = faces.get("sources", ()) if isinstance(faces, dict) else ()
    return Publishable(contents, card.licence, tuple(str(each) for each in sources))


def _check_golden(model: ModelFolder) -> None:
    """Refuse golden pairs that are not draws, or that hold more than pairs."""
    arrays = model.arrays(GOLDEN)
    known = {"z", "face", "image", "mean", "noise", "drawn"}
    if more := set(arrays) - known:
        raise ModelError(
            f"{model.folder / GOLDEN} holds {min(more)!r}, which is no golden pair; it may be a "
            f"photograph or its point"
        )
    golden = model.golden
    own = [*golden.face]
    decoded = model.decode(golden.z)
    off = np.abs((golden.z.astype(np.float64) ** 2).mean(axis=1) - 1)
    if (off > UNLIKELY * np.sqrt(2 / model.latent_size)).any():
        raise ModelError(
            f"{model.folder / GOLDEN} holds a point that is no draw from N(0, I); it may be that "
            f"of a photograph"
        )
    strange = any(np.abs(one - two).max() > ROUNDED for one, two in zip(own, decoded, strict=True))
    for image in golden.image:
        strange |= min((np.abs(image - each).max() for each in own), default=1.0) > SAME
    if strange:
        raise ModelError(
            f"{model.folder / GOLDEN} holds a picture that its own points do not decode to; it may "
            f"be a photograph"
        )


def _check_names(path: Path, content: bytes) -> None:
    """Refuse a file with a path of this computer, or the user's name, in it."""
    text = content.decode("latin-1")
    home = str(Path.home())
    found = HOMES.search(text)
    if found or (len(home) > 1 and home in text and home not in ("/root", "/home")):
        where = found[0] if found else home
        raise ModelError(f"{path} has a path of a computer in it, {where!r}; take it out first")
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        return
    if (
        len(user) < SHORTEST_USER
        or user.lower() in COMMON_USERS
        or path.suffix not in (".md", ".json")
    ):
        return
    if re.search(rf"(?<![\w-]){re.escape(user)}(?![\w-])", text):
        raise ModelError(f"{path} has the name of this computer's user in it; take it out first")
