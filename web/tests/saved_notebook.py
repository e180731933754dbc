"""Writes a notebook that was run and saved, as HTML: what nbviewer makes of it.

python -m web.tests.saved_notebook MODEL OUT.html

Its one cell has shown a live page of the model folder.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from morphing_faces import load_model
from morphing_faces.morpher.point import Point
from morphing_faces.views.live_page import live_page

model = load_model(sys.argv[1])
page = live_page(model, Point(np.zeros(model.latent_size, np.float32), (2, 3), 2.0))
if page is None:
    sys.exit("the model is too large")
out = Path(sys.argv[2])
shown = {
    "output_type": "execute_result",
    "execution_count": 1,
    "metadata": {},
    "data": {"text/html": page._repr_html_(), "text/plain": "LivePage"},
}
cell = {
    "id": "live",
    "cell_type": "code",
    "execution_count": 1,
    "metadata": {},
    "source": "explorer.html(live=True)",
    "outputs": [shown],
}
notebook = out.with_suffix(".ipynb")
notebook.write_text(
    json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
)
command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level", "ERROR", str(notebook)]
subprocess.run([*command, "--output", out.name], check=True)  # noqa: S603
