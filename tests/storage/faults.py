"""System calls that fail, or after which there is none: every one in turn.

`Shim` stands between the program and the functions of `os`, and between it and the files that
`open` gives. It counts, and at the Nth call it lets the call fail, or the program die: then that
call is half done, if it can be, and no later one reaches the disk.
"""

import errno
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

CALLS = (
    *("open", "write", "fsync", "replace", "rename", "link", "unlink", "remove", "mkdir", "rmdir"),
    *("stat", "lstat", "fstat", "scandir", "listdir", "chmod", "truncate", "ftruncate", "close"),
)
NEVER = 1 << 30


class Died(BaseException):
    """The program is dead: nothing that it does from here on reaches the disk."""


class Shim:
    """Counts the system calls that concern a folder.

    Args:
        patch: To put it in place, and to take it away.
        folder: Files elsewhere, such as modules that are imported, do not count.
        at: The number, from 1, of the call that fails.
        error: How it fails, an errno; None lets the program die there.

    Attributes:
        calls: The names of those so far.
        dies: Whether the program dies.
    """

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        folder: Path,
        at: int = NEVER,
        error: int | None = None,
    ) -> None:
        self.calls: list[str] = []
        self._folder = str(folder)
        self._at = at
        self.dies = error is None
        self._error = error
        self._counting = threading.Lock()
        self._ours: set[int] = set()
        self._files: list[IO[Any] | io.RawIOBase] = []
        self._real: dict[str, Callable[..., Any]] = {name: getattr(os, name) for name in CALLS}
        for name in CALLS:
            patch.setattr(os, name, self._wrapped(name))
        patch.setattr(io, "open", self._opened)

    @property
    def reached(self) -> bool:
        """Whether there were so many calls."""
        return len(self.calls) >= self._at

    def run(self, program: Callable[[], object]) -> None:
        """Run a program to its end, be it that it dies."""
        try:
            program()
        except Died:
            self._bury()  # while the error keeps what it was about, whose buffers are lost
        finally:
            self._bury()

    def _bury(self) -> None:
        """Close what a program that died has left open, as the system would; locks end by that."""
        for file in self._files:
            file.close()
        for descriptor in self._ours:
            self._real["close"](descriptor)
        self._ours.clear()

    def count(self, name: str) -> None:
        """Let a call happen, or fail."""
        with self._counting:
            self.calls.append(name)
            number = len(self.calls)
        if self._error is None and number >= self._at:
            raise Died
        if number == self._at and self._error is not None:
            raise OSError(self._error, os.strerror(self._error))

    def _wrapped(self, name: str) -> Callable[..., Any]:
        real = self._real[name]

        def close(descriptor: int) -> None:
            ours = descriptor in self._ours
            self._ours.discard(descriptor)
            real(descriptor)
            if ours:
                self.count(name)

        def write(descriptor: int, content: bytes) -> Any:
            if self.dies and descriptor in self._ours and len(self.calls) + 1 == self._at:
                real(descriptor, content[: len(content) // 2])
            return call(descriptor, content)

        def call(first: Any = ".", *rest: Any, **options: Any) -> Any:
            if not self._concerns(first, options):
                return real(first, *rest, **options)
            self.count(name)
            found = real(first, *rest, **options)
            if name == "open":
                self._ours.add(found)
            return found

        kinds: dict[str, Callable[..., Any]] = {"close": close, "write": write}
        return kinds.get(name, call)

    def _concerns(self, first: Any, options: dict[str, Any]) -> bool:
        if isinstance(first, int):
            return first in self._ours
        return os.fspath(first).startswith(self._folder) or options.get("dir_fd") in self._ours

    def _opened(self, file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if isinstance(file, int) or not os.fspath(file).startswith(self._folder):
            return _OPEN(file, mode, *rest, **options)
        self.count("open")
        if not set(mode) & set("wax+"):
            self._files.append(_OPEN(file, mode, *rest, **options))
            return self._files[-1]
        raw = _Raw(self, os.fspath(file), mode.replace("b", "").replace("t", ""))
        self._files.append(raw)  # what its buffer holds is lost
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, "utf-8", newline="")


_OPEN = io.open


class _Raw(io.FileIO):
    """A file whose every write counts; the one at which the program dies is half done."""

    def __init__(self, shim: Shim, path: str, mode: str) -> None:
        super().__init__(path, mode)
        self._shim = shim

    def write(self, content: Any) -> int:
        view = memoryview(content)
        try:
            self._shim.count("write")
        except BaseException:
            if self._shim.dies and len(self._shim.calls) == self._shim._at:
                super().write(view[: len(view) // 2])
            raise
        return super().write(view)


def left_beside(folder: Path) -> list[str]:
    """What was written beside its place and is there still."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob(".*"))


TYPICAL = (errno.ENOSPC, errno.EIO, errno.EACCES)
"""A full disk, a broken one, and a folder that may not be written any more."""
