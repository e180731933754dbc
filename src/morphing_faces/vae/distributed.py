"""The processes that train one run together: one, several on this machine, or on many.

Lightning Fabric finds out who they are: those that followers.py starts (`--devices`), or what
`torchrun`, `fabric run` and clusters have left in the environment. All of them read the run folder;
the first alone writes.
"""

import gc
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import torch
from torch import Tensor, distributed, nn

from morphing_faces.errors import MorphingFacesError, TrainingError
from morphing_faces.vae.config import Machine
from morphing_faces.vae.followers import LOST, start_followers

Result = TypeVar("Result")

PATIENCE = timedelta(hours=2)
"""How long processes wait for each other; the first may fit PPCA to millions of faces meanwhile."""


class ProcessGroup:
    """Processes that train together, seen from one of them."""

    def __init__(self, fabric: Any = None) -> None:
        self._fabric = fabric
        self.rank: int = fabric.global_rank if fabric else 0
        self.size: int = fabric.world_size if fabric else 1
        self.device: torch.device = fabric.device if fabric else torch.device("cpu")

    @property
    def first(self) -> bool:
        """Whether this is the process that writes and speaks."""
        return self.rank == 0

    def share(self, count: int) -> range:
        """The places of a batch that are this process's."""
        return range(count * self.rank // self.size, count * (self.rank + 1) // self.size)

    def wrapped(self, network: nn.Module) -> nn.Module:
        """The network such that its gradients are averaged over the processes."""
        if self._fabric is None:
            return network
        module: nn.Module = self._fabric.setup_module(network)
        return module

    def total(self, values: Tensor) -> Tensor:
        """The sum over the processes."""
        if self.size > 1:
            distributed.all_reduce(values, distributed.ReduceOp.SUM)
        return values

    def largest(self, *values: float) -> list[float]:
        """The largest of each number over the processes."""
        if self.size == 1:
            return list(values)
        shared = torch.tensor(values, dtype=torch.float64, device=self.device)
        distributed.all_reduce(shared, distributed.ReduceOp.MAX)
        return [float(value) for value in shared]

    def together(self, action: Callable[[], Result]) -> Result:
        """Do something in every process; where it fails in one, it ends all.

        Raises:
            MorphingFacesError: It failed here, and in no process before this one.
            SystemExit: It failed elsewhere, and that process says so.
        """
        if self.size == 1:
            return action()
        failure: MorphingFacesError | None = None
        try:
            result = action()
        except MorphingFacesError as error:
            failure = error
        except OSError as error:
            failure = TrainingError(str(error))
        [behind] = self.largest(self.size - self.rank if failure else 0)
        if behind == 0:
            return result
        if failure and behind == self.size - self.rank:
            raise failure
        raise SystemExit(2)

    def first_alone(self, action: Callable[[], object]) -> None:
        """Do something in the first process while the others wait for it."""
        self.together(lambda: action() if self.first else None)


@contextmanager
def followers_keep_quiet() -> Iterator[None]:
    """What is wrong with the input is found by every process, and said by one on each machine."""
    try:
        yield
    except MorphingFacesError:
        if int(os.environ.get("LOCAL_RANK", "0")):
            raise SystemExit(2) from None
        raise


@contextmanager
def losing_none(group: ProcessGroup) -> Iterator[None]:
    """Say it in a sentence when another process has died."""
    try:
        yield
    except RuntimeError as error:
        lost = isinstance(error, distributed.DistError) or "gloo" in str(error)
        if group.size == 1 or not lost:
            raise
        raise TrainingError(LOST) from error
    finally:
        if group.size > 1 and distributed.is_initialized():
            # DDP's reducer, when it is the last to hold the group, waits for gloo's threads with
            # Python locked, and they may wait for Python: let it go first.
            gc.collect()
            distributed.destroy_process_group()


def assemble(machine: Machine) -> ProcessGroup:
    """Start the processes, or join those that a launcher has started.

    Raises:
        TrainingError: There is no such device.
    """
    launched = "LOCAL_WORLD_SIZE" in os.environ  # by torchrun, which fabric run is, too
    alone = machine.devices in (None, 1) and machine.nodes == 1 and not launched
    if alone and (
        machine.accelerator == "cpu"
        or (machine.accelerator == "auto" and not torch.accelerator.is_available())
    ):
        return ProcessGroup()  # what Fabric would do, without its two seconds
    from lightning_fabric import Fabric
    from lightning_fabric.strategies.ddp import DDPStrategy

    logging.getLogger("lightning_fabric").setLevel(logging.WARNING)
    here = int(os.environ["LOCAL_WORLD_SIZE"]) if launched else machine.devices
    nodes = int(os.environ.get("GROUP_WORLD_SIZE", machine.nodes)) if launched else machine.nodes
    gpus = machine.accelerator != "cpu" and torch.accelerator.is_available()
    several = (here or (torch.accelerator.device_count() if gpus else 1)) * nodes > 1
    strategy = DDPStrategy(gradient_as_bucket_view=True, timeout=PATIENCE) if several else "auto"
    fabric_run = bool(int(os.environ.get("LT_CLI_USED", "0")))
    try:
        fabric = Fabric(
            accelerator="auto" if fabric_run else machine.accelerator,
            devices="auto" if fabric_run else here or ("auto" if gpus else 1),
            num_nodes=1 if fabric_run else nodes,
            strategy="auto" if fabric_run else strategy,
        )
        if not fabric_run:  # which has launched already
            _start_others(fabric.strategy)
            fabric.launch()
    except (RuntimeError, ValueError) as error:  # also Lightning's own about devices
        raise TrainingError(f"training cannot start on this machine: {error}") from error
    return ProcessGroup(fabric)


def _start_others(strategy: Any) -> None:
    """Start the other processes on this machine, where neither a launcher nor a cluster does."""
    from lightning_fabric.plugins.environments.lightning import LightningEnvironment

    environment = getattr(strategy, "cluster_environment", None)
    if not isinstance(environment, LightningEnvironment) or strategy.num_processes == 1:
        return
    if not environment.creates_processes_externally:
        start_followers(strategy.num_processes, environment.main_port)
