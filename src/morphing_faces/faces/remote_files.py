"""Files that workers need and may not have, because they do not share a disk with this process."""

import tempfile
from pathlib import Path

_copies: dict[Path, Path] = {}


def deliver(path: Path, content: bytes) -> None:
    """Have a file at hand in this process, in a copy of its own where its path leads nowhere."""
    if path in _copies or (path.is_file() and path.read_bytes() == content):
        return
    copy = Path(tempfile.mkdtemp(prefix="morphing-faces-")) / path.name
    copy.write_bytes(content)
    _copies[path] = copy


def at_hand(path: Path) -> Path:
    """Where a file is in this process."""
    return _copies.get(path, path)
