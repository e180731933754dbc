"""The other processes of a run on this machine: started by the first, which watches over them.

Lightning Fabric would start them as well. But its watcher looks every five seconds and, where one
has died, kills the first process at once: whoever began the run would often be told nothing.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

LOST = (
    "another process of this run has ended, and with it the run; its last checkpoint is intact, "
    "and --resume goes on from there"
)
GRACE = 30.0
"""Seconds in which the first process can find out by itself that another is gone, and say so."""
PAUSE = 0.5


def start_followers(size: int, port: int) -> None:
    """Start this program again for each of the other processes, and make this one the first.

    They find each other by the variables that Fabric and torch read, which may be set already
    where several machines train.

    Args:
        size: How many processes there are to be on this machine, with this one.
        port: Where the first one listens, on this machine or on another one.
    """
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ["MASTER_PORT"] = str(port)
    followers = [
        subprocess.Popen(  # noqa: S603 - what the user has started
            _command(), env={**os.environ, "LOCAL_RANK": str(rank)}
        )
        for rank in range(1, size)
    ]
    os.environ["LOCAL_RANK"] = "0"
    threading.Thread(target=_watch, args=(followers,), name="followers", daemon=True).start()


def _command() -> list[str]:
    """What this program was started by."""
    spec = sys.modules["__main__"].__spec__
    program = ["-m", spec.name] if spec is not None else [str(Path(sys.argv[0]).absolute())]
    return [sys.executable, *program, *sys.argv[1:]]


def _watch(followers: list[subprocess.Popen[bytes]]) -> None:
    """End the run in a sentence where a process has failed and this one waits for it in vain.

    A connection that breaks is noticed at once, see `losing_none` in distributed.py. A process that
    died before there was one, or in the middle of a GPU's work, may not be for hours.
    """
    while not any(each.poll() for each in followers):
        if all(each.returncode == 0 for each in followers):
            return
        time.sleep(PAUSE)
    time.sleep(GRACE)
    sys.stderr.write(LOST + "\n")
    sys.stderr.flush()
    for each in followers:
        each.kill()
    os._exit(2)
