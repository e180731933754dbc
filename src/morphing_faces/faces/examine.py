"""From the bytes of a photograph to an aligned face: what a worker does, one at a time."""

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from morphing_faces.faces.align import Frame, Matrix, frame_transform, outside, warp
from morphing_faces.faces.decode import Pixels, decode
from morphing_faces.faces.extra import needed_for
from morphing_faces.faces.finder import Face, Finder
from morphing_faces.faces.judge import Limits, choose, judge
from morphing_faces.faces.reasons import Reason, RejectedError

with needed_for("Preparing photographs"):
    import cv2


@dataclass(frozen=True)
class Recipe:
    """How faces are made from photographs.

    Attributes:
        network: The file of the face finder's network; every worker reads it.
        size: Side of a picture in pixels.
        color: Whether pictures keep their colours.
        frame: Where the eyes lie in a picture.
        limits: What a face must be to be kept.
    """

    network: Path
    size: int
    color: bool
    frame: Frame
    limits: Limits


@dataclass(frozen=True)
class Kept:
    """A face that is kept.

    Attributes:
        sha256: Hash of the photograph's bytes.
        image: uint8 [H, W] or [H, W, 3].
        face: The face in the photograph.
    """

    sha256: str
    image: Pixels
    face: Face


@dataclass(frozen=True)
class Rejected:
    """A photograph that is left out.

    Attributes:
        sha256: Hash of its bytes; None where they could not be read.
        reason: Why.
        detail: What exactly; may be empty.
    """

    sha256: str | None
    reason: Reason
    detail: str


Verdict = Kept | Rejected
_this_thread = threading.local()


def examine_all(contents: list[bytes | Rejected], recipe: Recipe) -> list[Verdict]:
    """Examine some photographs; what is rejected already stays so.

    Args:
        contents: The bytes of each file.
        recipe: How faces are made.

    Returns:
        One verdict each, in the same order.
    """
    finder = _finder(recipe.network)
    return [
        content if isinstance(content, Rejected) else examine(content, recipe, finder)
        for content in contents
    ]


def examine(data: bytes, recipe: Recipe, finder: Finder) -> Verdict:
    """Examine one photograph.

    Args:
        data: The bytes of a JPEG or PNG file.
        recipe: How faces are made.
        finder: Finds them.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        photograph = decode(data)
        face, transform = _place(photograph, recipe, finder)
    except RejectedError as error:
        return Rejected(sha256, error.reason, error.detail)
    if not recipe.color:
        photograph = np.asarray(cv2.cvtColor(photograph, cv2.COLOR_RGB2GRAY), np.uint8)
    return Kept(sha256, warp(photograph, transform, recipe.size), face)


def _place(photograph: Pixels, recipe: Recipe, finder: Finder) -> tuple[Face, Matrix]:
    """Find the face that is meant, and the transform that puts it into the frame.

    Raises:
        RejectedError: There is none, or it is not good enough.
    """
    faces = finder.find(photograph)
    if not faces:
        raise RejectedError(Reason.NO_FACE)
    height, width = photograph.shape[:2]
    face = finder.look_closer(photograph, choose(faces, height, width))
    judge(face, recipe.limits, wanted=recipe.frame.eye_distance * recipe.size)
    transform = frame_transform(face.landmarks[:2], recipe.frame, recipe.size)
    share = outside(transform, height, width, recipe.size)
    if share > recipe.limits.outside:
        raise RejectedError(
            Reason.OUTSIDE,
            f"{share:.0%} of the picture is outside, allowed {recipe.limits.outside:.0%}",
        )
    return face, transform


def _finder(network: Path) -> Finder:
    """The finder of this thread of this process; loading one takes longer than using it."""
    finders: dict[Path, Finder] = _this_thread.__dict__.setdefault("finders", {})
    if network not in finders:
        finders[network] = Finder(network)
    return finders[network]
