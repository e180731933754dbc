"""Which faces a run was trained on; whoever goes on with it, or exports it, needs the same."""

import hashlib
import json
from dataclasses import dataclass

from morphing_faces.faces.set.faceset import INDEX, FaceSet
from morphing_faces.vae.coder import NetworkConfig


@dataclass(frozen=True)
class FacesRecord:
    """Which face set a run was trained on.

    Attributes:
        folder: Where it was then.
        sha256: Of its index, which says which photographs it was made of.
        pictures: SHA-256 of how they became pictures: size, colours and alignment. Runs of before
            do not say.
    """

    folder: str
    sha256: str
    pictures: str = ""


def record_faces(faces: FaceSet) -> FacesRecord:
    """What a run remembers of its faces."""
    with (faces.folder / INDEX).open("rb") as index:
        digest = hashlib.file_digest(index, "sha256").hexdigest()
    card = faces.card
    made = json.dumps([card.size, card.channels, card.eyes, card.aligned, card.finder])
    pictures = hashlib.sha256(made.encode()).hexdigest()
    return FacesRecord(str(faces.folder.resolve()), digest, pictures)


def other_faces(record: FacesRecord, network: NetworkConfig, faces: FaceSet) -> str:
    """In what way a face set is another than that of a run; empty where it is the same.

    Args:
        record: Of the run.
        network: Of the run, whose sizes are those of its pictures.
        faces: The face set.
    """
    found = record_faces(faces)
    trained = _shown(network.height, network.width, network.channels)
    now = _shown(faces.size, faces.size, faces.channels)
    if trained != now:
        return f"its pictures were {trained}, these are {now}"
    if record.sha256 != found.sha256:
        return "they were made of other photographs"
    if record.pictures not in ("", found.pictures):
        return "they are the same photographs, otherwise aligned"
    return ""


def _shown(height: int, width: int, channels: int) -> str:
    return f"{height} x {width} pixels in {'grey' if channels == 1 else 'colour'}"
