"""Standard streams that nobody reads, that are full, or that were closed from the beginning."""

import os
import sys
from contextlib import suppress
from typing import Any, TextIO

NAMES = ("stdin", "stdout", "stderr")


class PatientStream:
    """A stream to write to, on which words are lost that cannot be written; work goes on.

    Args:
        stream: Where the words go as long as that is possible.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, or lose it."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written on its way."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def open_closed_streams() -> None:
    """Have something stand where a standard stream was closed before the program began.

    Its number would go to the next file that is opened, and a library's warning into that file.
    `sys.stdin` stays None: that nobody can type is not the end of what somebody typed.
    """
    for number, name in enumerate(NAMES):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free, which is this one
        if number > 0 and getattr(sys, name) is None:
            setattr(sys, name, open(number, "w", closefd=False))  # noqa: SIM115
