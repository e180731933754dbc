"""Where a session can go: points by their names, files and links, and the faces of photographs."""

from morphing_faces.errors import CommandError
from morphing_faces.faces.find.choice import Eyes
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.points.link import Shared
from morphing_faces.points.resolve import Portrait, Resolved, resolve_point, split_face
from morphing_faces.points.store import PointStore
from morphing_faces.session.photographs import PhotoEncoder
from morphing_faces.types import Floats


class SessionPoints:
    """Finds what a user means by a point, tells where the session is, and takes it there.

    Args:
        model: Whose points they are.
        morpher: What goes there.
        store: Those that are kept.
        encoder: Makes points of photographs.
    """

    def __init__(
        self, model: Model, morpher: Morpher, store: PointStore, encoder: PhotoEncoder
    ) -> None:
        self._model = model
        self._morpher = morpher
        self._store = store
        self._encoder = encoder

    @property
    def here(self) -> Shared:
        """The point of now, with the dimensions and the reach of now."""
        return self._with_view(self._morpher.z)

    def find(self, word: str) -> Resolved:
        """The point that a name, a path or a link means; see resolve_point."""
        found = resolve_point(word, self._model, self._store, self._encoder)
        return found if found.portrait is None else self._of(found.portrait)

    def photograph(self, word: str, face: int | Eyes | None) -> Resolved:
        """The point of a photograph; see split_face and PhotoEncoder.take."""
        path, named = split_face(word)
        if face is not None and named is not None:
            raise CommandError(f"{word} names a face already; do not name it again")
        return self._of(self._encoder.take(path, named if face is None else face))

    def go(self, found: Resolved) -> None:
        """Go to a point, in one step for undo."""
        self._morpher.go(found.shared.z, found.shared.selected, found.portrait)
        self._morpher.set_reach(found.shared.reach)

    def begin(self, found: Resolved) -> None:
        """Let the session begin at a point."""
        self._morpher.begin(found.shared.z, found.shared.selected, found.portrait)
        self._morpher.set_reach(found.shared.reach)

    def _of(self, portrait: Portrait) -> Resolved:
        return Resolved(self._with_view(portrait.z), portrait)

    def _with_view(self, z: Floats) -> Shared:
        return Shared(z, self._morpher.selected, self._morpher.reach)
