"""The points that a user keeps: small JSON files in a folder of the user's own, by name."""

import re
from pathlib import Path

from morphing_faces.errors import CommandError, FileError
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.points.document import describe, read_point_file
from morphing_faces.storage.files import make_folder, refuse_existing, write_whole
from morphing_faces.storage.home import home
from morphing_faces.storage.paths import is_there

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
SUFFIX = ".json"


class PointStore:
    """The points kept in a folder.

    Args:
        folder: Made when the first point is saved; by default `points` in the user's folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or home() / "points"

    def names(self) -> list[str]:
        """The names of all points, sorted."""
        found = (path.stem for path in self.folder.glob(f"*{SUFFIX}"))
        return sorted(name for name in found if NAME.fullmatch(name))

    def save(self, name: str, point: Point, model: Model, *, replace: bool = False) -> Path:
        """Keep a point under a name.

        Args:
            name: Letters, digits, - and _; at most 64.
            point: The point.
            model: Whose point it is.
            replace: Whether it may take the place of another one of this name.

        Returns:
            Its file.

        Raises:
            CommandError: The name is not allowed.
            FileError: There is one of this name, or nothing can be written.
        """
        path = self._path(name)
        unless = None if replace else f"'save {name} replace' writes over it"
        if unless:
            refuse_existing(path, unless)
        make_folder(self.folder)
        write_whole(path, describe(point, model).encode(), unless)
        return path

    def load(self, name: str, model: Model) -> Point:
        """The point of a name.

        Raises:
            CommandError: The name is not allowed.
            FileError: There is none, or it is damaged or of another model.
        """
        path = self._path(name)
        if not is_there(path):
            names = ", ".join(self.names()) or "none yet"
            raise FileError(f"there is no point {name!r} in {self.folder} (kept: {names})")
        return read_point_file(path, model)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise CommandError(
                f"a name is made of up to 64 letters, digits, - and _, got {name[:40]!r}"
            )
        return self.folder / f"{name}{SUFFIX}"


def is_path(word: str) -> bool:
    """Whether a word means a file, not a name: it has a dot, a slash or the like."""
    return NAME.fullmatch(word) is None
