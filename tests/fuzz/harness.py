"""Hands inputs to worker processes, which are started anew where one dies or hangs.

    python -m tests.fuzz.harness COUNT [--seed 0] [--workers 2] [--keep fuzz-kept]

Every input at which something goes wrong is kept as a file, beside what went wrong: a traceback, a
signal, or nothing within SECONDS. The exit status says whether there was one. Ctrl-C ends it with
what was counted so far.
"""

import argparse
import os
import queue
import select
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from morphing_faces.storage.signals import stop_on_signals
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds

SECONDS = 60.0
"""For one input, on a machine that may do other things as well."""


class Worker:
    """A process that is there when it is needed."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._process: subprocess.Popen[bytes] | None = None

    def handle(self, kind: str, path: Path) -> str:
        """What becomes of an input: "taken", "refused", or what went wrong."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{kind} {path}\n".encode())
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], SECONDS)
        answer = process.stdout.readline().decode().strip() if ready else ""
        if answer:
            return answer
        self.stop()
        return f"ended with {process.returncode}" if ready else f"nothing within {SECONDS:g} s"

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "tests.fuzz.worker", str(self._model)]
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for who waits for them
        )
        return self._process


def fuzz(
    count: int,
    seed: int,
    workers: int,
    keep: Path,
    stopped: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Try so many inputs, the kinds in turn, or as many as there are until somebody stops it.

    Returns:
        How many were taken, refused, and went wrong ("fault").
    """
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()
    numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(count):
        numbers.put(number)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = seeds(folder / "model")
        kinds = sorted(whole)

        def work(which: int) -> None:
            worker = Worker(folder / "model")
            try:
                while not stopped():
                    number = numbers.get_nowait()
                    kind = kinds[number % len(kinds)]
                    content = mutated(whole[kind], seed + number)
                    path = folder / f"{which}{Path(kind).suffix}"
                    path.write_bytes(content)
                    answer = worker.handle(kind, path)
                    fault = answer not in ("taken", "refused")
                    with lock:
                        outcomes["fault" if fault else answer] += 1
                    if fault:
                        keep.mkdir(parents=True, exist_ok=True)
                        kept = keep / f"{seed + number}-{kind.replace('/', '-').replace(':', '-')}"
                        kept.write_bytes(content)
                        text = answer.replace("\\n", "\n")
                        kept.with_name(f"{kept.name}.txt").write_text(text)
            except queue.Empty:
                pass
            finally:
                worker.stop()

        threads = [threading.Thread(target=work, args=(each,)) for each in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-kept"))
    arguments = parser.parse_args()
    with stop_on_signals() as stop:
        outcomes = fuzz(
            arguments.count, arguments.seed, arguments.workers, arguments.keep, stop.is_set
        )
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common())
    sys.stdout.write(f"{told}\n")
    return 1 if outcomes["fault"] else 0


if __name__ == "__main__":
    sys.exit(main())
