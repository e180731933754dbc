"""Where a session can go: points by their names, files and links, and the faces of photographs."""

import fnmatch
from pathlib import Path

import numpy as np

from morphing_faces.errors import CommandError
from morphing_faces.faces.find.choice import EyePixels
from morphing_faces.model.capabilities import ENCODING
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.morpher.point import Point
from morphing_faces.points.resolve import Portrait, Resolved, resolve_point, split_face
from morphing_faces.points.store import PointStore, is_path
from morphing_faces.session.photographs import PhotoEncoder
from morphing_faces.storage.files import user_path
from morphing_faces.types import Reals


class SessionPoints:
    """Finds what a user means by a point, tells where the session is, and takes it there.

    Args:
        morpher: What goes there.
        store: Those that are kept.
        finder: The file of the face finder's network; see PhotoEncoder.
    """

    def __init__(self, morpher: Morpher, store: PointStore, finder: Path | None) -> None:
        self._morpher = morpher
        self._store = store
        self._finder = finder
        self._encoder_of_now = PhotoEncoder(morpher.model, finder)

    @property
    def here(self) -> Point:
        """The point of now, with the dimensions and the reach of now."""
        return Point(self._morpher.z, self._morpher.selected, self._morpher.reach)

    def find(self, word: str) -> Resolved:
        """The point that a name, a path or a link means; see resolve_point."""
        return resolve_point(word, self._morpher.model, self._store, self._encoder())

    def group(self, word: str) -> list[Resolved]:
        """The points that a pattern with * or ? means: names of kept ones, or files.

        Raises:
            CommandError: There are none.
            MorphingFacesError: One of them cannot be read.
        """
        if is_path(word.replace("*", "x").replace("?", "x")):
            path = user_path(word)
            found = sorted(str(each) for each in path.parent.glob(path.name))
        else:
            found = sorted(fnmatch.filter(self._store.names(), word))
        if not found:
            raise CommandError(f"nothing is called as {word[:40]!r} says")
        return [self.find(each) for each in found]

    def photograph(self, word: str, face: int | EyePixels | None) -> Resolved:
        """The point of a photograph; see split_face and PhotoEncoder.take."""
        path, named = split_face(word)
        if face is not None and named is not None:
            raise CommandError(f"{word} names a face already; do not name it again")
        portrait = self._encoder().take(path, named if face is None else face)
        return Resolved(Point(portrait.z), portrait)

    def uploaded(self, name: str, content: bytes) -> Resolved:
        """The point of the contents of a picture file; see PhotoEncoder.take."""
        portrait = self._encoder()(name, content)
        return Resolved(Point(portrait.z), portrait)

    def pictured(self, picture: Reals) -> Resolved:
        """The point of a picture that is in the model's frame already, [H, W] or [H, W, 3].

        Raises:
            CommandError: It has another shape, or values outside [0, 1].
            ModelError: The model cannot encode.
        """
        image, shape = np.asarray(picture, np.float32), self._morpher.model.image_shape
        if image.shape != shape or not ((image >= 0) & (image <= 1)).all():
            wanted = " x ".join(map(str, shape))
            raise CommandError(f"a picture here is {wanted} numbers from 0 to 1")
        mean, _ = ENCODING.needed(self._morpher.model).encode(image[None])
        return Resolved(Point(mean[0]), Portrait("picture", image, mean[0]))

    def go(self, found: Resolved) -> None:
        """Go to a point, in one step for undo."""
        self._morpher.go(found.point.z, found.point.selected, found.portrait)
        self._stretch(found.point)

    def begin(self, found: Resolved) -> None:
        """Let the session begin at a point."""
        self._morpher.begin(found.point.z, found.point.selected, found.portrait)
        self._stretch(found.point)

    def _encoder(self) -> PhotoEncoder:
        """What makes points of photographs for the model of now."""
        if self._encoder_of_now.model is not self._morpher.model:
            self._encoder_of_now = PhotoEncoder(self._morpher.model, self._finder)
        return self._encoder_of_now

    def _stretch(self, point: Point) -> None:
        """Take over the reach of a point that has one."""
        if point.reach is not None:
            self._morpher.set_reach(point.reach)
