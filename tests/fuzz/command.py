"""An input through the command itself, as a user types it: what it says, and what it leaves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from morphing_faces.errors import MorphingFacesError
from morphing_faces.faces.set.faceset import load_faces
from morphing_faces.storage.home import VARIABLE
from tests.fuzz.worker import MEMORY

SECONDS = 300.0
"""For one command, which loads everything anew, on a machine that does other things as well."""

# The command, with bounds of memory that its own processes have, too.
BOUND = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from morphing_faces.cli.app import main
sys.exit(main(sys.argv[1:]))
"""


def command(kind: str, path: Path, model: Path) -> str:
    """What becomes of an input: "taken", "refused", or what went wrong.

    A refusal is exit status 2 and a sentence; what was taken left a whole face set or picture;
    nothing half written lies beside it.
    """
    with _typed(kind, path, model) as (words, out):
        try:
            done = subprocess.run(
                [sys.executable, "-c", BOUND, *words],
                input="q\n",
                capture_output=True,
                text=True,
                errors="replace",
                timeout=SECONDS,
                env={**os.environ, VARIABLE: str(out / "home")},
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"nothing within {SECONDS:g} s"
        try:
            return _fault(done, out) or ("refused" if done.returncode else "taken")
        except (OSError, MorphingFacesError) as error:  # what it left cannot be read again
            return f"half written: {error}"


@contextmanager
def _typed(kind: str, path: Path, model: Path) -> Iterator[tuple[list[str], Path]]:
    """The words of a command that reads a file of this kind, and the folder that it writes to."""
    with TemporaryDirectory() as name:
        out = Path(name) / "out"
        out.mkdir()
        if kind == "point.json":
            words = ["--model", str(model), "--point", str(path), "--view", "none"]
        elif kind.startswith("model:"):
            damaged = Path(name) / "model"
            shutil.copytree(model, damaged)
            shutil.copyfile(path, damaged / kind.removeprefix("model:"))
            words = ["render", "sheet", "--model", str(damaged), "--out", str(out / "a.png")]
        else:
            source = path
            if kind.startswith("picture."):
                source = Path(name) / "album"
                source.mkdir()
                shutil.copy(path, source)
            words = ["prepare", str(source), "--out", str(out / "faces"), "--aligned"]
            words += ["--size", "16", "--workers", "1"]
        yield words, out


def _fault(done: subprocess.CompletedProcess[str], out: Path) -> str:
    """What is wrong with how a command has ended; nothing if all is well."""
    if done.returncode not in (0, 2):
        return f"exit status {done.returncode}: {done.stderr}"
    if "Traceback" in done.stderr or "Warning" in done.stderr:
        return done.stderr
    left = [each.name for each in out.iterdir() if each.name != "home"]
    if any(name.startswith(".") for name in left):
        return f"half written: {left}"
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        return "" if last.startswith("morphing-faces: ") else f"no sentence: {done.stderr}"
    for name in left:
        if name == "faces":
            load_faces(out / name)
        else:
            Image.open(out / name).load()
    return ""
