"""Where the finder's network comes from; the server here is a real one, on this computer."""

import gc
import threading
import warnings
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from morphing_faces.errors import SourceError
from morphing_faces.faces.find import finder_file as module
from morphing_faces.faces.find.finder_file import (
    ADDRESS,
    NAME,
    SHA256,
    VARIABLE,
    find_network,
    network_at_hand,
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that a server shows in place of the official address; the cache is empty."""
    folder = tmp_path / "served"
    folder.mkdir()
    with HTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setattr(module, "ADDRESS", f"http://127.0.0.1:{server.server_port}/{NAME}")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        monkeypatch.delenv(VARIABLE, raising=False)
        yield folder
        with warnings.catch_warnings(action="ignore"):  # pooch leaves its connections open
            gc.collect()
        server.shutdown()
        thread.join()


def test_it_is_fetched_once_and_checked(network: Path, served: Path) -> None:
    (served / NAME).write_bytes(network.read_bytes())
    fetched = find_network()
    assert fetched.read_bytes() == network.read_bytes()
    (served / NAME).unlink()
    assert find_network() == fetched


def test_what_was_fetched_is_at_hand_and_nothing_is_fetched_for_that(
    network: Path, served: Path
) -> None:
    (served / NAME).write_bytes(network.read_bytes())
    assert network_at_hand() is None
    fetched = find_network()
    assert network_at_hand() == fetched.resolve()
    assert network_at_hand(network) == network
    fetched.write_bytes(b"half of it")
    assert network_at_hand() is None


def test_a_copy_at_hand_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nothing"))
    with pytest.raises(SourceError, match="nothing cannot be read"):
        network_at_hand()


def test_another_file_at_the_address_is_not_taken(served: Path) -> None:
    (served / NAME).write_bytes(b"version https://git-lfs.github.com/spec/v1")
    with pytest.raises(SourceError, match="what its address holds is another file"):
        find_network()


def test_where_it_cannot_be_fetched_a_sentence_says_what_to_do(served: Path) -> None:
    with pytest.raises(SourceError) as caught:
        find_network()
    assert str(caught.value) == (
        f"the face finder could not be fetched (HTTPError); get {module.ADDRESS} by other means "
        f"and name the file with --finder or {VARIABLE}"
    )
    assert not list(served.parent.glob("cache/**/*.onnx"))


def test_a_copy_is_named_by_an_argument_or_else_by_the_environment(
    network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "yunet.onnx"
    copy.write_bytes(network.read_bytes())
    assert find_network(copy) == copy
    monkeypatch.setenv(VARIABLE, str(copy))
    assert find_network() == copy
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nothing"))
    assert find_network(copy) == copy


def test_a_copy_with_other_contents_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"another network")
    with pytest.raises(SourceError, match=rf"other\.onnx is not the face finder {NAME}") as caught:
        find_network(other)
    assert SHA256 in str(caught.value)
    assert ADDRESS in str(caught.value)


def test_a_copy_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nothing"))
    with pytest.raises(SourceError, match="nothing cannot be read: No such file"):
        find_network()
