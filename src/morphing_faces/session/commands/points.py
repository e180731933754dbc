"""Commands that keep points, and bring them back: save load list link open."""

from morphing_faces.morpher.morpher import Morpher
from morphing_faces.points.document import read_point_file
from morphing_faces.points.link import link, open_link
from morphing_faces.points.owner import where_it_opens
from morphing_faces.points.resolve import Resolved
from morphing_faces.points.store import PointStore, is_path
from morphing_faces.session.argument_types import PointWord, Replace
from morphing_faces.session.commands.directions import DirectionCommands
from morphing_faces.session.language import command
from morphing_faces.session.session_points import SessionPoints
from morphing_faces.storage.files import user_path


class PointCommands:
    """What a session does to keep where it is, and to return.

    Args:
        morpher: What is moved.
        points: Where the session is, and where it can go.
        store: Where points are kept.
        directions: Take over what a file has that is no point.
        site: Where the online demo is.
    """

    def __init__(
        self,
        morpher: Morpher,
        points: SessionPoints,
        store: PointStore,
        directions: DirectionCommands,
        site: str,
    ) -> None:
        self._morpher = morpher
        self._points = points
        self._store = store
        self._directions = directions
        self._site = site

    @command("save")
    def save(self, name: str, replace: Replace = False) -> str:
        """Keep this point."""
        self._morpher.pause()
        path = self._store.save(name, self._points.here, self._morpher.model, replace=replace)
        return f"kept in {path}{where_it_opens(self._morpher.model)}"

    @command("load")
    def load(self, name: PointWord) -> str:
        """Go to a kept point, or take what a .json or .png file has."""
        if is_path(name):
            if taken := self._directions.take(user_path(name)):
                return taken
            point = read_point_file(user_path(name), self._morpher.model)
        else:
            point = self._store.load(name, self._morpher.model)
        self._points.go(Resolved(point))
        return f"at {name}"

    @command("list")
    def names(self) -> str:
        """List the points that are kept."""
        return ", ".join(self._store.names()) or "nothing is kept yet; 'save NAME' keeps a point"

    @command("link")
    def link(self) -> str:
        """Print the address of this face in the online demo."""
        self._morpher.pause()
        return link(self._points.here, self._morpher.model, self._site)

    @command("open")
    def open(self, link: str) -> str:
        """Go to the face of such an address."""
        self._points.go(Resolved(open_link(link, self._morpher.model)))
        return "at the face of the link"
