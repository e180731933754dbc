"""How fast the exact network trains, beside the machine's own matrix products and beside pythae.

    python -m benchmarks.training [--faces FACES] [--batch 512] [--rounds 5] [--seconds 4]

Every round measures, one after the other and for about as long each: a large square product, the
products of this very network at this batch size, our training steps (augmented and dequantised
batches, gradient clipping, AdamW, average of the weights, everything but the held-out pass), and
pythae's trainer with its own loss on a network of the same layers. The medians over rounds count,
because the machine may have other things to do. An image costs 6 operations a parameter: 2 forward
and 4 backward. pythae computes all outputs of the last layer and uses the means among them, because
its likelihood has unit variance.
"""

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ["TQDM_DISABLE"] = "1"

import torch
from tests.tiny import tiny_faces
from torch import Tensor

from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.vae.batches import pictures
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import Machine, TrainingConfig
from morphing_faces.vae.distributed import assemble
from morphing_faces.vae.loader import BatchLoader
from morphing_faces.vae.network import VAE
from morphing_faces.vae.perceptron import perceptrons
from morphing_faces.vae.precision import chosen
from morphing_faces.vae.state import TrainingState
from morphing_faces.vae.step import Learner

Work = Callable[[], float]
"""Does a bounded piece of work, and returns how much: operations, or images."""


@dataclass(frozen=True)
class Bench:
    """Something to time.

    Attributes:
        name: For the table.
        work: Does a piece of it.
        unit: What the returned numbers are, a second.
    """

    name: str
    work: Work
    unit: str


def square(precision: torch.dtype, device: torch.device, size: int) -> Work:
    a, b = (torch.randn(size, size, device=device).to(precision) for _ in range(2))
    out = torch.empty_like(a)

    def work() -> float:
        torch.mm(a, b, out=out)
        _wait(device)
        return 2.0 * size**3

    return work


def own_shapes(network: VAE, batch: int, precision: torch.dtype, device: torch.device) -> Work:
    """The products of a step: outputs, gradients of weights, and of all inputs but the image."""
    products: list[tuple[Tensor, Tensor]] = []
    for number, weight in enumerate(value for value in network.parameters() if value.ndim > 1):
        w = torch.randn(weight.shape, device=device).to(precision)
        x = torch.randn(batch, w.shape[1], device=device).to(precision)
        g = torch.randn(batch, w.shape[0], device=device).to(precision)
        products += [(x, w.t()), (g.t(), x)] + ([(g, w)] if number else [])

    def work() -> float:
        for a, b in products:
            torch.mm(a, b)
        _wait(device)
        return sum(2.0 * a.shape[0] * a.shape[1] * b.shape[1] for a, b in products)

    return work


def ours(faces: FaceSet, config: TrainingConfig, machine: Machine, steps: int) -> Work:
    group = assemble(machine)
    network = VAE(NetworkConfig())
    state = TrainingState(network, group.device, chosen(config.precision, group.device))
    learner = Learner(state, config, group, compiled=machine.compile == "on")
    loader = BatchLoader(faces, config, group, network.mask_widths)

    def work() -> float:
        for _ in range(steps):
            if not learner.step(loader.batch(state.counters.step), 0.1):
                raise SystemExit("the loss is not finite")
        _wait(group.device)
        return float(steps * config.batch)

    return work


def pythae_s(faces: FaceSet, batch: int, steps: int, scratch: Path) -> Work:
    import logging

    from pythae import models
    from pythae.data.datasets import BaseDataset
    from pythae.models.base.base_utils import ModelOutput
    from pythae.models.nn import BaseDecoder, BaseEncoder
    from pythae.trainers import BaseTrainer, BaseTrainerConfig

    logging.disable(logging.INFO)
    size = NetworkConfig()
    coder, decoder = perceptrons(size, torch.Generator())

    class Encoder(BaseEncoder):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.layers = coder

        def forward(self, x: Tensor) -> Any:
            hidden = x.reshape(len(x), -1)
            for layer in self.layers.hidden_layers:
                hidden = torch.relu(layer(hidden))
            mean, log_variance = self.layers.gaussian(hidden).chunk(2, dim=1)
            return ModelOutput(embedding=mean, log_covariance=log_variance)

    class Decoder(BaseDecoder):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.layers = decoder

        def forward(self, z: Tensor) -> Any:
            for layer in self.layers.hidden_layers:
                z = torch.relu(layer(z))
            mean, _ = self.layers.gaussian(z).chunk(2, dim=1)
            return ModelOutput(reconstruction=mean.reshape(-1, 1, size.height, size.width))

    config = models.VAEConfig(input_dim=(1, size.height, size.width), latent_dim=size.latent)
    model = models.VAE(config, encoder=Encoder(), decoder=Decoder())
    rows = faces.split("train")[: steps * batch]
    data = pictures(faces, rows).reshape(-1, 1, size.height, size.width).float() / 255
    trainer = BaseTrainer(
        model=model,
        train_dataset=BaseDataset(data, torch.zeros(len(data))),
        training_config=BaseTrainerConfig(
            output_dir=str(scratch), per_device_train_batch_size=batch, no_cuda=True
        ),
        callbacks=[],
    )
    trainer.prepare_training()

    def work() -> float:
        trainer.train_step(epoch=1)
        return float(len(data))

    return work


def measured(benches: list[Bench], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Rates of every bench in every round, after one unmeasured piece of work each."""
    rates: dict[str, list[float]] = {bench.name: [] for bench in benches}
    for bench in benches:
        bench.work()
    for _ in range(rounds):
        for bench in benches:
            begin, done = time.perf_counter(), 0.0
            while (spent := time.perf_counter() - begin) < seconds:
                done += bench.work()
            rates[bench.name].append(done / spent if spent else 0.0)
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how fast the exact network trains.")
    parser.add_argument("--faces", type=Path, help="a face set of 48x48 grey faces")
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--precision", choices=["auto", "bf16", "fp32"], default="auto")
    parser.add_argument("--compile", choices=["on", "off"], default="off")
    parser.add_argument("--accelerator", choices=["cpu", "cuda"], action="append")
    options = parser.parse_args()
    kinds = options.accelerator or (["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"])
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.faces
        if folder is None:
            folder = tiny_faces(Path(scratch) / "faces", count=4 * options.batch, size=48)
        for kind in kinds:
            _report(load_faces(folder), kind, options, Path(scratch))


def _report(faces: FaceSet, kind: str, options: argparse.Namespace, scratch: Path) -> None:
    device, batch = torch.device(kind), options.batch
    precision = chosen(options.precision, device)
    network = VAE(NetworkConfig())
    # The usual start, at a rate too small to matter: the arithmetic is that of any other step.
    config = TrainingConfig(batch=batch, start="usual", rate=1e-6, precision=options.precision)
    machine = Machine(accelerator=kind, devices=1, compile=options.compile)  # type: ignore[arg-type]
    native = chosen("auto", device) == torch.bfloat16
    benches = [
        Bench("bf16 square product", square(torch.bfloat16, device, 2048 if native else 256), "op"),
        Bench("square product", square(precision, device, 2048), "op"),
        Bench("the network's products", own_shapes(network, batch, precision, device), "op"),
        Bench("ours", ours(faces, config, machine, 2), "image"),
    ]
    if kind == "cpu":
        benches.append(Bench("pythae", pythae_s(faces, batch, 2, scratch), "image"))
    rates = measured(benches, options.rounds, options.seconds)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    operations = 6.0 * sum(value.numel() for value in network.parameters())
    used = "bf16" if precision == torch.bfloat16 else "fp32"
    print(f"{_name(device)}, {torch.get_num_threads()} threads, torch {torch.__version__}")
    print(f"batches of {batch}, layers in {used}, medians of {options.rounds} rounds (and range)")
    for bench in benches:
        values = rates[bench.name]
        scale, unit = (1e9, "Gop/s") if bench.unit == "op" else (1, "images/s")
        low, high = min(values) / scale, max(values) / scale
        row = f"{medians[bench.name] / scale:10,.0f} {unit:8} ({low:,.0f} to {high:,.0f})"
        print(f"{bench.name:24} {row}")
    reached = medians["ours"] * operations
    print(f"ours, as operations      {reached / 1e9:10,.0f} Gop/s")
    for name in ("bf16 square product", "square product", "the network's products"):
        shown = name if name.startswith("bf16") else f"{name.removeprefix('the ')} in {used}"
        print(f"  of the {shown:40} {reached / medians[name]:8.0%}")
    if "pythae" in medians:
        print(f"  times pythae {medians['ours'] / medians['pythae']:38.2f}")


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    level = torch.backends.cpu.get_cpu_capability()
    return f"{names[0] if names else platform.processor()} ({level})"


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


if __name__ == "__main__":
    main()
