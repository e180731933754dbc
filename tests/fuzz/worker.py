"""A process that handles many inputs: a kind and a path a line; a word for each comes back.

python -m tests.fuzz.worker MODEL_FOLDER
"""

import os
import resource
import shutil
import sys
import tempfile
import traceback
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import numpy as np

from morphing_faces.errors import MorphingFacesError
from morphing_faces.faces.decode import decode
from morphing_faces.faces.readers import open_sources
from morphing_faces.faces.rejection import RejectedError
from morphing_faces.model.sources.load import load_model
from morphing_faces.points.document import read_point_file

MEMORY = 8 << 30
"""Bytes of addresses; libraries reserve far more than they use."""
READY = "ready"
SLOW = ("datasets", "scipy.io", "onnxruntime", "torch")
"""Libraries that take seconds to load, which no input is to be blamed for."""


def handle(kind: str, path: Path, model: Path) -> None:
    """What a user's command would do with the file; raises what it would tell."""
    if kind.startswith("picture."):
        decode(path.read_bytes())
    elif kind.startswith("source."):
        with open_sources([path]) as sources:
            for photograph in sources:
                with suppress(RejectedError):
                    photograph.read()
    elif kind.startswith("model:"):
        with tempfile.TemporaryDirectory() as folder:
            damaged = Path(folder) / "model"
            shutil.copytree(model, damaged)
            shutil.copyfile(path, damaged / kind.removeprefix("model:"))
            opened = load_model(damaged)
            opened.decode(np.zeros((1, opened.latent_size), np.float32))
    elif kind == "end":  # for a test of the harness
        os._exit(7)
    else:
        read_point_file(path, load_model(model))


def tell(word: str) -> None:
    """Answer the process that asks."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    model = Path(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in SLOW:
        import_module(name)
    tell(READY)
    warnings.simplefilter("error")  # no library's warning shows
    for line in sys.stdin:
        kind, path = line.rstrip("\n").split(" ", 1)
        try:
            handle(kind, Path(path), model)
        except (MorphingFacesError, RejectedError):
            tell("refused")
        except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
            text = traceback.format_exc().replace("\n", "\\n")
            tell(f"fault {text}")
        else:
            tell("taken")


if __name__ == "__main__":
    main()
