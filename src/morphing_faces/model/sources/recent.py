"""The model folders that were played lately: a list of paths in the user's folder, newest first."""

from contextlib import suppress
from pathlib import Path

import msgspec

from morphing_faces.errors import FileError
from morphing_faces.model.folder_layout import CONFIG
from morphing_faces.storage.documents import parsed
from morphing_faces.storage.files import make_folder, write_whole
from morphing_faces.storage.home import home
from morphing_faces.storage.paths import is_there

FILE = "played.json"
MOST = 20


def remember_played(folder: Path, place: Path | None = None) -> None:
    """Note that a model folder is played, where that can be written.

    Args:
        folder: The model folder.
        place: The user's folder.
    """
    found = folder.absolute()
    others = [each for each in _listed(place or home()) if each != str(found)]
    content = msgspec.json.encode([str(found), *others][:MOST])
    with suppress(FileError):  # a list of conveniences must not keep anybody from playing
        make_folder(place or home())
        write_whole((place or home()) / FILE, content)


def recent_models(place: Path | None = None) -> dict[str, Path]:
    """The folders that were played lately and are still there, by their paths, newest first."""
    paths = map(Path, _listed(place or home()))
    return {str(path): path for path in paths if is_there(path / CONFIG)}


def _listed(place: Path) -> list[str]:
    try:
        found = parsed((place / FILE).read_bytes())
    except OSError:
        return []
    whole = isinstance(found, list) and all(isinstance(each, str) for each in found)
    return [each for each in found if "\0" not in each] if whole else []
