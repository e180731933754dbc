"""Writes the decoder as the naive page wants it: float32 matrices, one row after the other.

python naive.py OUT
"""

import json
import sys
from pathlib import Path

import numpy as np

from morphing_faces import load_model
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.onnx.graphs import read_decoder

out = Path(sys.argv[1])
model = load_model("faces48")
layers = read_decoder((model.folder / DECODER).read_bytes())
if layers is None:
    sys.exit("the decoder is no perceptron of this package's")
hidden, mean = layers
parts, shapes = [], []
for layer in (*hidden, mean):
    whole = layer.weight if layer.skip is None else layer.weight + np.diag(layer.skip)
    shapes.append(list(whole.T.shape))
    parts += [whole.T.astype("<f4").tobytes(), layer.bias.astype("<f4").tobytes()]
out.mkdir(parents=True, exist_ok=True)
(out / "naive.bin").write_bytes(b"".join(parts))
(out / "naive.json").write_text(json.dumps(shapes))
