"""What systems differ in: Windows keeps names for itself, and removes nothing that is open."""

import os
import re
from pathlib import Path

from morphing_faces.errors import FileError

WINDOWS = os.name == "nt"
RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)
"""Devices, whatever ending is put behind them (Naming Files, Paths, and Namespaces; Microsoft)."""
FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*\\]|[. ]$')
"""What stands in no name; behind a colon, a file would be written that no folder shows."""


def refuse_reserved(path: Path) -> None:
    """Raise FileError if a new file or folder cannot have its name on this system."""
    if WINDOWS and (RESERVED.fullmatch(path.name) or FORBIDDEN.search(path.name)):
        raise FileError(
            f"{path} cannot be written: Windows has no files called {path.name}; choose another "
            f"name"
        )
