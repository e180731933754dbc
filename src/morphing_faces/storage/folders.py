"""Folders that are written whole, or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_folder(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder beside its place first, then rename it into it.

    Args:
        target: Where it will be; must not exist yet, or be empty.
        contents: The bytes of each file, by its path in the folder with forward slashes.

    Raises:
        OSError: It cannot be written; nothing is left of it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for name, content in contents.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        beside.chmod(0o755)
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
