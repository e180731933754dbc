"""Words to the user: answers on standard output, the rest on standard error."""

import contextlib
import io
import os
import sys

from morphing_faces.errors import MorphingFacesError


def answer(text: str) -> None:
    """Print what a command was asked for, at once; to nowhere once nobody reads any more.

    Raises:
        MorphingFacesError: It cannot be printed.
    """
    try:
        print(text, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise MorphingFacesError(f"the answer cannot be printed: {error.strerror}") from error


def say(text: str) -> None:
    """Print at once in a session, which goes on even if that is not possible any more."""
    with contextlib.suppress(MorphingFacesError):
        answer(text)


def note(text: str) -> None:
    """Say something besides, on standard error, unless it is empty."""
    if text:
        with contextlib.suppress(OSError):
            print(text, file=sys.stderr, flush=True)


def speak_any_name() -> None:
    """Let names of files that are no valid text be printed, with their odd bytes escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")
