"""What is at a path that somebody named: nothing, where nobody may look or no name is like that.

Path's own methods raise what they do not expect, such as a folder that may not be looked into, or a
name that is too long.
"""

import shutil
from contextlib import suppress
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Whether a folder is there."""
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


def is_file(path: Path) -> bool:
    """Whether a file is there."""
    with suppress(OSError, ValueError):
        return path.is_file()
    return False


def is_there(path: Path) -> bool:
    """Whether anything is there, at the end of a link if it is one."""
    with suppress(OSError, ValueError):
        return path.exists()
    return False


def is_empty_folder(path: Path) -> bool:
    """Whether a folder is there, with nothing in it."""
    with suppress(OSError, ValueError):
        return path.is_dir() and not any(path.iterdir())
    return False


def remove_folder(path: Path) -> None:
    """Take a folder away with all that is in it, as far as that is possible."""
    with suppress(OSError):  # rmtree closes once more what the system says it could not close well
        shutil.rmtree(path, ignore_errors=True)
