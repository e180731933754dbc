"""The whole site as a folder that any host can serve."""

import os
from pathlib import Path

from morphing_faces.errors import SiteError
from morphing_faces.storage.folders import write_folder
from morphing_faces.storage.paths import is_empty_folder


def refuse_existing(folder: Path) -> None:
    """Raise SiteError if a site's place is taken."""
    if os.path.lexists(folder) and not is_empty_folder(folder):
        raise SiteError(f"{folder} exists already and is not an empty folder; name another")


def write_site(folder: Path, files: dict[str, bytes]) -> None:
    """Write the site whole: beside its place first, then renamed into it.

    Args:
        folder: Where it will be; must not exist yet, or be empty.
        files: Contents by path.

    Raises:
        SiteError: The place is taken.
        FileError: It cannot be written.
    """
    refuse_existing(folder)
    write_folder(folder, files)
