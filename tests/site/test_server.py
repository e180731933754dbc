"""The server, over real sockets."""

import gzip
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from morphing_faces import SiteError
from morphing_faces.site.server import MOST, SiteServer, open_server

FILES = {
    "index.html": b"<p>demo</p>",
    "assets/index-ABCD1234.js": b"export {};",
    "model/decoder.01234567.onnx.gz": b"\x1f\x8b...",
    "explanation.html": b"<p>how it works</p>" * 100,
    "model/large.01234567.onnx.gz": b"\x1f\x8b" + b"." * 5000,
}


@pytest.fixture
def server() -> Iterator[SiteServer]:
    with SiteServer(FILES, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(
    server: SiteServer,
    path: str,
    method: str = "GET",
    host: str | None = None,
    origin: str | None = None,
    accepted: str | None = None,
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    if origin is not None:
        connection.putheader("Origin", origin)
    if accepted is not None:
        connection.putheader("Accept-Encoding", accepted)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def test_the_root_is_the_page(server: SiteServer) -> None:
    status, headers, body = ask(server, "/?x=1")
    assert (status, body) == (200, FILES["index.html"])
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip, deflate, br", True),
        ("GZIP;q=0.5", True),
        ("*", True),
        ("br, *;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("identity", False),
        (None, False),
    ],
)
def test_text_is_compressed_for_who_takes_that(
    server: SiteServer, accepted: str | None, packed: bool
) -> None:
    content = FILES["explanation.html"]
    _, headers, body = ask(server, "/explanation.html", accepted=accepted)
    assert (headers.get("Content-Encoding") == "gzip") is packed
    assert (gzip.decompress(body) if packed else body) == content
    assert (len(body) < len(content) / 5) is packed
    assert int(headers["Content-Length"]) == len(body)
    assert "Accept-Encoding" in headers["Vary"]
    _, alone, _ = ask(server, "/explanation.html", "HEAD", accepted=accepted)
    assert alone["Content-Length"] == headers["Content-Length"]


@pytest.mark.parametrize("path", ["/index.html", "/model/large.01234567.onnx.gz", "/missing"])
def test_what_is_short_or_packed_is_sent_as_it_is(server: SiteServer, path: str) -> None:
    _, headers, body = ask(server, path, accepted="gzip")
    assert "Content-Encoding" not in headers
    assert body == FILES.get(path[1:], b"there is no such file\n")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/assets/index-ABCD1234.js", "text/javascript; charset=utf-8"),
        ("/model/decoder.01234567.onnx.gz", "application/gzip"),
    ],
)
def test_types_are_right_and_hashed_files_are_kept(
    server: SiteServer, path: str, kind: str
) -> None:
    status, headers, _ = ask(server, path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert "immutable" in headers["Cache-Control"]


def test_head_says_the_length_and_nothing_else(server: SiteServer) -> None:
    status, headers, body = ask(server, "/", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "11", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/assets/",
        "/assets/../index.html",
        "/index.html%00",
        "/nothing",
    ],
)
def test_it_serves_nothing_but_its_files(server: SiteServer, path: str) -> None:
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example:80"])
def test_it_answers_to_no_other_name(server: SiteServer, host: str) -> None:
    assert ask(server, "/", host=host)[0] == 403


def test_a_sandboxed_frame_may_read_the_site_and_no_other_page_may(server: SiteServer) -> None:
    allowed = "Access-Control-Allow-Origin"
    assert ask(server, "/", origin="null")[1][allowed] == "null"
    assert allowed not in ask(server, "/", origin="https://evil.example")[1]
    assert allowed not in ask(server, "/")[1]
    assert ask(server, "/", host="evil.example", origin="null")[0] == 403


def test_the_page_may_share_memory_between_threads(server: SiteServer) -> None:
    headers = ask(server, "/")[1]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "credentialless"


@pytest.mark.slow
def test_a_thousand_connections_and_slow_ones_keep_no_visitor_from_the_page(
    server: SiteServer,
) -> None:
    """Within a second, says benchmarks/server.py: here somebody else may have the processor."""
    where = ("127.0.0.1", server.server_port)
    with ExitStack() as stack:
        for number in range(1000):
            connection = stack.enter_context(socket.create_connection(where, timeout=60))
            # One says nothing, one half of a request, and one asks and never reads the answer.
            connection.sendall((b"", b"GET / HTT", request(server))[number % 3])
        for _ in range(10):
            assert ask(server, "/")[2] == FILES["index.html"]
        assert len(server._connections) <= MOST


def test_who_says_nothing_for_long_is_let_go(
    server: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("morphing_faces.site.server._Handler.timeout", 0.05)
    where = ("127.0.0.1", server.server_port)
    for begun in (b"", b"GET / HTTP/1.1\r\nHost:"):
        with socket.create_connection(where, timeout=10) as connection:
            connection.sendall(begun)
            assert connection.recv(100) == b""


@pytest.mark.parametrize(
    "sent",
    [
        b"\0" * 1000,
        b"GET " + b"/" * 70_000,
        b"GET / HTTP/9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    ],
    ids=["no text", "a long line", "a version", "no host", "many headers"],
)
def test_what_is_no_request_is_refused_and_the_next_one_is_answered(
    server: SiteServer, sent: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("127.0.0.1", server.server_port)
    with socket.create_connection(where, timeout=10) as connection, suppress(ConnectionError):
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        assert b" 200 " not in connection.recv(100)
    assert ask(server, "/")[0] == 200
    assert capsys.readouterr().err == ""


def request(server: SiteServer) -> bytes:
    return f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode()


def test_it_listens_on_this_machine_only(server: SiteServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_other_methods_are_refused(server: SiteServer) -> None:
    assert ask(server, "/", "POST")[0] == 501


def test_when_the_usual_port_is_taken_it_takes_another(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("morphing_faces.site.server.PORT", port)
        with open_server(FILES, None) as server:
            assert server.server_port > port
        with pytest.raises(SiteError, match=f"cannot listen on 127.0.0.1:{port}"):
            open_server(FILES, port)
