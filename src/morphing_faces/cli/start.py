"""How a session begins, as the command line says it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from morphing_faces.cli.flags import EyePair
from morphing_faces.errors import CommandError

if TYPE_CHECKING:
    from morphing_faces.session.session import Session


@dataclass(frozen=True)
class StartOptions:
    """Where a session begins, and what it needs around it.

    Attributes:
        photo: Begin with the face in a photograph, a JPEG or PNG file; of several the largest,
            or another, such as the second from the left, as in us.jpg:2.
        eyes: Where the eyes are in the photograph, as X1,Y1,X2,Y2 in pixels from its upper left
            corner; then no face is looked for, and a drawing does as well.
        point: Begin with a point: its name, a .json or .png file, or a link.
        site: Where the online demo is, for the command `link`; what `morphing-faces
            site` opens by default.
        finder: A copy of the face finder's network, where it cannot be fetched; the environment
            variable MORPHING_FACES_FINDER can name it too.
    """

    photo: str | None = None
    eyes: EyePair | None = None
    point: str | None = None
    site: str | None = None
    finder: Path | None = None

    def check(self) -> None:
        """Raise CommandError if flags contradict each other."""
        if self.eyes is not None and self.photo is None:
            raise CommandError("--eyes is about a photograph; name one with --photo")
        if self.photo is not None and self.point is not None:
            raise CommandError("--photo and --point exclude each other")

    def apply(self, session: "Session") -> str:
        """Let a session begin as wished; what to tell the user."""
        if self.photo is not None:
            return session.begin(session.points.photograph(self.photo, self.eyes))
        return session.begin(session.points.find(self.point)) if self.point is not None else ""


AsItComes = Annotated[StartOptions, Parameter(name="*")]
