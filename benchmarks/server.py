"""How long a visitor of the local server waits while a thousand others hold it up.

    python -m benchmarks.server [--connections 1000] [--visits 200]

The server runs in a process of its own. Of the others, a third say nothing, a third half of a
request, and a third ask for a large file and never read it. A visitor asks for the page, anew each
time: before they come, while they come as fast as they can, and while all of them are there.
Everything is on the loopback address, and ends after MOST seconds.
"""

import argparse
import http.client
import multiprocessing
import socket
import statistics
import threading
import time
from contextlib import ExitStack
from multiprocessing.connection import Connection

from morphing_faces.site.server import SiteServer

MOST = 60.0
FILES = {"index.html": b"<p>demo</p>" * 1000, "model/large.01234567.onnx.gz": bytes(20_000_000)}


def serve(ready: Connection) -> None:
    """Serve until the process is ended."""
    with SiteServer(FILES, 0) as server:
        ready.send(server.server_port)
        server.serve_forever()


def visit(port: int) -> float:
    """Seconds until a visitor has the page; infinite where it does not come."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=MOST)
    try:
        connection.request("GET", "/")
        whole = connection.getresponse().read() == FILES["index.html"]
    except (OSError, http.client.HTTPException):
        whole = False
    finally:
        connection.close()
    return time.perf_counter() - begun if whole else float("inf")


def crowd(port: int, count: int, stack: ExitStack) -> None:
    """Connect so many times, and stay."""
    ask = f"GET /model/large.01234567.onnx.gz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    for number in range(count):
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), MOST))
        connection.sendall((b"", b"GET / HTT", ask)[number % 3])


def told(name: str, waits: list[float]) -> None:
    """Print how long visitors waited, and how many were put off."""
    answered = [1000 * wait for wait in waits if wait < MOST]
    print(
        f"{name:24}{len(waits):>7} visits, {len(waits) - len(answered)} put off, "
        f"median {statistics.median(answered):7.1f} ms, most {max(answered):7.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--connections", type=int, default=1000)
    parser.add_argument("--visits", type=int, default=200)
    arguments = parser.parse_args()
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(there,), daemon=True)
    process.start()
    port = here.recv()
    with ExitStack() as stack:
        told("alone", [visit(port) for _ in range(arguments.visits)])
        coming = threading.Thread(target=crowd, args=(port, arguments.connections, stack))
        coming.start()
        waits = [visit(port)]
        while coming.is_alive():
            waits.append(visit(port))
        told("while they come", waits)
        told("while they are there", [visit(port) for _ in range(arguments.visits)])
    process.terminate()


if __name__ == "__main__":
    main()
