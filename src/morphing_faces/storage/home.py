"""The user's own folder: kept points, directions, names, and which models were played."""

import os
from pathlib import Path

import platformdirs

VARIABLE = "MORPHING_FACES_HOME"


def home() -> Path:
    """The user's folder: what MORPHING_FACES_HOME names, else the one that the system has."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("morphing-faces", appauthor=False)
