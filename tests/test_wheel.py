"""The wheel: built, installed by itself, and its widget opened with what stands in it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from morphing_faces.views.notebook import front_end

ROOT = Path(__file__).parent.parent
LARGEST = 100_000
"""Bytes of the front end, which is sent with every widget and saved with every notebook."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ROOT / "src/morphing_faces/site/page/index.html").is_file()
        or not (front_end.BUILT / "widget.js").is_file(),
        reason="page and widget are not built, which needs Node: make site",
    ),
]
OPENED = """
import morphing_faces
from morphing_faces import Explorer, load_model
explorer = Explorer(load_model("faces48"), seed=1)
explorer.execute("r")
print(morphing_faces.__file__, len(explorer._esm) + len(explorer._css))
"""


def test_the_wheel_is_installed_and_its_widget_opens(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(place), "MORPHING_FACES_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", OPENED],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    file, size = done.stdout.split()
    assert Path(file).is_relative_to(place)
    assert 10_000 < int(size) < LARGEST


def test_the_front_end_keeps_to_what_notebooks_allow() -> None:
    """VS Code and Colab load it as one module: a default export, and nothing from elsewhere."""
    assert {path.name for path in front_end.BUILT.iterdir()} == {"widget.js", "widget.css"}
    module = (front_end.BUILT / "widget.js").read_text(encoding="utf-8")
    style = (front_end.BUILT / "widget.css").read_text(encoding="utf-8")
    assert re.search(r"export ?\{\w+ as default\};?\s*$", module)
    for elsewhere in ('from"', "import(", "import.meta", "new Worker", "url(", "data:", "@import"):
        assert elsewhere not in module + style
