"""By how much each further term of the loss slows a step of training.

    python -m benchmarks.terms [--network perceptron|modulated] [--rounds 5] [--batch 128]

Steps of the exact network (or, with --network modulated, of that of `heads64`) on made-up faces:
with each term alone, and as the recipe of the model that ships has them all, by turns with plain
steps, so that what else the machine does falls on both. On a processor it is the time of one thread
that is measured, and the least of the rounds counts, which other work disturbs least.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from tests.tiny import tiny_faces

from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.vae.adversary import Adversary
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import Machine, TrainingConfig
from morphing_faces.vae.distributed import assemble
from morphing_faces.vae.follow import standing
from morphing_faces.vae.loader import BatchLoader
from morphing_faces.vae.network import VAE
from morphing_faces.vae.precision import chosen
from morphing_faces.vae.state import TrainingState
from morphing_faces.vae.step import Learner


@dataclass(frozen=True)
class InColour:
    """Grey faces as colour ones: what BatchLoader asks of a face set."""

    faces: FaceSet

    channels = 3

    @property
    def size(self) -> int:
        """Of a side."""
        return self.faces.size

    def split(self, name: Literal["train", "valid", "test", "all"]) -> np.ndarray:
        """The rows of a split."""
        return self.faces.split(name)

    @property
    def images(self) -> "InColour":
        """Its pictures, by row."""
        return self

    def __getitem__(self, rows: np.ndarray) -> np.ndarray:
        return np.repeat(self.faces.images[rows][..., None], 3, axis=3)


def ways(network: str, batch: int) -> dict[str, TrainingConfig]:
    """Configurations by name, the plain one first."""
    sizes = TrainingConfig(batch=batch, start="usual", rate=1e-6, adversarial_from=0.0)
    if network == "modulated":
        sizes = replace(sizes, network=network, variance="shared", maps=64, latent=256)
    judged = replace(sizes, adversarial=1.0)
    weighed = replace(judged, elbo_weight=3.0)
    changed = replace(weighed, adversarial_augment=0.6)
    terms = {
        "plain": sizes,
        "--latent-consistency 1.6": replace(sizes, latent_consistency=1.6),
        "--adversarial 1": judged,
        "--adversarial 1 --elbo-weight 3": weighed,
        "  and --adversarial-augment 0.6": changed,
        "  and --feature-matching 1": replace(weighed, feature_matching=1.0),
        "  and --discriminator residual": replace(weighed, discriminator="residual"),
    }
    if network == "modulated":
        return terms | {
            "the recipe of heads64": replace(
                changed,
                discriminator="residual",
                feature_matching=1.0,
                latent_consistency=1.6,
                adversarial_given_back=0.5,
            )
        }
    return {
        "plain": sizes,
        "--cut 29": replace(sizes, cut=29),
        "--basis 1200": replace(sizes, basis=1200),
        "--encoder-dropout 0.1": replace(sizes, encoder_dropout=0.1),
        **terms,
        "the recipe of faces48": replace(
            changed,
            discriminator="residual",
            cut=29,
            basis=1200,
            encoder_dropout=0.1,
            adversarial_draws=0.75,
            adversarial_given_back=0.25,
        ),
    }


def stepper(faces: FaceSet, config: TrainingConfig) -> tuple[Callable[[], None], VAE]:
    """What takes a step, and the network that learns."""
    group = assemble(Machine(devices=1))
    size = NetworkConfig(
        faces.size,
        faces.size,
        faces.channels,
        config.latent,
        config.hidden,
        variance=config.variance,
        basis=config.basis,
        network=config.network,
        maps=config.maps,
    )
    network = VAE(size)
    judge = Adversary(size, config, torch.Generator(), group.device) if config.adversarial else None
    if judge and config.adversarial_augment:
        judge.tensors["seen"][0] = 0.3  # as it is in the middle of a run
    state = TrainingState(network, group.device, chosen(config.precision, group.device), judge)
    learner = Learner(state, config, group)
    loader = BatchLoader(faces, config, group, network.mask_widths)

    def step() -> None:
        if not learner.step(loader.batch(state.counters.step), 0.5):
            raise SystemExit("the loss is not finite")
        if group.device.type == "cuda":
            torch.cuda.synchronize()

    return step, state.average


def seconds_of(action: Callable[[], object]) -> float:
    """How much processor time it takes, which other work changes least; on a GPU, how long."""
    clock = time.perf_counter if torch.cuda.is_available() else time.process_time
    begin = clock()
    action()
    return clock() - begin


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--network", choices=["perceptron", "modulated"], default="perceptron")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=128)
    options = parser.parse_args()
    colour = options.network == "modulated"
    torch.set_num_threads(1)  # a second one spins while it waits, and that would count
    with tempfile.TemporaryDirectory() as scratch:
        folder = tiny_faces(
            Path(scratch) / "faces", count=4 * options.batch, size=64 if colour else 48
        )
        faces = load_faces(folder)
        shown: FaceSet = InColour(faces) if colour else faces  # type: ignore[assignment]
        print(f"{torch.get_num_threads()} threads, torch {torch.__version__}, {options.network}")
        print(f"batches of {options.batch}, the least of {options.rounds} rounds (and the most)")
        configs = ways(options.network, options.batch)
        plain, network = stepper(shown, configs.pop("plain"))
        plain()
        for name, config in configs.items():
            step, _ = stepper(shown, config)
            step()
            step()  # the first penalty lies behind
            turns = [(seconds_of(plain), seconds_of(step)) for _ in range(options.rounds)]
            usual, spent = zip(*turns, strict=True)
            print(
                f"{name:36}{min(spent):8.3f} s (to {max(spent):.3f}), plain {min(usual):.3f} s "
                f"(to {max(usual):.3f}) {min(spent) / min(usual):7.2f} x",
                flush=True,
            )
        if not colour:
            look = seconds_of(lambda: standing(network, faces, 29))
            count = len(faces.split("valid"))
            print(f"a look at {count} held-out faces, every 250 steps {look:10.3f} s")


if __name__ == "__main__":
    main()
