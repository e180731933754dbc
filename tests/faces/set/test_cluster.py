"""Photographs prepared by the workers of a real Dask cluster, one of which is killed."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from distributed import Client, LocalCluster

from morphing_faces.cli.app import main
from morphing_faces.errors import SourceError
from morphing_faces.faces import remote_files as delivery
from morphing_faces.faces.set.cluster import cluster_workers
from morphing_faces.faces.set.prepare import prepare_faces

pytestmark = [
    pytest.mark.slow,
    # Dask says so where there is no network, and goes on with this machine's own address.
    pytest.mark.filterwarnings("default:Couldn't detect a suitable IP address:RuntimeWarning"),
]


COUNT = 800


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as found:
        yield found


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("album") / "pictures.npy"
    np.save(path, np.random.default_rng(0).integers(0, 256, (COUNT, 48, 48), np.uint8))
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_worker_that_is_killed_loses_nothing(
    cluster: LocalCluster, album: Path, tmp_path: Path
) -> None:
    steps: list[int] = []

    def kill(done: int, _: int | None) -> None:
        steps.append(done)
        if done == 200:
            with Client(cluster.scheduler_address, set_as_default=False) as client:
                process = next(iter(client.run(os.getpid).values()))
            os.kill(process, signal.SIGKILL)

    prepare_faces(
        [str(album)],
        tmp_path / "far",
        aligned=True,
        cluster=cluster.scheduler_address,
        progress=kill,
    )
    assert steps == list(range(1, COUNT + 1))
    prepare_faces([str(album)], tmp_path / "near", aligned=True, workers=1)
    assert files(tmp_path / "far") == files(tmp_path / "near")


def test_the_finder_reaches_workers_that_do_not_have_it(
    cluster: LocalCluster, network: Path, tmp_path: Path
) -> None:
    here = tmp_path / network.name
    shutil.copy(network, here)
    with cluster_workers(cluster.scheduler_address, here) as (executor, at_once):
        assert at_once == 2
        here.unlink()
        # As on a machine without this disk: a worker that starts now has only what it was sent.
        there = executor.submit(delivery.at_hand, here).result()
    assert there.name == network.name
    delivery.deliver(here, network.read_bytes())
    assert delivery.at_hand(here).read_bytes() == network.read_bytes()


def test_where_nobody_answers_is_said_in_one_sentence(
    album: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        words = ["prepare", str(album), "--aligned", "--out", str(tmp_path / "faces")]
        assert main([*words, "--cluster", address]) == 2
        (sentence,) = capsys.readouterr().err.splitlines()
        assert f"no Dask scheduler answers at {address}; start one with" in sentence
        assert main([*words, "--cluster", address, "--workers", "2"]) == 2
        assert "leave out --workers" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_cluster_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("morphing_faces.faces.set.cluster.SECONDS", 1)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(SourceError, match="has no workers; start some: dask worker "),
        cluster_workers(empty.scheduler_address, None),
    ):
        pass


def test_workers_of_another_version_are_refused(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("morphing_faces.faces.set.cluster.__version__", "99")
    with (
        pytest.raises(SourceError, match=r"need morphing-faces 99, but tcp.* has \d"),
        cluster_workers(cluster.scheduler_address, None),
    ):
        pass


def test_workers_without_the_package_are_refused(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("morphing_faces.faces.set.cluster.VERSION", "__import__('no_such_package')")
    with (
        pytest.raises(SourceError, match=r"but tcp.* cannot import it"),
        cluster_workers(cluster.scheduler_address, None),
    ):
        pass
