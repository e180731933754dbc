"""Files that workers need and may not have, because they do not share a disk with this process."""

import shutil
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

_copies: dict[Path, Path] = {}


def deliver(path: Path, content: bytes) -> None:
    """Have a file at hand in this process, in a copy of its own where its path leads nowhere.

    The copy goes when the process ends, be it the first or a worker, which `atexit` would not see.
    """
    if path in _copies or (path.is_file() and path.read_bytes() == content):
        return
    folder = tempfile.mkdtemp(prefix="morphing-faces-")
    Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=0)
    copy = Path(folder) / path.name
    copy.write_bytes(content)
    _copies[path] = copy


def at_hand(path: Path) -> Path:
    """Where a file is in this process."""
    return _copies.get(path, path)
