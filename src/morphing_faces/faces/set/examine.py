"""From a photograph as it was read to an aligned face: what a worker does, one at a time."""

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from morphing_faces.faces.decode import MIN_SIDE, colours_of, decode
from morphing_faces.faces.find.align import Frame, frame_transform, outside, warp
from morphing_faces.faces.find.face import Face
from morphing_faces.faces.find.finder import Finder
from morphing_faces.faces.find.judge import Limits, choose, judge
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.rejection import Reason, RejectedError
from morphing_faces.faces.remote_files import at_hand
from morphing_faces.faces.set.near_duplicates import perceptual_hash
from morphing_faces.faces.thumbnails import thumbnail
from morphing_faces.types import Doubles, Pixels

with needed_for("Preparing photographs"):
    import cv2


@dataclass(frozen=True)
class Recipe:
    """How faces are made from photographs.

    Attributes:
        network: The file of the face finder's network, which every worker reads; None where the
            photographs are aligned already, and nothing is found and judged.
        size: Side of a picture in pixels.
        color: Whether pictures keep their colours.
        frame: Where the eyes lie in a picture; known only of those aligned here.
        limits: What a face must be to be kept.
        near_duplicates: Whether near-duplicates are looked for.
    """

    network: Path | None
    size: int
    color: bool
    frame: Frame
    limits: Limits
    near_duplicates: bool = True

    @property
    def aligned(self) -> bool:
        """Whether photographs are taken as aligned already."""
        return self.network is None


@dataclass(frozen=True)
class Kept:
    """A face that is kept.

    Attributes:
        sha256: Hash of the photograph.
        image: uint8 [H, W] or [H, W, 3].
        face: The face in the photograph; None where it was aligned already.
        near: The picture's perceptual hash; empty where nobody looks for near-duplicates.
    """

    sha256: str
    image: Pixels
    face: Face | None
    near: bytes


@dataclass(frozen=True)
class Rejected:
    """A photograph that is left out.

    Attributes:
        sha256: Hash of the photograph; None where it could not be read.
        reason: Why.
        detail: What exactly; may be empty.
        thumbnail: A small JPEG file of it; empty where it could not be read.
    """

    sha256: str | None
    reason: Reason
    detail: str
    thumbnail: bytes = field(default=b"", repr=False, compare=False)


Verdict = Kept | Rejected
Content = bytes | Pixels | Rejected
_this_thread = threading.local()


def examine_all(contents: list[Content], recipe: Recipe) -> list[Verdict]:
    """Examine some photographs; what is rejected already stays so.

    Args:
        contents: The bytes of each file, or pixels where there are no files.
        recipe: How faces are made.

    Returns:
        One verdict each, in the same order.
    """
    return [
        content if isinstance(content, Rejected) else examine(content, recipe)
        for content in contents
    ]


def examine(content: bytes | Pixels, recipe: Recipe) -> Verdict:
    """Examine one photograph.

    Args:
        content: The bytes of a picture file; or pixels, uint8 [H, W] or [H, W, 3].
        recipe: How faces are made.
    """
    sha256 = hash_of(content)
    least = recipe.size if recipe.aligned else MIN_SIDE
    photograph = None
    try:
        if isinstance(content, bytes):
            photograph = decode(content, least)
        else:
            photograph = colours_of(content, least)
        place = None if recipe.network is None else _find(photograph, recipe, recipe.network)
    except RejectedError as error:
        small = b"" if photograph is None else thumbnail(photograph)
        return Rejected(sha256, error.reason, error.detail, small)
    if not recipe.color:
        photograph = np.asarray(cv2.cvtColor(photograph, cv2.COLOR_RGB2GRAY), np.uint8)
    if place is None:
        face, image = None, middle(photograph, recipe.size)
    else:
        face, transform = place
        image = warp(photograph, transform, recipe.size)
    near = perceptual_hash(image) if recipe.near_duplicates else b""
    return Kept(sha256, image, face, near)


def hash_of(content: bytes | Pixels) -> str:
    """The SHA-256 of a file; of pixels, that of their shape and then of themselves."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    digest = hashlib.sha256(repr(content.shape).encode())
    digest.update(content.tobytes())
    return digest.hexdigest()


def middle(photograph: Pixels, size: int) -> Pixels:
    """The largest square in the middle of a photograph, each pixel the mean of what it covers.

    Args:
        photograph: uint8 [H, W] or [H, W, 3], of at least size rows and columns.
        size: Side of the picture in pixels.

    Returns:
        uint8 [size, size] or [size, size, 3].
    """
    height, width = photograph.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = photograph[top : top + side, left : left + side]
    scaled = cv2.resize(square, (size, size), interpolation=cv2.INTER_AREA)
    return scaled.astype(np.uint8, copy=False)


def _find(photograph: Pixels, recipe: Recipe, network: Path) -> tuple[Face, Doubles]:
    """Find the face that is meant, and the transform that puts it into the frame.

    Raises:
        RejectedError: There is none, or it is not good enough.
    """
    finder = _finder(network)
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
        finders[network] = Finder(at_hand(network))
    return finders[network]
