"""What a user calls things: directions of the user's own, and names for dimensions.

Both are small JSON files in the user's folder, each in a folder of the model that it belongs to:

    directions/DIGITS/smirk.json   {"format": "morphing-faces direction 1", "name": "smirk",
                                    "model": NAME, "decoder": SHA-256 of its onnx/decoder.onnx,
                                    "step": [L numbers], "made_by": ...}
    names/DIGITS.json              the document of points/dimension_names.py

DIGITS are the first sixteen of the decoder's SHA-256. Keys that are not known are passed over. The
page hands both over as files, and takes them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np

from morphing_faces.errors import CommandError, FileError
from morphing_faces.model.directions import NAME, SHORTEST, Direction
from morphing_faces.model.protocol import Model
from morphing_faces.points import dimension_names
from morphing_faces.points.document import located, numbers, read_limited
from morphing_faces.points.owner import owner_of, refuse_other_model
from morphing_faces.storage.documents import parsed
from morphing_faces.storage.files import make_folder, write_whole
from morphing_faces.storage.folders import lock_folder
from morphing_faces.storage.home import home
from morphing_faces.storage.paths import is_there
from morphing_faces.version import __version__

DIRECTION = "morphing-faces direction 1"
SUFFIX = ".json"
DIGITS = 16


class UserDirections:
    """A user's own directions and names for one model.

    Args:
        model: The model that they are for.
        folder: The user's folder; made when the first thing is kept.

    Attributes:
        model: The model.
        home: The user's folder.
    """

    def __init__(self, model: Model, folder: Path | None = None) -> None:
        self.model = model
        self.home = folder or home()
        digits = model.identity.digits[:DIGITS]
        self.folder = self.home / "directions" / digits
        self.names_file = self.home / "names" / f"{digits}{SUFFIX}"

    def of(self, model: Model) -> "UserDirections":
        """The same user's for another model."""
        return self if model is self.model else UserDirections(model, self.home)

    def directions(self) -> tuple[list[Direction], list[str]]:
        """The directions, by name, and a sentence on every file that is none."""
        found, damaged = [], []
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            try:
                found.append(self._direction(path))
            except FileError as error:
                if is_there(path):  # another session has not just taken it away
                    damaged.append(str(error))
        return found, damaged

    def keep(self, direction: Direction) -> Path:
        """Keep a direction; its file.

        Raises:
            FileError: It cannot be written, or there is one of its name.
        """
        # The shortest decimals that are this float32 again.
        step = [float(str(value)) for value in direction.step]
        path = self.folder / f"{direction.name}{SUFFIX}"
        unless = f"'forget {direction.name}' takes it away"
        self._write(path, {"format": DIRECTION, "name": direction.name, "step": step}, unless)
        return path

    def forget(self, name: str) -> bool:
        """Take a direction away; whether there was one.

        Raises:
            FileError: It cannot be taken away.
        """
        path = self.folder / f"{name}{SUFFIX}"
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise FileError(f"{path} cannot be taken away: {error.strerror}") from error
        return True

    def names(self) -> dict[int, str]:
        """The names of dimensions, by their index in z.

        Raises:
            FileError: The file that has them is damaged, or of another model.
        """
        try:
            self.names_file.lstat()
        except FileNotFoundError:
            return {}
        except OSError:  # which reading it says
            pass
        return self.names_in(self.names_file)

    def keep_names(self, given: Mapping[int, str | None]) -> dict[int, str]:
        """Keep names of dimensions beside those that are kept, whoever else gives some just now.

        Args:
            given: By index in z; None takes a name away.

        Returns:
            The names that there were before.

        Raises:
            FileError: The names cannot be read or written.
        """
        make_folder(self.names_file.parent)
        with lock_folder(self.names_file.parent):
            before = self.names()
            now = {index: name for index, name in {**before, **given}.items() if name is not None}
            if now != before:
                kept = {str(index): name for index, name in sorted(now.items())}
                self._write(self.names_file, {"format": dimension_names.FORMAT, "names": kept})
        return before

    def names_in(self, path: Path) -> dict[int, str]:
        """The names of dimensions that a file has, by their index in z.

        Raises:
            FileError: It has none, is damaged, or of another model.
        """
        document = self._read(path, dimension_names.FORMAT, "list of names")
        try:
            return dimension_names.names_in(document, self.model.latent_size)
        except FileError as error:
            raise FileError(f"{path} is damaged: {error}") from None

    def direction_in(self, path: Path) -> Direction:
        """The direction that a file has.

        Raises:
            FileError: It has none, is damaged, or of another model.
        """
        document = self._read(path, DIRECTION, "direction")
        name, step = document.get("name"), numbers(document.get("step"))
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise FileError(f"{path} is damaged: its name is not allowed")
        if step is None or step.shape != (self.model.latent_size,) or not np.isfinite(step).all():
            raise FileError(
                f"{path} is damaged: step must be {self.model.latent_size} finite numbers"
            )
        if np.linalg.norm(step.astype(np.float64)) < SHORTEST:
            raise FileError(f"{path} is damaged: its step leads nowhere")
        return Direction(name, "own", step)

    def _direction(self, path: Path) -> Direction:
        found = self.direction_in(path)
        if found.name != path.stem:
            raise FileError(f"{path} is damaged: its name must be that of the file")
        return found

    def _read(self, path: Path, form: str, what: str) -> dict[str, Any]:
        found = parsed(read_limited(path))
        if found is None:
            raise FileError(f"{path} is damaged: it is no JSON")
        if not isinstance(found, dict) or found.get("format") != form:
            raise FileError(f"{path} is no {what}: its format is not {form!r}")
        document = cast("dict[str, Any]", found)
        try:
            refuse_other_model(document, self.model, what)
        except FileError as error:
            raise located(path, error) from None
        return document

    def _write(self, path: Path, document: dict[str, Any], unless: str | None = None) -> None:
        origin = {
            **owner_of(self.model),
            "made_by": f"morphing-faces {__version__}",
        }
        make_folder(path.parent)
        write_whole(path, msgspec.json.encode(document | origin), unless)


def read_name(word: str) -> str:
    """A name for a direction, as a user types it.

    Raises:
        CommandError: It is not allowed.
    """
    name = word.lower()
    if not NAME.fullmatch(name):
        raise CommandError(
            f"such a name is up to 32 letters from a to z, digits and -, from a letter on, "
            f"got {word[:40]!r}"
        )
    return name
