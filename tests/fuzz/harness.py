"""Hands inputs to worker processes, which are started anew where one dies or hangs.

    python -m tests.fuzz.harness COUNT [--seed 0] [--workers 2] [--seconds 60] [--keep fuzz-kept]

Every input at which something goes wrong is kept as a file, beside what went wrong: a traceback, a
signal, or nothing within so many seconds. One input in a thousand goes through the command itself,
where a file half written counts as well. The exit status says whether something went wrong. Ctrl-C
ends it with what was counted so far.
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
from functools import partial
from pathlib import Path

from morphing_faces.storage.signals import stop_on_signals
from tests.fuzz.command import command
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.worker import READY

SECONDS = 60.0
"""For one input, on a machine that may do other things as well."""
PATIENCE = 600.0
"""Seconds until a process has loaded all that inputs need."""
COSTLY, ROUNDS = ("source.mat", "source.parquet"), 24
"""What takes a process or a large library each time comes once in so many rounds of the others."""
EVERY = 1000
"""Of so many inputs one goes through the command."""


class Worker:
    """A process that is there when it is needed.

    Args:
        model: A model folder.
        seconds: After which an input counts as one that hangs.
    """

    def __init__(self, model: Path, seconds: float = SECONDS) -> None:
        self._model = model
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def handle(self, kind: str, path: Path) -> str:
        """What becomes of an input: "taken", "refused", or what went wrong."""
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write(f"{kind} {path}\n".encode())
        process.stdin.flush()
        answer = _heard(process, self._seconds)
        if answer:
            return answer
        self.stop()
        hangs = answer is None
        return (
            f"nothing within {self._seconds:g} s" if hangs else f"ended with {process.returncode}"
        )

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
        if _heard(self._process, PATIENCE) != READY:
            raise SystemExit(f"{' '.join(words)} does not start")
        return self._process


def _heard(process: subprocess.Popen[bytes], seconds: float) -> str | None:
    """The next line of a process; nothing where it has ended, None where it says nothing."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline().decode().strip() if ready else None


def fuzz(
    count: int,
    seed: int,
    workers: int,
    keep: Path,
    stopped: Callable[[], bool] = lambda: False,
    every: int = EVERY,
    seconds: float = SECONDS,
) -> Counter[str]:
    """Try so many inputs, kinds in turn, or as many as there are until somebody stops it.

    Args:
        count: Inputs.
        seed: Of the first; each has one of its own.
        workers: Processes at once.
        keep: Where inputs go at which something goes wrong.
        stopped: Whether somebody has stopped it.
        every: Of so many inputs one goes through the command.
        seconds: After which an input counts as one that hangs.

    Returns:
        How many were taken, refused, and went wrong ("fault"), and how many of all these went
        through the command.
    """
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()
    numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(count):
        numbers.put(number)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = seeds(folder / "model")
        others = sorted(whole.keys() - set(COSTLY))
        kinds = [*COSTLY, *others * ROUNDS]

        def work(which: int) -> None:
            worker = Worker(folder / "model", seconds)
            try:
                while not stopped():
                    number = numbers.get_nowait()
                    typed = number % every == every - 1
                    turns, turn = (sorted(whole), number // every) if typed else (kinds, number)
                    kind = turns[turn % len(turns)]
                    content = mutated(whole[kind], seed + number)
                    path = folder / f"{which}{Path(kind).suffix}"
                    path.write_bytes(content)
                    handle = partial(command, model=folder / "model") if typed else worker.handle
                    answer = handle(kind, path)
                    fault = answer not in ("taken", "refused")
                    with lock:
                        outcomes["fault" if fault else answer] += 1
                        outcomes["through the command"] += typed
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
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-kept"))
    arguments = parser.parse_args()
    with stop_on_signals() as stop:
        outcomes = fuzz(
            arguments.count,
            arguments.seed,
            arguments.workers,
            arguments.keep,
            stop.is_set,
            seconds=arguments.seconds,
        )
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common())
    sys.stdout.write(f"{told}\n")
    return 1 if outcomes["fault"] else 0


if __name__ == "__main__":
    sys.exit(main())
