"""A disk that loses its power: what is on it afterwards, in every order that a disk may choose.

`Recorder` watches what a program does in a folder. Names and contents count as being on the disk
once they are synced; of everything later, any part may be there, and the rest not: names come and
go one by one, a file that was not synced is there empty, half, as zeros or whole. A rename is one
step, whole or not at all.
"""

import itertools
import os
import random
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

Tree = dict[str, bytes | None]
"""What is in a folder, by path: the contents of files, None for folders."""
MOST = 160
"""States of the disk that are looked at for each moment; all of them, where there are fewer."""


@dataclass
class _Step:
    """Names that change together: (folder, name, what it names then), by inode."""

    changes: list[tuple[int, str, int | None]]


@dataclass
class _Inode:
    """A file or folder; a descriptor is kept so that its number stays its own."""

    handle: int
    folder: bool
    synced: bytes = b""
    names: dict[str, int] = field(default_factory=dict)


class Recorder:
    """Watches a folder, which is taken to be on the disk as it is when the watching begins.

    Args:
        patch: To put it in place, and to take it away.
        root: The folder.
        moment: Called before and after everything that the program does to it.
    """

    def __init__(
        self, patch: pytest.MonkeyPatch, root: Path, moment: Callable[[], None] | None = None
    ) -> None:
        self.moment = moment
        self._alone = threading.RLock()
        self._root = root
        self._inodes: dict[int, _Inode] = {}
        self._now: dict[int, dict[str, int]] = {}
        self._pending: list[_Step] = []
        self._top = self._know(root)
        self._look()
        self._pending.clear()
        for inode, names in self._now.items():
            self._inodes[inode].names = dict(names)
        for each in self._inodes.values():
            each.synced = self._current(each)
        for name in ("rename", "replace", "link", "unlink", "remove", "mkdir", "rmdir"):
            patch.setattr(os, name, self._changing(getattr(os, name)))
        patch.setattr(os, "fsync", self._syncing(os.fsync))

    def close(self) -> None:
        """Let go of the files that were seen."""
        for each in self._inodes.values():
            os.close(each.handle)

    def states(self, seed: int = 0) -> Iterator[Tree]:
        """What may be on the disk if the power fails now."""
        self._look()
        steps = list(self._pending)
        rng = random.Random(seed)
        if 2 ** len(steps) <= MOST // 4:
            chosen = [set(each) for size in range(len(steps) + 1)
                      for each in itertools.combinations(range(len(steps)), size)]  # fmt: skip
        else:
            everything = set(range(len(steps)))
            chosen = [set(), everything, *({each} for each in everything),
                      *(everything - {each} for each in everything)]  # fmt: skip
            chosen += [{each for each in everything if rng.random() < 0.5} for _ in range(MOST)]
        for kept in chosen:
            names = {inode: dict(each.names) for inode, each in self._inodes.items()}
            for number in sorted(kept):
                for folder, name, inode in steps[number].changes:
                    names[folder].pop(name, None)
                    if inode is not None:
                        names[folder][name] = inode
            for form in ("lost", "half", "zeros", "there"):
                yield dict(self._tree(self._top, "", names, form))

    def _tree(
        self, inode: int, path: str, names: dict[int, dict[str, int]], form: str
    ) -> Iterator[tuple[str, bytes | None]]:
        for name, child in names[inode].items():
            below = f"{path}{name}"
            known = self._inodes[child]
            if known.folder:
                yield below, None
                yield from self._tree(child, f"{below}/", names, form)
            else:
                yield below, self._content(known, form)

    def _content(self, known: _Inode, form: str) -> bytes:
        now = self._current(known)
        if now == known.synced:
            return now
        pairs = enumerate(zip(now, known.synced, strict=False))
        least = min(len(now), len(known.synced))
        same = next((at for at, (new, old) in pairs if new != old), least)  # appending leaves that
        return {
            "lost": known.synced,
            "half": now[: (same + len(now)) // 2],
            "zeros": now[:same] + bytes(len(now) - same),
            "there": now,
        }[form]

    def _current(self, known: _Inode) -> bytes:
        return b"" if known.folder else os.pread(known.handle, os.fstat(known.handle).st_size, 0)

    def _changing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            with self._alone:
                self._tell()
                found = real(*arguments, **options)
                self._look()
                self._tell()
            return found

        return call

    def _syncing(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def call(descriptor: int) -> None:
            with self._alone:
                self._tell()
                real(descriptor)
                self._sync(os.fstat(descriptor).st_ino)
                self._tell()

        return call

    def _sync(self, inode: int) -> None:
        """What the disk has promised of a file's contents, or of the names in a folder."""
        if inode not in self._inodes:
            return
        known = self._inodes[inode]
        known.synced = self._current(known)
        done = [step for step in self._pending if any(each[0] == inode for each in step.changes)]
        self._pending = [step for step in self._pending if step not in done]
        for step in done:
            for folder, name, child in step.changes:
                self._inodes[folder].names.pop(name, None)
                if child is not None:
                    self._inodes[folder].names[name] = child

    def _tell(self) -> None:
        self._look()
        if self.moment is not None:
            self.moment()

    def _look(self) -> None:
        """Find out which names have changed since the last look; a rename changes two at once."""
        found: dict[int, dict[str, int]] = {}
        for where, folders, files in os.walk(self._root):
            at = self._know(Path(where))
            found[at] = {name: self._know(Path(where, name)) for name in (*folders, *files)}
        gone, come = [], []
        for folder in {*self._now, *found}:
            before, after = self._now.get(folder, {}), found.get(folder, {})
            gone += [(folder, name, None) for name in before if name not in after]
            come += [(folder, name, child) for name, child in after.items()
                     if before.get(name) != child]  # fmt: skip
        for folder, name, child in come:
            moved = [each for each in gone if self._now[each[0]][each[1]] == child]
            self._pending.append(_Step([*moved, (folder, name, child)]))
            gone = [each for each in gone if each not in moved]
        self._pending += [_Step([each]) for each in gone]
        self._now = found

    def _know(self, path: Path) -> int:
        status = path.lstat()
        if status.st_ino not in self._inodes:
            handle = os.open(path, os.O_RDONLY)
            self._inodes[status.st_ino] = _Inode(handle, stat.S_ISDIR(status.st_mode))
        return status.st_ino


def visible(folder: Path) -> Tree:
    """What is in a folder, as shown leaves it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return shown({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def shown(tree: Tree) -> Tree:
    """What people see of it: files, but none that is written beside its place, and no locks."""
    return {
        name: content
        for name, content in tree.items()
        if content is not None
        and not any(part.startswith(".") or part == "lock" for part in name.split("/"))
    }


def put(tree: Tree, folder: Path) -> Path:
    """Write a state of the disk into a folder."""
    folder.mkdir()
    for name, content in tree.items():
        path = folder / name
        if content is None:
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(content)
    return folder
