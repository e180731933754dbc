"""How long somebody waits between the lines they type and a picture of their own model that morphs.

    python -m benchmarks.waiting [--json]

Three models, as the guide has them and by its own lines: a torch VAE of scikit-learn's digits that
has just been trained, a folder that pythae has saved, and an ONNX file exported from torch. What is
waited for is everything that comes after the training, the saved folder or the file: import, start
of the program, and the mouse moving over the picture until it has visibly changed. What torch takes
for the ONNX file stands beside. Needs Xvfb, xdotool, torch, scikit-learn, onnxscript and pythae.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.views.desk import PROGRAM, Desk, open_desk, open_player
from tests.views.test_guide import SECTION, block, wait_until_it_morphs

ROUNDS = 3
PYTHAE = """
from pythae.models import VAE, VAEConfig
vae = VAE(VAEConfig(input_dim=(1, 8, 8), latent_dim=8))
vae.decoder.layers[0][0].weight.data.mul_(40)  # untrained, it draws grey alone
vae.save("my_model/final_model")
"""
CLOCK = "import time\nfrom pathlib import Path\nPath('typed').write_text(repr(time.time()))\n"
"""Notes when the lines that follow are typed."""


def explored(desk: Desk, folder: Path) -> float:
    """Seconds from the guide's two lines to a digit that morphs."""
    script = block("load_digits") + CLOCK + block("explore(decoder, 8)\n")
    (folder / "script.py").write_text(script)
    with playing(desk, folder, [sys.executable, "script.py"]):
        return waited(folder)


def waited(folder: Path) -> float:
    """Seconds since the first line was typed."""
    return time.time() - typed(folder)


def typed(folder: Path) -> float:
    """When the first line was typed, in seconds of the clock."""
    return float((folder / "typed").read_text())


def of_pythae(desk: Desk, folder: Path) -> float:
    """Seconds from `import` to a picture of pythae's VAE that morphs."""
    subprocess.run([sys.executable, "-c", PYTHAE], cwd=folder, check=True, capture_output=True)
    (folder / "typed").write_text(repr(time.time()))
    return imported(desk, folder, "pythae-vae")


def of_onnx(desk: Desk, folder: Path) -> float:
    """Seconds from the ONNX file of a decoder of digits to one that morphs."""
    export(folder)
    (folder / "typed").write_text(repr(time.time()))
    return imported(desk, folder, "digits")


def exported(_: Desk, folder: Path) -> float:
    """Seconds that torch.onnx.export takes, in the process that has trained."""
    export(folder)
    return (folder / "decoder.onnx").stat().st_mtime - typed(folder)


def export(folder: Path) -> None:
    """Train on digits, note the time, and export."""
    script = block("load_digits") + CLOCK + block("torch.onnx.export")
    (folder / "script.py").write_text(script)
    subprocess.run([sys.executable, "script.py"], cwd=folder, check=True, capture_output=True)


def imported(desk: Desk, folder: Path, name: str) -> float:
    """Seconds since the first line was typed, after the guide's two lines on a model."""
    made, shown = re.findall(rf"^    (morphing-faces .*{name})$", SECTION, re.MULTILINE)
    command = [*PROGRAM, *shlex.split(made)[1:]]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with playing(desk, folder, [*PROGRAM, *shlex.split(shown)[1:]]):
        return waited(folder)


@contextmanager
def playing(desk: Desk, folder: Path, command: list[str]) -> Iterator[None]:
    """A program whose picture morphs by now."""
    desk.environment["MORPHING_FACES_HOME"] = str(folder / "home")
    with open_player(desk, folder, command) as player:
        while not (folder / "typed").exists() and player.process.poll() is None:
            time.sleep(0.1)  # a training takes as long as it takes
        desk.wait_for_window()
        wait_until_it_morphs(desk)
        yield
        desk.press("q")
        player.wait()


WAYS: dict[str, Callable[[Desk, Path], float]] = {
    "a torch VAE, explore": explored,
    "a pythae folder, import": of_pythae,
    "an ONNX file, import": of_onnx,
    "(torch.onnx.export before that)": exported,
}


def measured(way: Callable[[Desk, Path], float]) -> list[float]:
    """Seconds of each round, each in a folder of its own."""
    found = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, open_desk() as desk:
            found.append(round(way(desk, Path(folder)), 1))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    load = os.getloadavg()[0]
    found = {name: measured(way) for name, way in WAYS.items()}
    if as_json:
        print(json.dumps({"load": load, "seconds": found}))
        return
    print(f"load when it began: {load:.1f}")
    for name, seconds in found.items():
        print(f"{name}: {', '.join(f'{each:.1f}' for each in seconds)} s")


if __name__ == "__main__":
    main()
