"""The whole site as a folder that any host can serve."""

import shutil
import tempfile
from pathlib import Path

from morphing_faces.errors import SiteError


def refuse_existing(folder: Path) -> None:
    """Raise SiteError if a site's place is taken."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise SiteError(f"{folder} exists already and is not an empty folder; name another")


def write_site(folder: Path, files: dict[str, bytes]) -> None:
    """Write the site whole: beside its place first, then renamed into it.

    Args:
        folder: Where it will be; must not exist yet, or be empty.
        files: Contents by path.

    Raises:
        SiteError: The place is taken or cannot be written.
    """
    refuse_existing(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, content in files.items():
                path = beside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            beside.chmod(0o755)
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise SiteError(f"{folder} cannot be written: {error.strerror}") from error
