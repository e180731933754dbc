"""What means a latent point: the name of a kept one, a file of one, a link, or a photograph."""

import os
from pathlib import Path
from typing import NamedTuple, Protocol

from morphing_faces.errors import FileError
from morphing_faces.faces.find.choice import EyePixels, read_face
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.points.document import located, point_in, read_limited
from morphing_faces.points.link import open_link
from morphing_faces.points.png import SIGNATURE
from morphing_faces.points.store import PointStore, is_path
from morphing_faces.storage.files import user_path
from morphing_faces.types import Floats

JSON_STARTS = (b"{", b"[", b" ", b"\n", b"\t", b"\r")
LINK = "#p="


class Portrait(NamedTuple):
    """A photograph of a face, and what the model makes of it.

    Attributes:
        name: What the user calls it.
        image: The face in the model's frame, float32 [H, W] or [H, W, 3] in [0, 1].
        z: Its posterior mean, float32 [L].
        note: What else to tell the user; may be empty.
    """

    name: str
    image: Floats
    z: Floats
    note: str = ""


class Photographer(Protocol):
    """Turns the contents of a picture file into a portrait."""

    def __call__(self, name: str, content: bytes, face: int | EyePixels | None, /) -> Portrait:
        """The portrait of a face: the largest, the one of a number, or between two eyes."""


class Resolved(NamedTuple):
    """A point that was named.

    Attributes:
        point: The point.
        portrait: The photograph that it comes from, if it comes from one.
    """

    point: Point
    portrait: Portrait | None = None

    @property
    def note(self) -> str:
        """What else to tell the user; may be empty."""
        return self.portrait.note if self.portrait else ""


def resolve_point(
    word: str, model: Model, points: PointStore, photographer: Photographer
) -> Resolved:
    """The point that a word means.

    Args:
        word: The name of a kept point; the path of a .json file or of a PNG file that carries a
            point; a link; or a photograph, as split_face reads it.
        model: Whose point it has to be.
        points: Those that are kept.
        photographer: Makes portraits of photographs.

    Raises:
        MorphingFacesError: There is no such thing, or it is damaged, or of another model.
    """
    if LINK in word:
        return Resolved(open_link(word, model))
    if not is_path(word):
        return Resolved(points.load(word, model))
    path, face = split_face(word)
    content = read_limited(path)
    try:
        starts = JSON_STARTS if face is not None else (*JSON_STARTS, SIGNATURE)
        may_be_point = path.suffix.lower() == ".json" or content.startswith(starts)
        point = point_in(content, model) if may_be_point else None
    except FileError as error:
        raise located(path, error) from None
    if point is not None:
        return Resolved(point)
    portrait = photographer(str(path), content, face)
    return Resolved(Point(portrait.z), portrait)


def split_face(word: str) -> tuple[Path, int | EyePixels | None]:
    """A photograph's path, and which of its faces is meant.

    Args:
        word: A path, and perhaps a colon with a face's number from the left, from 1, or with its
            eyes in pixels: me.jpg, me.jpg:2 or me.jpg:120,200,180,201. What is a file as it
            stands is that file.

    Raises:
        FileError: No path can be like that.
    """
    path = user_path(word)
    before, colon, after = word.rpartition(":")
    if not before or not colon or os.path.lexists(path):
        return path, None
    face = read_face(after)
    return (path, None) if face is None else (user_path(before), face)
