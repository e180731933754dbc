"""A server for the site on this machine alone.

It serves from memory what it was given by name, so that no address can reach another file.
"""

import _thread
import gzip
import re
import socket
import sys
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from morphing_faces.errors import SiteError
from morphing_faces.site.page import TYPES

ADDRESS = "127.0.0.1"
PORT = 2014
TRIES = 20
MOST = 256
"""Connections at once; a browser opens six."""
HELD = 1 << 18
"""Bytes of an answer that the system takes from us at once, for one who may never read them."""
PATIENCE = 30.0
"""Seconds for which a connection may say nothing, or take nothing."""
PACKED = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest"})
"""What is sent compressed to who takes that; the rest is packed already."""
LEAST = 1024
"""Bytes from which on that is worth it."""
KEPT = re.compile(r"[.-][0-9A-Za-z_-]{8}\.")
"""A hash in a file's name: such a file never changes."""


class SiteServer(ThreadingHTTPServer):
    """Serves files by name, on the loopback address only.

    Every connection has a thread of its own, so that a slow one keeps nobody waiting; where there
    are too many, the oldest one is closed, which a browser opens anew if it needs it.

    Args:
        files: Contents by path.
        port: Where; 0 takes any that is free.

    Raises:
        OSError: The port is taken.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 1024

    def __init__(self, files: dict[str, bytes], port: int) -> None:
        self.files = files
        self._packed: dict[str, bytes] = {}
        self._connections: dict[Any, None] = {}
        self._lock = threading.Lock()
        super().__init__((ADDRESS, port), _Handler)

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def packed(self, name: str) -> bytes:
        """A file as gzip data, made once."""
        found = self._packed.get(name)
        if found is None:
            found = self._packed[name] = gzip.compress(self.files[name], mtime=0)
        return found

    def process_request(self, request: Any, client_address: Any) -> None:
        """Begin a connection's thread, and make room for it."""
        with self._lock:
            oldest = next(iter(self._connections)) if len(self._connections) >= MOST else None
            self._connections.pop(oldest, None)
            self._connections[request] = None
        if oldest is not None:
            with suppress(OSError):  # it has been closed meanwhile
                oldest.shutdown(socket.SHUT_RDWR)
        request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HELD)
        # Unlike Thread.start, this does not wait until the thread runs, and the next is accepted.
        _thread.start_new_thread(self.process_request_thread, (request, client_address))

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        with self._lock:
            self._connections.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what goes wrong, but not a browser that goes away."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    server_version = "MorphingFaces"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _answer(self, *, body: bool) -> None:
        port = self.server.server_port
        # A page of another host must not reach this server by a name of its own (DNS rebinding).
        if self.headers.get("Host") not in (f"{ADDRESS}:{port}", f"localhost:{port}"):
            self._send(HTTPStatus.FORBIDDEN, b"ask for 127.0.0.1\n", "x.txt", body=body)
            return
        name = unquote(urlsplit(self.path).path).removeprefix("/") or "index.html"
        content = self.server.files.get(name)
        if content is None:
            self._send(HTTPStatus.NOT_FOUND, b"there is no such file\n", "x.txt", body=body)
        else:
            self._send(HTTPStatus.OK, content, name, body=body)

    def _send(self, status: HTTPStatus, content: bytes, name: str, *, body: bool) -> None:
        kept = status == HTTPStatus.OK and KEPT.search(PurePosixPath(name).name)
        suffix = PurePosixPath(name).suffix
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix, TYPES[".onnx"]))
        worth = status == HTTPStatus.OK and suffix in PACKED and len(content) >= LEAST
        if worth and takes_gzip(",".join(self.headers.get_all("Accept-Encoding", []))):
            content = self.server.packed(name)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Content-Type-Options", "nosniff")
        # Threads may share memory then, so that networks run in several of them.
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "credentialless")
        # A frame with sandbox="allow-scripts" has no origin of its own, and asks as "null".
        if self.headers.get("Origin") == "null":
            self.send_header("Access-Control-Allow-Origin", "null")
        self.send_header("Vary", "Origin, Accept-Encoding")
        self.send_header(
            "Cache-Control", "public, max-age=31536000, immutable" if kept else "no-cache"
        )
        self.end_headers()
        if body:
            self.wfile.write(content)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3).

    What is named counts, else "*"; a weight of 0 is a refusal.
    """
    weights: dict[str, bool] = {}
    for each in accepted.lower().split(","):
        coding, _, weight = each.replace(" ", "").partition(";q=")
        weights[coding] = not re.fullmatch(r"0(\.0*)?", weight)
    return weights.get("gzip", weights.get("*", False))


def open_server(files: dict[str, bytes], port: int | None) -> SiteServer:
    """Start listening, on another port if the usual one is taken.

    Args:
        files: Contents by path.
        port: Exactly this one, or None for the first free one from PORT on.

    Raises:
        SiteError: The port is taken.
    """
    wanted = range(PORT, PORT + TRIES) if port is None else [port]
    for each in wanted:
        try:
            return SiteServer(files, each)
        except OSError as error:
            reason = error
    raise SiteError(f"cannot listen on {ADDRESS}:{wanted[0]}: {reason.strerror}") from reason
