"""The command line beside the window: a thread that reads lines while the window stays alive.

On a terminal, prompt_toolkit edits lines, remembers and completes them. Anywhere else, lines are
read from standard input as they come.
"""

import asyncio
import codecs
import os
import stat
import sys
import threading
from collections.abc import Iterator
from queue import Empty, Queue
from typing import Protocol

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from morphing_faces.session.session import Session
from morphing_faces.views.terminal.completer import WordCompleter

PROMPT = "> "
WAITING_LINES = 1000
PATIENCE = 5.0


class Prompt(Protocol):
    """Where a user's lines come from, and where answers go."""

    def lines(self) -> Iterator[str | None]:
        """The lines that have come since the last call, at once; None says there are no more."""

    def interrupted(self) -> bool:
        """Whether Ctrl-C was typed since the last call."""

    def close(self) -> None:
        """Stop reading and leave the terminal as it was."""


class TerminalPrompt:
    """Lines from a terminal, edited, remembered and completed by prompt_toolkit.

    While it is open, whatever the program prints appears above the line being typed.

    Args:
        session: Says what could stand in a line.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._interrupted = threading.Event()
        self._queue: Queue[str | None] = Queue(WAITING_LINES)
        self._running = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="prompt", daemon=True)
        self._thread.start()
        self._running.wait(PATIENCE)

    def lines(self) -> Iterator[str | None]:
        """The lines that have come since the last call, at once; None says there are no more."""
        return _waiting(self._queue)

    def interrupted(self) -> bool:
        """Whether Ctrl-C was typed since the last call."""
        found = self._interrupted.is_set()
        self._interrupted.clear()
        return found

    def close(self) -> None:
        """Stop reading and leave the terminal as it was."""
        if self._task is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            try:
                runner.run(self._read())
            except (asyncio.CancelledError, EOFError, OSError):
                self._queue.put(None)

    async def _read(self) -> None:
        self._task = asyncio.current_task()
        prompt: PromptSession[str] = PromptSession(
            PROMPT,
            completer=WordCompleter(self._session),
            complete_while_typing=False,
            interrupt_exception=_InterruptedError,
        )
        with patch_stdout():
            self._running.set()
            while True:
                try:
                    self._queue.put(await prompt.prompt_async(handle_sigint=False))
                except _InterruptedError:
                    self._interrupted.set()


class PipePrompt:
    """Lines from a file descriptor that is no terminal, as they come.

    Args:
        source: The file descriptor.
    """

    def __init__(self, source: int) -> None:
        self._source = source
        self._queue: Queue[str | None] = Queue(WAITING_LINES)
        threading.Thread(target=self._run, name="prompt", daemon=True).start()

    def lines(self) -> Iterator[str | None]:
        """The lines that have come since the last call, at once; None says there are no more."""
        return _waiting(self._queue)

    def interrupted(self) -> bool:
        """Never: there, Ctrl-C is a signal."""
        return False

    def close(self) -> None:
        """Leave the thread to itself: nothing can end its read but a line or the program's end."""

    def _run(self) -> None:
        """Read by os.read, which holds no lock that the program would wait for when it ends."""
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        rest = ""
        while chunk := self._chunk():
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            for line in lines:
                self._queue.put(line)
        if rest:
            self._queue.put(rest)
        self._queue.put(None)

    def _chunk(self) -> bytes:
        try:
            return os.read(self._source, 4096)
        except OSError:
            return b""


class _InterruptedError(Exception):
    """Ctrl-C was typed; never seen outside of this module."""


def open_prompt(session: Session) -> Prompt | None:
    """The prompt that fits this process's standard input and output; None where there is none.

    Args:
        session: What its lines are for.
    """
    if sys.stdin is None or sys.stdin.closed:
        return None
    if not sys.stdin.isatty():
        return None if _is_device(sys.stdin.fileno()) else PipePrompt(sys.stdin.fileno())
    if not _in_foreground(sys.stdin.fileno()):
        return None
    return TerminalPrompt(session) if sys.stdout.isatty() else PipePrompt(sys.stdin.fileno())


def _is_device(source: int) -> bool:
    """Whether it is a device such as /dev/null, which a desktop's launcher gives.

    The end of a pipe or a file is the end of what somebody typed; there nobody has typed anything.
    """
    return stat.S_ISCHR(os.fstat(source).st_mode)


def _in_foreground(terminal: int) -> bool:
    """Whether the terminal listens to this process; reading from it in the background stops it."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:  # a terminal that does not control this process, so nothing stops it
        return True


def _waiting(queue: Queue[str | None]) -> Iterator[str | None]:
    """What is in a queue now; what comes meanwhile is for the next time."""
    for _ in range(queue.qsize()):
        try:
            yield queue.get_nowait()
        except Empty:
            return
