"""Publishes a model with `push --space` on a small Hub of this machine; the Space goes to a folder.

python -m web.tests.space OUT

The model has random layers, and lies beside OUT.
"""

import os
import sys
from pathlib import Path

from tests.model.sources.small_hub import TOKEN, small_hub
from tests.tiny import tiny_model

out = Path(sys.argv[1])
model = tiny_model(out.with_name(".space-model"), name="tiny")
(model / "README.md").write_text("---\nlicense: mit\n---\n\n# tiny\n\nA model of random layers.\n")
with small_hub() as hub:
    os.environ |= {"HF_ENDPOINT": hub.address, "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "1"}
    # The Hub's library looks at the environment when it is loaded.
    from morphing_faces.cli.app import main

    if main(["push", str(model), "me/tiny", "--yes", "--space"]) != 0:
        sys.exit(1)
    for path, content in hub.newest("me/tiny", "space").items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
