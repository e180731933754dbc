"""The workers of a Dask cluster, as an executor."""

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from morphing_faces.errors import SourceError
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.remote_files import deliver
from morphing_faces.version import __version__

with needed_for("Working on a cluster", "cluster"):
    from distributed import Client, KilledWorker, WorkerPlugin
    from distributed.client import FutureCancelledError
    from distributed.comm import CommClosedError

SECONDS = 5
VERSION = "__import__('morphing_faces').__version__"


class _Delivery(WorkerPlugin):  # type: ignore[misc]
    """Brings a file to every worker there is, and to those that join later, once."""

    name = "morphing-faces-finder"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content = path.read_bytes()

    def setup(self, worker: Any) -> None:  # noqa: ARG002 - the plugin's interface
        deliver(self._path, self._content)


@contextmanager
def cluster_workers(address: str, file: Path | None) -> Iterator[tuple[Executor, int]]:
    """Have the workers of a cluster work.

    They need this package, of the same version, and nothing else: not the photographs, nor the
    file. One that ends is replaced by the others, which do its work again.

    Args:
        address: Of the scheduler, such as tcp://192.168.0.7:8786.
        file: What the workers read by this path.

    Yields:
        The executor, and how many can work at the same time.

    Raises:
        SourceError: Nothing answers at the address, there are no workers, or they lack the
            package; or the cluster ends before the work is done.
    """
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, ImportError, TypeError) as error:
        raise SourceError(
            f"no Dask scheduler answers at {address}; start one with: dask scheduler"
        ) from error
    try:
        cores = _check(client, address)
        if file is not None:
            client.register_plugin(_Delivery(file))
        with client.get_executor() as executor:
            try:
                yield executor, cores
            except BaseException:
                executor.shutdown(wait=False)
                raise
    except (KilledWorker, CancelledError, FutureCancelledError, CommClosedError) as error:
        raise SourceError(
            f"the cluster at {address} ended before its work was done ({type(error).__name__}); "
            f"repeat the command to go on"
        ) from error
    finally:
        client.close()


def _check(client: Any, address: str) -> int:
    """How many cores the cluster has, all of them with this package."""
    try:
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError as error:
        raise SourceError(
            f"the Dask scheduler at {address} has no workers; start some: dask worker {address}"
        ) from error
    # Built into Python, this reaches workers that cannot import anything of ours.
    found = client.run(eval, VERSION, on_error="return")
    for worker, version in found.items():
        if version != __version__:
            has = "cannot import it" if isinstance(version, BaseException) else f"has {version}"
            raise SourceError(
                f"the workers of a cluster need morphing-faces {__version__}, but {worker} {has}"
            )
    return int(sum(client.ncores().values()))
