"""A training run small enough to make once a session, and its configuration."""

import torch

from morphing_faces.vae.config import TrainingConfig

CONFIG = TrainingConfig(
    latent=6,
    hidden=24,
    start="ppca",
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
