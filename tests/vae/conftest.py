from pathlib import Path

import pytest
import torch

from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.training import train
from tests.tiny import tiny_faces

CONFIG = TrainingConfig(
    latent=6,
    hidden=24,
    components=3,
    epochs=3,
    batch=32,
    rate=1e-3,
    precision="fp32",
    checkpoint_seconds=0,
    seed=5,
)


# Networks this small are slower with two threads, and much slower where these wait for each other.
torch.set_num_threads(1)


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    return load_faces(tiny_faces(tmp_path_factory.mktemp("sets") / "faces"))


@pytest.fixture(scope="session")
def finished_run(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "run"
    train(faces, folder, CONFIG)
    return folder
