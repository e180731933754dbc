"""Words to the user: answers on standard output, the rest on standard error."""

import os
import sys


def say(text: str) -> None:
    """Print at once; when nobody reads any more, print to nowhere from then on."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(text: str) -> None:
    """Say something besides, on standard error, unless it is empty."""
    if text:
        print(text, file=sys.stderr, flush=True)
